import { z } from 'zod';
import { cellSchema, comparisonSchema } from '../../src/comparison/change.ts';

/** Rows and drawing of a panel in one revision. */
const panelSideSchema = z.strictObject({
  rows: z.array(z.record(z.string(), cellSchema)),
  drawing: z.string().nullable(),
});
export type PanelSide = z.infer<typeof panelSideSchema>;

/** Both sides of every panel that differs, by profile and panel. */
const materialSchema = z.record(
  z.string(),
  z.record(z.string(), z.strictObject({ before: panelSideSchema, after: panelSideSchema })),
);
export type Material = z.infer<typeof materialSchema>;

/** The file that the pages of a comparison are built from. */
export const sourceSchema = z.strictObject({ comparison: comparisonSchema, material: materialSchema });
export type Source = z.infer<typeof sourceSchema>;
