import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseJson } from '../../src/artifact/json.ts';

it('reads what JSON.parse reads, to the same value, however it is written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

it('refuses a key twice in one object, wherever it stands, and allows it in two', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (key, value) => {
      const pair = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
      expect(() => parseJson(`[{"a b":[{${pair} , ${pair}}]}]`)).toThrow(SyntaxError);
      expect(parseJson(`[{${pair}},{${pair}}]`)).toEqual(JSON.parse(`[{${pair}},{${pair}}]`));
    }),
  );
});

it.each(['', '\uFEFF{}', '{"a":1,"\\u0061":2}', '{"a":1}x', "{'a':1}", '[1,]', '{"a":NaN}'])('refuses %j', (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});

it('names the line of a mark of a merge, and takes none for one that stands in a string', () => {
  expect(() => parseJson('{\n"a":1,\n<<<<<<< HEAD\n"b":2}')).toThrow(/^line 3: git left a mark of a merge/);
  expect(parseJson('{"a":"<<<<<<< HEAD"}')).toEqual({ a: '<<<<<<< HEAD' });
});
