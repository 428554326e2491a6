import { runStage } from '../outline.ts';
import { freezeConfigurations } from '../training/configurations.ts';
import { trainStage } from '../training/training.ts';

// Stage `freeze`: modular networks whose recurrent or feedforward weights are handed on and never trained again (Fig. 6a).
await runStage('freeze', (stage) => trainStage(stage, 'freeze', freezeConfigurations(stage)));
