import type { Build } from '../../../src/artifact/build.ts';

/** Adds the commit to the footer, if the report has a build.json. */
async function showBuild(place: HTMLElement): Promise<void> {
  const response = await fetch(place.dataset.build ?? '');
  if (!response.ok) return;
  // The stage of the report wrote it by the schema, which is too heavy for every page: two texts are checked here.
  const { commit, date }: Partial<Build> = await response.json();
  if (typeof commit !== 'string' || typeof date !== 'string') return;
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
if (place) showBuild(place).catch(() => undefined);
