import { fed, feedLength, LONGEST_FEED, SPEEDS } from './address.ts';
import { describeAnswers } from './answers.ts';
import { drawBits } from './bits.ts';
import { describeFailure, part, type Setting, stateOf } from './setting.ts';
import { streamBits, streamPlace } from './source.ts';

/** Actions on the stream of bits, for the keyboard. */
export interface FeedingActions {
  feed(bit: 0 | 1): void;
  step(): void;
  toggle(): void;
  again(): void;
  /** Plays, if it does not play already. */
  play(): void;
  faster(by: 1 | -1): void;
}

/** Controls of the bit stream (buttons, typing, playing), the newest bits and the heads' answers to them. */
export function feeding(setting: Setting): FeedingActions {
  const { root, store, running } = setting;
  const play = part<HTMLButtonElement>(setting, 'play');
  const speed = part<HTMLSelectElement>(setting, 'speed');
  const source = part<HTMLSelectElement>(setting, 'stream');
  const typed = part<HTMLInputElement>(setting, 'typed');
  const place = part(setting, 'bits');
  const status = part(setting, 'answers');
  const announce = part(setting, 'announce');
  let timer: number | undefined;
  let busy = false;

  const advance = async (bit: 0 | 1, by: 'stream' | 'reader') => {
    if (feedLength(store.state.feed) >= LONGEST_FEED) {
      stop();
      setting.note(`${LONGEST_FEED} bits have been fed, the most that a link can hold. Press Restart.`);
      return;
    }
    store.set({ feed: fed(store.state.feed, bit, by) });
    try {
      await running.feed([bit]);
    } catch (error) {
      stop();
      setting.note(describeFailure(error));
    }
  };
  const fromStream = () => {
    const { feed, stream } = store.state;
    return advance(streamBits(stream)(streamPlace(feed)), 'stream');
  };
  /** Announces the answers to a single bit that the reader fed. */
  const announced = async (advanced: Promise<void>) => {
    await advanced;
    announce.textContent = describeAnswers(stateOf(setting).task, running.shown, running.bits);
  };
  const tick = () => {
    timer = window.setTimeout(async () => {
      if (!busy && !document.hidden) {
        busy = true;
        await fromStream();
        busy = false;
      }
      if (timer !== undefined) tick();
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
  const actions: FeedingActions = {
    feed: (bit) => void announced(advance(bit, 'reader')),
    step: () => void announced(fromStream()),
    toggle: () => {
      if (timer !== undefined) {
        stop();
        announce.textContent = describeAnswers(stateOf(setting).task, running.shown, running.bits);
      } else {
        tick();
        show(true);
      }
    },
    again: () => {
      store.set({ feed: [] });
    },
    play: () => {
      if (timer === undefined) actions.toggle();
    },
    faster: (by) => {
      const next = SPEEDS[SPEEDS.indexOf(store.state.speed) + by];
      if (next) store.set({ speed: next });
    },
  };

  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-bit]')) {
    button.addEventListener('click', () => actions.feed(button.dataset.bit === '1' ? 1 : 0));
  }
  play.addEventListener('click', actions.toggle);
  part(setting, 'step').addEventListener('click', actions.step);
  part(setting, 'again').addEventListener('click', actions.again);
  speed.addEventListener('change', () => store.set({ speed: Number(speed.value) }));
  source.addEventListener('change', () => store.set({ stream: Number(source.value), feed: [] }));
  typed.addEventListener('input', () => {
    const digits = [...typed.value].filter((digit) => digit === '0' || digit === '1');
    typed.value = '';
    for (const digit of digits) actions.feed(digit === '1' ? 1 : 0);
  });

  const draw = () => {
    const { task } = stateOf(setting);
    place.innerHTML = drawBits({ bits: running.bits, task, width: Math.max(280, place.clientWidth) });
    status.textContent = describeAnswers(task, running.shown, running.bits);
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
