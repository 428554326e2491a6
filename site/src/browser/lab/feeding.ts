import { fed, feedLength, LONGEST_FEED, SPEEDS } from './address.ts';
import { drawBits } from './bits.ts';
import { sayAnswers } from './saying.ts';
import { part, type Setting, sentenceOf, stateOf } from './setting.ts';
import { streamBits, streamPlace } from './source.ts';

/** What the keyboard can ask of the stream. */
export interface Feeding {
  give(bit: 0 | 1): void;
  step(): void;
  toggle(): void;
  again(): void;
  faster(by: 1 | -1): void;
}

/** The stream of bits: buttons, typing, playing; the newest bits and what the heads say of them. */
export function feeding(setting: Setting): Feeding {
  const { root, store, running } = setting;
  const play = part<HTMLButtonElement>(setting, 'play');
  const speed = part<HTMLSelectElement>(setting, 'speed');
  const source = part<HTMLSelectElement>(setting, 'stream');
  const typed = part<HTMLInputElement>(setting, 'typed');
  const place = part(setting, 'bits');
  const said = part(setting, 'said');
  const announce = part(setting, 'announce');
  let timer: number | undefined;
  let busy = false;

  const advance = async (bit: 0 | 1, by: 'stream' | 'reader') => {
    if (feedLength(store.state.feed) >= LONGEST_FEED) {
      stop();
      setting.note(`${LONGEST_FEED} bits are fed, as many as a link can carry. Restart.`);
      return;
    }
    store.set({ feed: fed(store.state.feed, bit, by) });
    try {
      await running.feed([bit]);
    } catch (error) {
      stop();
      setting.note(sentenceOf(error));
    }
  };
  const fromStream = () => {
    const { feed, stream } = store.state;
    return advance(streamBits(stream)(streamPlace(feed)), 'stream');
  };
  /** A bit that the reader asked for alone is also told. */
  const told = async (advanced: Promise<void>) => {
    await advanced;
    announce.textContent = sayAnswers(stateOf(setting).task, running.shown, running.bits);
  };
  const beat = () => {
    timer = window.setTimeout(async () => {
      if (!busy && !document.hidden) {
        busy = true;
        await fromStream();
        busy = false;
      }
      if (timer !== undefined) beat();
    }, 1000 / store.state.speed);
  };
  const show = (playing: boolean) => {
    play.setAttribute('aria-pressed', String(playing));
    part(setting, 'play-word').textContent = playing ? 'Pause' : 'Play';
    root.dataset.playing = String(playing);
  };
  const stop = () => {
    window.clearTimeout(timer);
    timer = undefined;
    show(false);
  };
  const actions: Feeding = {
    give: (bit) => void told(advance(bit, 'reader')),
    step: () => void told(fromStream()),
    toggle: () => {
      if (timer !== undefined) {
        stop();
        announce.textContent = sayAnswers(stateOf(setting).task, running.shown, running.bits);
      } else {
        beat();
        show(true);
      }
    },
    again: () => {
      store.set({ feed: [] });
    },
    faster: (by) => {
      const next = SPEEDS[SPEEDS.indexOf(store.state.speed) + by];
      if (next) store.set({ speed: next });
    },
  };

  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-bit]')) {
    button.addEventListener('click', () => actions.give(button.dataset.bit === '1' ? 1 : 0));
  }
  play.addEventListener('click', actions.toggle);
  part(setting, 'step').addEventListener('click', actions.step);
  part(setting, 'again').addEventListener('click', actions.again);
  speed.addEventListener('change', () => store.set({ speed: Number(speed.value) }));
  source.addEventListener('change', () => store.set({ stream: Number(source.value), feed: [] }));
  typed.addEventListener('input', () => {
    const digits = [...typed.value].filter((digit) => digit === '0' || digit === '1');
    typed.value = '';
    for (const digit of digits) actions.give(digit === '1' ? 1 : 0);
  });

  const draw = () => {
    const { task } = stateOf(setting);
    place.innerHTML = drawBits({ bits: running.bits, task, width: Math.max(280, place.clientWidth) });
    said.textContent = sayAnswers(task, running.shown, running.bits);
    root.dataset.fed = String(running.bits.length);
  };
  const controls = () => {
    speed.value = String(store.state.speed);
    if (![...source.options].some(({ value }) => value === String(store.state.stream))) {
      source.append(new Option(`seed ${store.state.stream}`, String(store.state.stream)));
    }
    source.value = String(store.state.stream);
  };
  running.listen(draw);
  new ResizeObserver(draw).observe(place);
  store.listen((_, changed) => {
    if (changed.has('task')) draw();
    controls();
  });
  controls();
  return actions;
}
