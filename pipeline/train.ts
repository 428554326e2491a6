import { trainConfigurations } from './configurations.ts';
import { runStage } from './stage.ts';
import { trainStage } from './training.ts';

// Stage `train`: both architectures, every size and seed, through their curricula (Fig. 2; the networks of Fig. 3 to 5).
await runStage('train', (stage) => trainStage(stage, 'train', trainConfigurations(stage)));
