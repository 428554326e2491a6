/** Work whose jobs end in another order than they began: the square of a number, after some turns of the event loop. */
export default async function square(
  { value, turns }: { value: number; turns: number },
  report: (fraction: number, label: string) => void,
): Promise<{ square: number }> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  report(0.5, `value ${value}`);
  return { square: value * value };
}
