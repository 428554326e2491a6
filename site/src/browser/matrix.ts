// The grid of verdicts: arrow keys move between marks, and a mark opens its evidence below the row, taken from the page of its claim.
// Without scripts the marks are links to that page.

const table = document.querySelector<HTMLTableElement>('[data-matrix]');
if (table) enliven(table);

function enliven(table: HTMLTableElement): void {
  const grid = [...table.querySelectorAll('tr.marks')].map((row) => [...row.querySelectorAll<HTMLAnchorElement>('a')]);
  const stops = grid.flat();
  table.dataset.live = '';
  table.setAttribute('role', 'grid');
  document.querySelector('[data-keys]')?.removeAttribute('hidden');
  for (const stop of stops) stop.tabIndex = -1;
  if (stops[0]) stops[0].tabIndex = 0;
  for (const cell of stops.filter(isCell)) {
    cell.setAttribute('role', 'button');
    cell.setAttribute('aria-expanded', 'false');
    cell.setAttribute('aria-controls', evidenceOf(cell));
  }

  table.addEventListener('click', (event) => {
    const stop = (event.target as Element).closest<HTMLAnchorElement>('tr.marks a');
    if (!stop) return;
    rove(stops, stop);
    if (!isCell(stop) || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    toggle(table, stop).catch(() => location.assign(stop.href));
  });
  table.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return close(table, stops);
    const at = (event.target as Element).closest<HTMLAnchorElement>('tr.marks a');
    if (!at || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === ' ' && isCell(at)) toggle(table, at).catch(() => location.assign(at.href));
    else if (!move(event.key, at, grid, stops)) return;
    event.preventDefault();
  });
  const followed = () =>
    follow(table, stops).catch((error: unknown) =>
      console.warn('the evidence of the address could not be shown', error),
    );
  addEventListener('hashchange', followed);
  followed();
}

function isCell(stop: HTMLAnchorElement): boolean {
  return 'cell' in stop.dataset;
}

/** The id of the evidence that a mark opens. */
function evidenceOf(cell: HTMLAnchorElement): string {
  return cell.hash.slice(1);
}

/** Makes one mark focusable. */
function rove(stops: readonly HTMLAnchorElement[], to: HTMLAnchorElement): void {
  for (const stop of stops) stop.tabIndex = stop === to ? 0 : -1;
}

/** Moves the focus in the grid; returns whether the key moves. */
function move(
  key: string,
  at: HTMLAnchorElement,
  grid: readonly HTMLAnchorElement[][],
  stops: readonly HTMLAnchorElement[],
): boolean {
  const y = grid.findIndex((row) => row.includes(at));
  const x = grid[y].indexOf(at);
  const to: Record<string, HTMLAnchorElement | undefined> = {
    ArrowLeft: grid[y][x - 1],
    ArrowRight: grid[y][x + 1],
    ArrowUp: grid[y - 1]?.[x],
    ArrowDown: grid[y + 1]?.[x],
    Home: grid[y][0],
    End: grid[y].at(-1),
  };
  if (!(key in to)) return false;
  const stop = to[key];
  if (stop) {
    rove(stops, stop);
    stop.focus();
  }
  return true;
}

/** Opens the evidence of a mark and closes other evidence, or closes it; keeps the mark in place on the screen. */
async function toggle(table: HTMLTableElement, cell: HTMLAnchorElement): Promise<void> {
  const opening = cell.getAttribute('aria-expanded') !== 'true';
  if (opening) await fill(cell.closest('tbody'));
  const before = cell.getBoundingClientRect().top;
  shut(table);
  if (opening) open(cell);
  history.replaceState(null, '', opening ? cell.hash : location.pathname + location.search);
  scrollBy({ top: cell.getBoundingClientRect().top - before, behavior: 'instant' });
}

/**
 * Fetches the evidence of a row, once.
 * @throws Error if the page of the claim cannot be fetched.
 */
async function fill(row: Element | null): Promise<void> {
  const place = row?.querySelector<HTMLElement>('[data-evidence]');
  if (!place || place.childElementCount > 0) return;
  const address = place.dataset.evidence ?? '';
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be fetched (HTTP ${response.status})`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const found = [...page.querySelectorAll('.evidence')].map((article) => document.importNode(article, true));
  if (place.childElementCount === 0) place.append(...found);
}

function open(cell: HTMLAnchorElement): void {
  cell.setAttribute('aria-expanded', 'true');
  cell.closest('tbody')?.setAttribute('data-open', '');
  document.getElementById(evidenceOf(cell))?.setAttribute('data-open', '');
}

function shut(table: HTMLTableElement): void {
  for (const opened of table.querySelectorAll('[data-open]')) opened.removeAttribute('data-open');
  for (const cell of table.querySelectorAll('[aria-expanded="true"]')) cell.setAttribute('aria-expanded', 'false');
}

/** Closes the open evidence and returns the focus to its mark. */
function close(table: HTMLTableElement, stops: readonly HTMLAnchorElement[]): void {
  const opener = stops.find((stop) => stop.getAttribute('aria-expanded') === 'true');
  const row = table.querySelector('tbody[data-open]');
  if (!row) return;
  const stop = opener ?? row.querySelector<HTMLAnchorElement>('[data-cell]');
  shut(table);
  history.replaceState(null, '', location.pathname + location.search);
  if (!stop) return;
  rove(stops, stop);
  stop.focus();
}

/** Opens the target of the address: the evidence of a mark, or a row with all changed verdicts. */
async function follow(table: HTMLTableElement, stops: readonly HTMLAnchorElement[]): Promise<void> {
  const name = location.hash.slice(1);
  const cell = stops.find((stop) => isCell(stop) && evidenceOf(stop) === name);
  const row = cell ? cell.closest('tbody') : document.getElementById(name || 'none');
  if (row?.localName !== 'tbody' || !table.contains(row)) return;
  await fill(row);
  // Whoever has gone elsewhere meanwhile stays there.
  if (location.hash.slice(1) !== name) return;
  shut(table);
  if (cell) {
    open(cell);
    rove(stops, cell);
  } else {
    row.setAttribute('data-open', '');
    for (const turning of row.querySelectorAll('[data-turns="true"].evidence')) turning.setAttribute('data-open', '');
  }
  row.scrollIntoView();
}
