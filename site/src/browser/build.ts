/** What build.json tells about the checkout that a report was built from. */
interface Build {
  commit: string;
  date: string;
}

/** Completes the footer with the commit; a report without build.json keeps its digest alone. */
async function showBuild(place: HTMLElement): Promise<void> {
  const response = await fetch(place.dataset.build ?? '');
  if (!response.ok) return;
  const build = (await response.json()) as Build;
  if (!build.commit) return;
  place.textContent = `Made by commit ${build.commit.slice(0, 10)} of ${build.date.slice(0, 10)}.`;
}

const place = document.querySelector<HTMLElement>('[data-build]');
if (place) showBuild(place).catch(() => undefined);
