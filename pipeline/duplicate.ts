import { duplicateConfigurations } from './configurations.ts';
import { runStage } from './stage.ts';
import { trainStage } from './training.ts';

// Stage `duplicate`: modular networks whose new modules start from copied or random weights (Fig. 6b).
await runStage('duplicate', (stage) => trainStage(stage, 'duplicate', duplicateConfigurations(stage)));
