import { expect, it } from 'vitest';
import { packageSchema } from '../../src/artifact/package.ts';

it.each([
  [undefined, null],
  ['', null],
  ['git+https://github.com/a/b.git', 'https://github.com/a/b'],
  [{ type: 'git', url: 'git@github.com:a/b.git' }, 'https://github.com/a/b'],
  [{ type: 'git', url: 'git+ssh://git@github.com/a/b.git' }, 'https://github.com/a/b'],
  ['a/b', 'https://github.com/a/b'],
  ['github:a/b', 'https://github.com/a/b'],
  ['file:../b', null],
])('the repository %j of package.json has the address %s', (repository, address) => {
  expect(packageSchema.parse({ name: 'a', version: '1.0.0', repository }).repository).toBe(address);
});

it.each([3, null, { type: 'git' }])('refuses a repository that npm would not take: %j', (repository) => {
  expect(packageSchema.safeParse({ name: 'a', version: '1.0.0', repository }).success).toBe(false);
});
