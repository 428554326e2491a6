import { KERNEL_VERSION } from '../../src/engine/simd/version.ts';
import { panels } from '../../src/figures/index.ts';
import { stageList as stages } from '../../src/study/stages.ts';
import { runStage } from '../outline.ts';
import { drawPanels } from '../panels/draw.ts';

// Stage `figures`: data, drawing and provenance of every panel, from tables alone.
await runStage('figures', (stage) => drawPanels({ stages, panels, kernelVersion: KERNEL_VERSION }, stage));
