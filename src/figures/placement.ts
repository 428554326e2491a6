/** Converts between data and pixels, for marks that are placed in pixels. */
export interface Placement {
  x(value: number): number;
  y(value: number): number;
  /** The value at a pixel. */
  atX(pixel: number): number;
  atY(pixel: number): number;
  width: number;
  height: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
}
