/** A run of worker threads that several tests look at: the same arguments start it once. */
export function memoised<Args extends (string | number)[], Result>(run: (...args: Args) => Result) {
  const known = new Map<string, Result>();
  return (...args: Args): Result => {
    const key = args.join(' ');
    const result = known.get(key) ?? run(...args);
    known.set(key, result);
    return result;
  };
}
