/** The first line with a mark that git leaves where a merge did not come out, counted from 1; null where there is none. */
export function lineOfMarker(text: string): number | null {
  const at = text.search(/^(<{7}|>{7}|\|{7}|={7})( |\r?$)/m);
  return at < 0 ? null : text.slice(0, at).split('\n').length;
}
