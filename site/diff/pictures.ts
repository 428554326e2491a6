import { pngOf } from '../src/report/raster.ts';

/** Pixels of a picture's width: one and a half of what a comment shows. */
const WIDTH = 960;

/** A panel's drawing as a picture on white; null where there is none, or it is none that can be drawn. */
export async function pictureOf(drawing: string | null): Promise<Uint8Array | null> {
  if (drawing === null) return null;
  try {
    return await pngOf(drawing, { background: '#ffffff', fitTo: { mode: 'width', value: WIDTH }, highest: 2 * WIDTH });
  } catch {
    return null;
  }
}
