import { expect, test } from 'vitest';
import { finishPage, relative } from '../../site/src/report/finish.ts';

const page = (html: string, path = '/growth/figures/1/') =>
  finishPage(html, { bases: ['/growth/as-coded/', '/growth/'], path });

test('addresses below the base become relative to their page', () => {
  expect(page('<a href="/growth/claims/?verdict=partly#top">')).toBe('<a href="../../claims/?verdict=partly#top">');
  expect(page('<div data-rows="/growth/data/1.json">')).toBe('<div data-rows="../../data/1.json">');
  expect(page('<a href="/growth/">', '/growth/')).toBe('<a href="./">');
  expect(relative('/growth/', '/growth/about/')).toBe('../');
  expect(relative('/growth/claims/3a.1/', '/growth/as-coded/claims/3a.1/')).toBe('../../../claims/3a.1/');
  expect(relative('/growth/as-coded/claims/', '/growth/claims/')).toBe('../as-coded/claims/');
  expect(relative('/growth/claims/?verdict=partly#a', '/growth/claims/')).toBe('?verdict=partly#a');
});

test('other addresses, and those of the page for what is missing, stay', () => {
  for (const html of [
    '<a href="//host/growth/">',
    '<a href="/other/">',
    '<a href="https://a.b/growth/">',
    '<a href="#x">',
  ])
    expect(page(html)).toBe(html);
  expect(page('<a href="/growth/">', '/growth/404/')).toBe('<a href="/growth/">');
  expect(page('<a href="/growth/">', '/growth/404.html')).toBe('<a href="/growth/">');
});

test('addresses in the styles of a page become relative too, and nowhere else', () => {
  expect(page('<style>@media (width<9px){a{src:url(/growth/assets/a.woff2) format("woff2")}}</style>')).toBe(
    '<style>@media (width<9px){a{src:url(../../assets/a.woff2) format("woff2")}}</style>',
  );
  expect(page(`<style media="print">a{b:url('/growth/c.svg');d:url("/growth/as-coded/e.svg")}</style>`)).toBe(
    `<style media="print">a{b:url('../../c.svg');d:url("../../as-coded/e.svg")}</style>`,
  );
  for (const html of [
    '<style>a{b:url(#mark);c:url(//host/growth/d.svg);e:url(/other/f.svg);g:url(data:font/woff2;base64,AA==)}</style>',
    '<p>url(/growth/a.svg)</p>',
  ])
    expect(page(html)).toBe(html);
  expect(page('<style>a{b:url(/growth/c.svg)}</style>', '/growth/404.html')).toBe(
    '<style>a{b:url(/growth/c.svg)}</style>',
  );
});

test('words of code with a hyphen are held together, their text unchanged', () => {
  const html = page('<code>npm run verify -- --profile paper</code>');
  expect(html).toContain('<span class="word">--profile</span> paper');
  expect(html.replaceAll(/<[^>]+>/g, '')).toBe('npm run verify -- --profile paper');
  expect(page('<code>artifacts/paper_as-coded/claims.json</code>')).toContain(
    'artifacts/<wbr><span class="word">paper_as-coded/</span><wbr>claims.json',
  );
});
