import { freezeConfigurations } from './configurations.ts';
import { runStage } from './stage.ts';
import { trainStage } from './training.ts';

// Stage `freeze`: modular networks whose recurrent or feedforward weights are handed on and never trained again (Fig. 6a).
await runStage('freeze', (stage) => trainStage(stage, 'freeze', freezeConfigurations(stage)));
