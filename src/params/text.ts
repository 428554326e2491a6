import { isScalar, type Node, parseDocument, visit } from 'yaml';
import { lineOfMarker } from '../artifact/merge.ts';

/** A number as every reader of YAML reads it alike: no octal, hexadecimal or sexagesimal form, no sign of plus, no bare point. */
const PLAIN = /^-?(0|[1-9]\d*)(\.\d+)?(e[-+]?\d+)?$/i;

/**
 * The value of a YAML text that every reader of YAML reads alike, DVC included: one document without directives, tags of its own or
 * aliases to what contains them, whose numbers are finite, plain decimals, and where whole exact.
 * @throws Error naming the line and what stands there.
 */
export function parseYaml(text: string): unknown {
  const marker = lineOfMarker(text);
  if (marker !== null) throw new Error(`line ${marker} has the mark of an unfinished merge`);
  const document = parseDocument(text);
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new Error(fault.message.trim());
  if (document.directives?.yaml.explicit) throw new Error('line 1 has a directive %YAML: remove it');
  const lineOf = (node: Node) => lineAt(text, node.range?.[0] ?? 0);
  visit(document, {
    Alias(_, alias, path) {
      const anchored = path.find((node) => (node as { anchor?: string }).anchor === alias.source);
      if (anchored) throw new Error(`line ${lineOf(alias)}: *${alias.source} refers to the value that it stands in`);
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '__proto__')
        throw new Error(`line ${lineOf(key)}: __proto__ is no name for a key`);
    },
    Scalar(_, node) {
      const { value, source = '' } = node;
      if (typeof value !== 'number' && typeof value !== 'bigint') return;
      const fault = numberFault(Number(value), source);
      if (fault) throw new Error(`line ${lineOf(node)}: ${source} is ${fault}`);
    },
  });
  // Aliases that multiply beyond all measure are refused here.
  return document.toJS();
}

function numberFault(value: number, source: string): string | null {
  if (!Number.isFinite(value)) return 'not finite here: write a finite number';
  if (!PLAIN.test(source)) return 'read as another number by other programs: write it as a plain decimal number';
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return `beyond ±2^53, where whole numbers are not exact: write a smaller one`;
  return null;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
