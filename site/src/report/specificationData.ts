import type { Multiverse } from '../../../src/artifact/multiverse.ts';
import { VERDICTS } from '../../../src/artifact/verdict.ts';
import type { SpecificationData } from '../browser/specificationData.ts';
import type { Counted } from './specifications.ts';

/** What the page needs to open any specification, as short as JSON gets: verdicts as digits, numbers at three figures. */
export function specificationData(
  { specifications, claims, quantities }: Multiverse,
  places: { protocol: number; columns: readonly Counted[] },
): SpecificationData {
  const short = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null ? null : Number(value.toPrecision(3))));
  return {
    ids: specifications.map(({ id }) => id),
    networks: specifications.map(({ networks }) => networks),
    protocol: places.protocol,
    columns: places.columns.map(({ place }) => place),
    words: VERDICTS.map(({ word }) => word),
    verdicts: claims.map(({ verdicts }) =>
      verdicts.map((verdict) => VERDICTS.findIndex(({ word }) => word === verdict)).join(''),
    ),
    values: [...claims, ...quantities].map(({ values }) => short(values)),
  };
}
