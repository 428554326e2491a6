// The grid of verdicts: arrow keys move between marks, and a mark opens its evidence below the row. Without scripts the marks are links,
// and CSS shows the evidence of the address.

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
    toggle(table, stop);
  });
  table.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return close(table, stops);
    const at = (event.target as Element).closest<HTMLAnchorElement>('tr.marks a');
    if (!at || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === ' ' && isCell(at)) toggle(table, at);
    else if (!move(event.key, at, grid, stops)) return;
    event.preventDefault();
  });
  addEventListener('hashchange', () => follow(table, stops));
  follow(table, stops);
  // Browsers scroll to the fragment again after loading.
  addEventListener('load', () => follow(table, stops));
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
function toggle(table: HTMLTableElement, cell: HTMLAnchorElement): void {
  const before = cell.getBoundingClientRect().top;
  const opening = cell.getAttribute('aria-expanded') !== 'true';
  shut(table);
  if (opening) open(cell);
  history.replaceState(null, '', opening ? cell.hash : location.pathname + location.search);
  scrollBy({ top: cell.getBoundingClientRect().top - before, behavior: 'instant' });
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
function follow(table: HTMLTableElement, stops: readonly HTMLAnchorElement[]): void {
  const name = location.hash.slice(1);
  const place = name ? document.getElementById(name) : null;
  if (!place || !table.contains(place)) return;
  shut(table);
  const cell = stops.find((stop) => isCell(stop) && evidenceOf(stop) === name);
  if (cell) {
    open(cell);
    rove(stops, cell);
  } else if (place.localName === 'tbody') {
    place.setAttribute('data-open', '');
    for (const turning of place.querySelectorAll('[data-turns="true"].evidence')) turning.setAttribute('data-open', '');
  }
  place.closest('tbody')?.scrollIntoView();
}
