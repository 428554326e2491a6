// A plain script: browsers load no modules from a folder on disk. The block keeps its names private.
{
  // The head of the page leaves controls out where modules do not run, from a disk; this script runs there too.
  document.documentElement.dataset.scripts = '';

  type Mode = 'side' | 'swipe' | 'onion' | 'difference';

  const COLOURS = { gone: [35, 102, 176], fresh: [201, 98, 0], other: [141, 73, 184] } as const;
  /** Pixels of the difference for each pixel of the drawing. */
  const SCALE = 2;
  /** Luminance, of 255, from which on a pixel counts as paper: what is paper on one side came or went, what is on neither has another colour. */
  const PAPER = 245;

  for (const place of document.querySelectorAll<HTMLElement>('[data-compare]')) enliven(place);

  function enliven(place: HTMLElement): void {
    const range = place.querySelector<HTMLInputElement>('[type=range]') as HTMLInputElement;
    const stage = place.querySelector<HTMLElement>('.compare-stage') as HTMLElement;
    const status = place.querySelector<HTMLElement>('.compare-status') as HTMLElement;
    const mode = () => place.dataset.compare as Mode;

    const follow = () => {
      stage.style.setProperty('--share', `${range.value}%`);
      stage.style.setProperty('--opacity', String(Number(range.value) / 100));
    };
    range.addEventListener('input', follow);
    follow();

    place.querySelector('fieldset')?.addEventListener('change', (event) => {
      place.dataset.compare = (event.target as HTMLInputElement).value;
      const canvas = place.querySelector('canvas') as HTMLCanvasElement;
      canvas.hidden = mode() !== 'difference';
      status.textContent = '';
      if (mode() !== 'difference') return;
      difference(place, canvas).then(
        (text) => {
          if (mode() === 'difference') status.textContent = text;
        },
        (error: unknown) => {
          status.textContent = 'This browser cannot compare the pixels of the two drawings.';
          console.warn(error);
        },
      );
    });

    // Dragging on the drawing moves the range too.
    const drag = (event: PointerEvent) => {
      if (mode() !== 'swipe' || (event.type === 'pointermove' && event.buttons === 0)) return;
      const { left, width } = stage.getBoundingClientRect();
      range.value = String(100 - Math.round((100 * (event.clientX - left)) / width));
      follow();
    };
    stage.addEventListener('pointerdown', drag);
    stage.addEventListener('pointermove', drag);
  }

  /** Draws the differing pixels and returns their share as text. */
  async function difference(place: HTMLElement, canvas: HTMLCanvasElement): Promise<string> {
    const images = [...place.querySelectorAll<HTMLImageElement>('.compare-side img')];
    await Promise.all(images.map((image) => image.decode()));
    const [width, height] = (['width', 'height'] as const).map(
      (name) => SCALE * Math.max(...images.map((image) => Number(image.getAttribute(name)))),
    );
    const [before, after] = images.map((image) => pixels(image, width, height));
    const made = new ImageData(width, height);
    let differing = 0;
    for (let at = 0; at < made.data.length; at += 4) {
      const same = before[at] === after[at] && before[at + 1] === after[at + 1] && before[at + 2] === after[at + 2];
      if (!same) differing++;
      const colour = same ? null : COLOURS[kindOf(before, after, at)];
      for (let i = 0; i < 3; i++) made.data[at + i] = colour ? colour[i] : 255 - (255 - after[at + i]) * 0.22;
      made.data[at + 3] = 255;
    }
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.putImageData(made, 0, 0);
    const share = (100 * differing) / (width * height);
    const text =
      differing === 0
        ? 'No pixel differs.'
        : `${share < 0.1 ? 'Less than 0.1' : share.toFixed(1)}% of the pixels differ.`;
    return differing === 0 ? text : `${text} Blue: only before. Orange: only after. Purple: another colour.`;
  }

  function pixels(image: HTMLImageElement, width: number, height: number): Uint8ClampedArray {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('this browser offers no canvas');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    const scaled = (name: 'width' | 'height') => SCALE * Number(image.getAttribute(name));
    context.drawImage(image, 0, 0, scaled('width'), scaled('height'));
    return context.getImageData(0, 0, width, height).data;
  }

  function kindOf(before: Uint8ClampedArray, after: Uint8ClampedArray, at: number): keyof typeof COLOURS {
    const [was, is] = [luminance(before, at) >= PAPER, luminance(after, at) >= PAPER];
    if (was === is) return 'other';
    return was ? 'fresh' : 'gone';
  }

  function luminance(data: Uint8ClampedArray, at: number): number {
    return 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
  }
}
