/** A string, or one of the marks that structure JSON; everything between them is white space, a number or a literal. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The value of a JSON text, read more strictly than JSON.parse: an object that holds a key twice is refused, of which JSON.parse
 * keeps the last alone.
 * @throws SyntaxError naming what is wrong and where.
 */
export function parseJson(text: string): unknown {
  if (text.startsWith('\uFEFF')) throw new SyntaxError('it begins with a byte order mark');
  const value: unknown = JSON.parse(text);
  refuseRepeatedKeys(text);
  return value;
}

function refuseRepeatedKeys(text: string): void {
  const open: (Set<string> | null)[] = [];
  let last = '';
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const keys = open.at(-1);
      const key = JSON.parse(last) as string;
      if (keys?.has(key))
        throw new SyntaxError(`the key '${key}' stands twice in one object, again before position ${index}`);
      keys?.add(key);
    } else last = token;
  }
}
