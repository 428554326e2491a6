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
  place.textContent = `Built from commit ${build.commit.slice(0, 10)} of ${build.date.slice(0, 10)}.`;
}

const place = document.querySelector<HTMLElement>('[data-build]');
if (place) showBuild(place).catch(() => undefined);
