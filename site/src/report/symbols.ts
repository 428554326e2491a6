/** Symbols of the paper in plain text, and their HTML. */
const forms: readonly [RegExp, string][] = [
  [/\bW(?:\^|_)?(?:\{)?(FF|R|I)\b\}?/g, '<i>W</i><sup>$1</sup>'],
  [/\bW[Rᴿ](?!\w)/g, '<i>W</i><sup>R</sup>'],
  [/\bWᶠᶠ/g, '<i>W</i><sup>FF</sup>'],
  [/\bM_m\b/g, '<i>M</i><sub>m</sub>'],
  [/\bN(?:_solved| solved\b)/g, '<i>N</i><sub>solved</sub>'],
  [/\b(eps|epsilon)\b/g, 'ε'],
  [/\btau\b/g, 'τ'],
  [/[ετ]/g, '<i>$&</i>'],
  [/(?<![\w<.])[NKM](?![\w<])/g, '<i>$&</i>'],
  [/ (=|≥|≤|&lt;|&gt;|±) /g, '\u00a0$1\u00a0'],
  [/\B-(?=\d)/g, '\u2212'],
  [/ - (?=\d)/g, '\u00a0\u2212\u00a0'],
];

/** Plain text as HTML: escaped, with the paper's symbols. */
export function symbols(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return set(escaped);
}

/** Adds symbols to the text of HTML; code and tags do not change. */
export function symbolsOfHtml(html: string): string {
  return html.replace(/<code>.*?<\/code>|<[^>]*>|[^<]+/gs, (part) => (part.startsWith('<') ? part : set(part)));
}

function set(escaped: string): string {
  return forms.reduce((html, [pattern, form]) => html.replace(pattern, form), escaped);
}
