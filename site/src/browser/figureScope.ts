/** What belongs to one source of a panel's rows: HTML by the name of its place. */
export type ScopeParts = ReadonlyMap<string, DocumentFragment>;

/** The places of a panel's section that belong to the rows that are drawn: notes on its claims, and its provenance. */
export class Scope {
  readonly #places: readonly HTMLElement[];
  /** The parts that the page was built with. */
  readonly #built: ScopeParts;

  constructor(section: Element) {
    this.#places = [...section.querySelectorAll<HTMLElement>('[data-scoped]')];
    this.#built = partsOf(this.#places);
  }

  /**
   * The parts of a source; those of the page for no address. Nothing is fetched where the section has no such places.
   * @throws Error if they cannot be fetched.
   */
  async load(address: string | null): Promise<ScopeParts> {
    if (address === null || this.#places.length === 0) return this.#built;
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the notes at ${address} could not be fetched (HTTP ${response.status})`);
    const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
    return partsOf([...parsed.querySelectorAll<HTMLElement>('[data-scoped]')]);
  }

  /** Shows parts in their places; details that are open stay so. */
  show(parts: ScopeParts): void {
    for (const place of this.#places) {
      const open = place.querySelector('details')?.open ?? false;
      place.replaceChildren(parts.get(nameOf(place))?.cloneNode(true) ?? '');
      const details = place.querySelector('details');
      if (details) details.open = open;
    }
  }
}

function partsOf(places: readonly HTMLElement[]): ScopeParts {
  return new Map(
    places.map((place) => {
      const part = document.createDocumentFragment();
      part.append(...[...place.childNodes].map((node) => document.importNode(node, true)));
      return [nameOf(place), part];
    }),
  );
}

function nameOf({ dataset }: HTMLElement): string {
  return dataset.scoped ?? '';
}
