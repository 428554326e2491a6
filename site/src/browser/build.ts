import { buildSchema } from '../../../src/artifact/build.ts';
import { fetchJson } from './fetched.ts';

/** Adds the commit to the footer, if the report has a build.json. */
async function showBuild(place: HTMLElement): Promise<void> {
  const { commit, date } = await fetchJson('build.json', place.dataset.build ?? '', buildSchema);
  if (commit === null || date === null) return;
  const { repository } = place.dataset;
  const name = commit.slice(0, 10);
  const shown = repository ? document.createElement('a') : new Text(name);
  if (shown instanceof HTMLAnchorElement) {
    shown.href = `${repository}/tree/${commit}`;
    shown.textContent = name;
  }
  place.replaceChildren('Built from commit ', shown, ` of ${date.slice(0, 10)}.`);
  // Files are linked as they were when the page was made.
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-at-commit]'))
    link.href = link.href.replace('/blob/HEAD/', `/blob/${commit}/`);
}

const place = document.querySelector<HTMLElement>('[data-build]');
if (place) showBuild(place).catch((error: unknown) => console.info('the footer names no commit', error));
