/** build.json: the checkout that a report was built from. */
interface BuildInfo {
  commit: string;
  date: string;
}

/** Adds the commit to the footer, if the report has a build.json. */
async function showBuild(place: HTMLElement): Promise<void> {
  const response = await fetch(place.dataset.build ?? '');
  if (!response.ok) return;
  const build = (await response.json()) as BuildInfo;
  if (!build.commit) return;
  const { repository } = place.dataset;
  const name = build.commit.slice(0, 10);
  const commit = repository ? document.createElement('a') : new Text(name);
  if (commit instanceof HTMLAnchorElement) {
    commit.href = `${repository}/tree/${build.commit}`;
    commit.textContent = name;
  }
  place.replaceChildren('Built from commit ', commit, ` of ${build.date.slice(0, 10)}.`);
  // Files are linked as they were when the page was made.
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-at-commit]'))
    link.href = link.href.replace('/blob/HEAD/', `/blob/${build.commit}/`);
}

const place = document.querySelector<HTMLElement>('[data-build]');
if (place) showBuild(place).catch(() => undefined);
