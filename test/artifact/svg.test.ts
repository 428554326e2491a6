import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { svgText } from '../../src/artifact/svg.ts';

const { document } = new JSDOM('').window;

function svg(inner: string): Element {
  const holder = document.createElement('div');
  holder.innerHTML = `<svg viewBox="0 0 10 10">${inner}</svg>`;
  return holder.firstElementChild!;
}

test('a drawing on file shows the fallback of a colour; a page may keep the variable', () => {
  const element = svg('<path fill="var(--modular-1, #f29431)" stroke="var(--a, rgb(1, 2, 3))"/>');
  expect(svgText(element, { id: 'x' })).toContain('fill="#f29431" stroke="rgb(1, 2, 3)"');
  expect(svgText(element, { id: 'x', variables: 'kept' })).toContain('fill="var(--modular-1, #f29431)"');
});

test('numbers have at most three decimals and colours stay whole', () => {
  expect(svgText(svg('<path d="M0.123456,-1e-9L2.5,3" fill="#123456"/>'), { id: 'x' })).toContain(
    'd="M0.123,0L2.5,3" fill="#123456"',
  );
});

test('clip ids are unique to the panel', () => {
  const text = svgText(svg('<clipPath id="plot-clip-41"></clipPath><g clip-path="url(#plot-clip-41)"></g>'), {
    id: '2a',
  });
  expect(text).toContain('id="panel-2a-1"');
  expect(text).toContain('clip-path="url(#panel-2a-1)"');
  expect(text).not.toContain('plot-clip');
});

test('text and attributes are escaped, so that the file is well-formed XML', () => {
  const element = svg('<text></text>');
  element.querySelector('text')!.textContent = 'N < 3 & "more"';
  expect(() => new JSDOM(svgText(element, { id: 'x' }), { contentType: 'image/svg+xml' })).not.toThrow();
});

test('what is no drawing is refused by name', () => {
  expect(() => svgText(document.createElement('figure'), { id: '9z' })).toThrow(/panel 9z.*<figure>/);
});
