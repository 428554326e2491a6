import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';

/** Where a number comes from: the paper's text, the authors' public scripts, or our choice where neither says. */
export type Origin = 'paper' | 'code' | 'choice';

/** One number (or list, or reading) of params.yaml with its origin. */
export interface OriginEntry {
  /** Path in params.yaml, 'training.modular.learningRate'. */
  key: string;
  value: unknown;
  /** Null where params.yaml does not say. */
  origin: Origin | null;
  /** The rest of the comment; empty where there is none. */
  note: string;
}

/**
 * Every value of params.yaml in file order with the origin that the comment beside it states; a value without a comment of its
 * own has that of the group it stands in.
 */
export function originsOf(text: string): OriginEntry[] {
  const found: OriginEntry[] = [];
  walk(parseDocument(text).contents, [], { origin: null, note: '' }, found);
  return found;
}

type Stated = Pick<OriginEntry, 'origin' | 'note'>;

function walk(node: Node | null, path: string[], inherited: Stated, found: OriginEntry[]): void {
  if (!isMap(node)) {
    if (isScalar(node) || isSeq(node))
      found.push({ key: path.join('.'), value: node.toJS(parseDocument('')), ...inherited });
    return;
  }
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const value = pair.value as Node | null;
    const stated =
      path.length === 0
        ? null
        : (state(value?.comment) ?? (isMap(value) && !value.flow ? state(value.commentBefore) : null));
    walk(value, [...path, key], stated ?? inherited, found);
  }
}

function state(comment: string | null | undefined): Stated | null {
  const match = /^\s*(paper|code|choice)\b\s*[:,;]?\s*([^\n]*)/.exec(comment ?? '');
  return match ? { origin: match[1] as Origin, note: match[2].trim() } : null;
}
