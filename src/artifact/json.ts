import { lineOfMarker } from './merge.ts';

/** A string, or one of the marks that structure JSON; everything between them is white space, a number or a literal. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The value of a JSON text, read more strictly than JSON.parse: an object that holds a key twice is refused, of which JSON.parse
 * keeps the last alone.
 * @throws SyntaxError naming what is wrong and where.
 */
export function parseJson(text: string): unknown {
  if (text.startsWith('\uFEFF')) throw new SyntaxError('it begins with a byte order mark');
  const value = parse(text);
  refuseRepeatedKeys(text);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const line = lineOfMarker(text);
    if (line === null) throw error;
    throw new SyntaxError(`line ${line}: git left a mark of a merge with conflicts`, { cause: error });
  }
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
