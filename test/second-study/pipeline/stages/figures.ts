import { slopes } from '../../src/line/results.ts';
import { runStage } from '../driver/stage.ts';
import { outline } from '../outline.ts';
import { drawPanels } from '../panels/draw.ts';

await runStage(outline, 'figures', (stage) => drawPanels({ ...outline, panels: [slopes] }, stage));
