import { runStage } from '../outline.ts';
import { duplicateConfigurations } from '../training/configurations.ts';
import { trainStage } from '../training/training.ts';

// Stage `duplicate`: modular networks whose new modules start from copied or random weights (Fig. 6b).
await runStage('duplicate', (stage) => trainStage(stage, 'duplicate', duplicateConfigurations(stage)));
