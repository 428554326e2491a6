/** Attributes of a drawing that hold lengths in pixels. */
const LENGTHS = /(?<= )(d|x|y|x1|x2|y1|y2|cx|cy|width|height|points|transform)="([^"]*)"/g;

/**
 * The text of a drawing as it stands in a page: no line breaks between elements, lengths at one decimal. A tenth of a pixel is below what a
 * screen shows; the file that a reader downloads keeps three. Rotations and scales are left as they are.
 */
export function compactDrawing(svg: string): string {
  return svg.replaceAll(/>\n\s*</g, '><').replaceAll(LENGTHS, (whole, name: string, value: string) => {
    if (/em$/.test(value) || (name === 'transform' && !/^translate\([^()]*\)$/.test(value))) return whole;
    return `${name}="${value.replaceAll(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10 || 0))}"`;
  });
}
