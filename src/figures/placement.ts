/** Where data stand in pixels, for what is placed by pixels (names of lines). */
export interface Placement {
  x(value: number): number;
  y(value: number): number;
  /** The value that stands at a pixel. */
  atX(pixel: number): number;
  atY(pixel: number): number;
  width: number;
  height: number;
  top: number;
  bottom: number;
  left: number;
  right: number;
}
