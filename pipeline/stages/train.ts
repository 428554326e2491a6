import { runStage } from '../outline.ts';
import { trainConfigurations } from '../training/configurations.ts';
import { trainStage } from '../training/training.ts';

// Stage `train`: both architectures, every size and seed, through their curricula (Fig. 2; the networks of Fig. 3 to 5).
await runStage('train', (stage) => trainStage(stage, 'train', trainConfigurations(stage)));
