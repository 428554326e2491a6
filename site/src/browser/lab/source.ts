import { stream } from '../../../../src/task/stream.ts';
import { stream as example } from '../../report/parity.ts';
import type { Feed } from './address.ts';

/** The bits of a seeded stream by index; seed 0 starts with the running example of the report. */
export function streamBits(seed: number): (place: number) => 0 | 1 {
  const words = stream(seed, 'lab bits');
  const bits: (0 | 1)[] = seed === 0 ? [...example] : [];
  return (place) => {
    while (bits.length <= place) bits.push(words.word() < 0x80000000 ? 0 : 1);
    return bits[place];
  };
}

/** All bits of a feed, in order. */
export function bitsOf(feed: readonly Feed[], seed: number): (0 | 1)[] {
  const bit = streamBits(seed);
  let place = 0;
  return feed.flatMap((run) => {
    if ('typed' in run) return [...run.typed].map((digit) => (digit === '1' ? 1 : 0));
    const from = place;
    place += run.stream;
    return Array.from({ length: run.stream }, (_, i) => bit(from + i));
  });
}

/** Number of bits of the stream in a feed. */
export function streamPlace(feed: readonly Feed[]): number {
  return feed.reduce((sum, run) => sum + ('stream' in run ? run.stream : 0), 0);
}
