/** Attributes whose value is an address of this site, which starts with its base. */
const ADDRESS = /(\s(?:href|src|data-[\w-]+)=")(\/[^"]*)"/g;
const STYLE = /<style\b[^>]*>[\s\S]*?<\/style>/g;
/** An address in a style sheet, with its quote if there is one. */
const STYLE_ADDRESS = /(\burl\(["']?)(\/[^)"'\s]*)/g;
/** White space between an inline element and the sign that ends its clause. */
const STRAY = /(<\/(?:a|b|cite|code|em|i|small|span|strong|sub|sup)>)\s+(?=[.,;:)](?:[\s<]|$))/g;
const CODE = /(<code\b[^>]*>)([^<]*)(<\/code>)/g;

/**
 * The HTML of a page as it is published: addresses below one of the bases relative to the page, so that it opens wherever it lies, also from a disk; words of code
 * that a browser would break at a hyphen, such as `--profile`, held together.
 */
export function finishPage(html: string, { bases, path }: { bases: readonly string[]; path: string }): string {
  const whole = html
    .replace(STRAY, '$1')
    .replace(CODE, (_, open: string, text: string, close: string) => `${open}${unbroken(text)}${close}`);
  // This page is shown at any address.
  if (/\/404(\.html|\/)?$/.test(path)) return whole;
  const isHere = (address: string) => !address.startsWith('//') && bases.some((base) => address.startsWith(base));
  const moved = (found: string, start: string, address: string, end: string) =>
    isHere(address) ? `${start}${relative(address, path)}${end}` : found;
  return whole
    .replace(ADDRESS, (found, name: string, address: string) => moved(found, name, address, '"'))
    .replace(STYLE, (style) =>
      style.replace(STYLE_ADDRESS, (found, start: string, address: string) => moved(found, start, address, '')),
    );
}

/** An address as seen from a page; both from the root of their origin, a folder with a slash at its end. */
export function relative(address: string, path: string): string {
  const [to, from] = [address.split('/'), path.split('/')];
  let shared = 0;
  while (shared < Math.min(to.length, from.length) - 1 && to[shared] === from[shared]) shared++;
  return `${'../'.repeat(from.length - 1 - shared)}${to.slice(shared).join('/')}` || './';
}

/** The words of code, as HTML, that a browser would break at a hyphen held together. */
export function unbroken(text: string): string {
  // A long path breaks after its slashes, and there alone.
  return text.replace(/\S+/g, (word) =>
    (word.length > 20 ? word.split(/(?<=\/)/) : [word])
      .map((part) => (part.includes('-') ? `<span class="word">${part}</span>` : part))
      .join('<wbr>'),
  );
}
