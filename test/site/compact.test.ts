import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { compactDrawing } from '../../site/src/report/compact.ts';

test('compact drawings keep elements within 0.05 px', () => {
  const svg = `<svg width="20" height="10.25">
  <g transform="translate(0.123,-4.987)" stroke-width="0.75">
    <path d="M0.04,-0.01L12.345,6.789C1.11,2.22,3.33,4.44,5,6"/>
    <text y="0.71em" transform="rotate(-33.333)" aria-label="0.123 of all">2 to 3.456</text>
  </g>
</svg>`;
  const small = compactDrawing(svg);
  expect(small).toBe(
    '<svg width="20" height="10.3"><g transform="translate(0.1,-5)" stroke-width="0.75">' +
      '<path d="M0,0L12.3,6.8C1.1,2.2,3.3,4.4,5,6"/>' +
      '<text y="0.71em" transform="rotate(-33.333)" aria-label="0.123 of all">2 to 3.456</text></g></svg>',
  );
  const count = (text: string) => new JSDOM(text).window.document.querySelectorAll('svg, svg *').length;
  expect(count(small)).toBe(count(svg));
});
