import { describe, expect, it } from 'vitest';
import { formatRows, parseRows } from '../../src/artifact/table.ts';

const rows = [
  { network: 'a', N: 2, accuracies: '0.5 "x", y', loss: null },
  { network: 'b\nc', N: 3, accuracies: '1', loss: 0.25 },
];
const read = [rows[0], { ...rows[1], accuracies: 1 }];
const text = formatRows(rows, ['network', 'N', 'accuracies', 'loss']);

describe('a table', () => {
  it('is read as it was written, with a byte order mark and with line ends of Windows', () => {
    expect(parseRows(text)).toEqual(read);
    expect(parseRows(`\uFEFF${text}`)).toEqual(read);
    expect(parseRows('network,N\r\na,2\r\n')).toEqual([{ network: 'a', N: 2 }]);
  });

  it('has no rows where its header stands alone', () => {
    expect(parseRows('network,N\n')).toEqual([]);
    expect(parseRows('\n')).toEqual([]);
  });

  it.each([
    ['', /empty/],
    ['a,b\n1,2\n3\n', /line 3 has 1 cells, the header 2/],
    ['a,b\n1,2,3\n', /line 2 has 3 cells, the header 2/],
    ['a,a\n1,2\n', /column twice/],
    ['a\n<<<<<<< HEAD\n1\n', /^line 2: git left a mark/],
    ['a\n1\n=======\r\n2\n', /^line 3: git left a mark/],
    ['a,b\n1,"2\n', /no end/],
    ['a,b\n1,2', /cut off/],
    [text.slice(0, -3), /cut off/],
  ])('is refused where it is %j', (damaged, message) => {
    expect(() => parseRows(damaged)).toThrow(SyntaxError);
    expect(() => parseRows(damaged)).toThrow(message);
  });
});
