import { z } from 'zod';
import { checkProtocols } from '../artifact/protocols.ts';
import { checkReadings } from '../artifact/readings.ts';
import { checkMultiverse } from '../artifact/specifications.ts';
import { BITS_READINGS } from '../task/batch.ts';
import { LONGEST_READINGS, SHORTEST_FORMULA } from '../task/length.ts';

const LARGEST = 1_000_000_000;

function whole(from: number, to = LARGEST) {
  const error = to === LARGEST ? `a whole number of at least ${from}` : `a whole number from ${from} to ${to}`;
  return z.number({ error }).int({ error }).min(from, { error }).max(to, { error });
}

function number(allowed: string, holds: (value: number) => boolean) {
  return z.number({ error: allowed }).refine(holds, { error: allowed });
}

function group<const Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const error: z.core.$ZodErrorMap = (issue) => (issue.code === 'invalid_type' ? 'a group of keys' : undefined);
  return z.strictObject(shape, { error });
}

function listOf(item: z.ZodNumber, allowed: string) {
  const error = `a list of ${allowed}, at least one, none twice`;
  return z
    .array(item, { error })
    .min(1, { error })
    .refine((values) => new Set(values).size === values.length, { error });
}

function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}

/** One value for both architectures, or one each. */
function forEach<Type extends z.ZodType>(type: Type, allowed: string) {
  const error = `${allowed}; or { modular: ..., nonModular: ... } with one of them each`;
  return z.union([type, z.strictObject({ modular: type, nonModular: type })], { error });
}

function choiceForEach<const Values extends readonly [string, ...string[]]>(values: Values) {
  return forEach(z.enum(values), `one of ${values.join(', ')}`);
}

/** What the kernel is compiled for: it stands in params.yaml with its origin, and can take no other value there. */
function fixed<const Value extends number | string>(value: Value) {
  return z.literal(value, { error: `${value}, for which the kernel is compiled` });
}

const NAMES = 'a list of names of readings; [] for none beside the protocol';

const KEYS = 'a list of keys of multiverse; [] for none';

const LEVELS = 'a list of two to ten values';

const VALUES = 'keys with their values, such as { network.growth: copy-all }; {} for none';

const PAIR = 'a list of pairs of sizes, a modular and a non-modular one, at least one pair';

const positive = number('a number above 0', (value) => value > 0);
const share = number('a number above 0 and below 1', (value) => value > 0 && value < 1);
const probability = number('a number from 0 to 1', (value) => value >= 0 && value <= 1);
const size = whole(1, 512);
const sizes = listOf(size, 'whole numbers from 1 to 512');
const SEEDS = 'how many seeds each size takes, from 1 to 1000, at least one number';
const seeds = whole(1, 1000);
/** How many seeds each of some sizes takes, in their order: seeds 0 to n - 1. */
const seedsBySize = z.array(seeds, { error: `a list of ${SEEDS}` }).min(1, { error: `a list of ${SEEDS}` });

const NONE = 'how many seeds each size takes, from 0 to 1000, at least one number';
/** The same for experiments that may leave out a size. */
const seedsOrNone = z.array(whole(0, 1000), { error: `a list of ${NONE}` }).min(1, { error: `a list of ${NONE}` });

const gradientDescent = group({
  learningRate: positive,
  momentum: number('a number of at least 0 and below 1', (value) => value >= 0 && value < 1),
});

const epochs = whole(1);

/** The parts of a profile that readings have too, at their scale. */
const parts = {
  train: group({
    modularSizes: sizes,
    nonModularSizes: sizes,
    seeds: forEach(seedsBySize, `a list of ${SEEDS}`),
    epochs,
  })
    .refine(({ modularSizes, nonModularSizes }) => modularSizes.length === nonModularSizes.length, {
      path: ['nonModularSizes'],
      error: 'as many sizes as modularSizes, paired in order',
      when: ({ issues }) => issues.length === 0,
    })
    .refine(
      ({ modularSizes, seeds }) =>
        [seeds]
          .flatMap((lists) => (Array.isArray(lists) ? [lists] : Object.values(lists)))
          .every((list) => list.length === modularSizes.length),
      {
        path: ['seeds'],
        error: `${SEEDS}; one for each of modularSizes`,
        when: ({ issues }) => issues.length === 0,
      },
    ),
  generalize: group({
    fromN: whole(2).optional(),
    K: listOf(whole(1), 'whole numbers of at least 1'),
    epochs,
  }),
  perturb: group({
    draws: whole(1),
    epsilons: group({ from: positive, to: positive, count: whole(2) }).refine((grid) => grid.from < grid.to, {
      path: ['from'],
      error: 'a number above 0 and below epsilons.to',
      when: ({ issues }) => issues.length === 0,
    }),
  }),
  freeze: group({ seeds: seedsOrNone, epochs }),
  duplicate: group({ seeds: seedsOrNone, epochs }),
  timescales: group({ steps: whole(100), trials: whole(1), seeds, everyN: whole(1) }),
};

const settings = {
  ...parts,
  redundancy: group({ seeds, untilN: whole(2, 1000) }),
  deep: group({ untilN: whole(2, 1000), seed: whole(0, 2 ** 32 - 1), epochs: whole(1) }),
  crosscheck: group({ steps: whole(1), tasks: whole(1), modularSize: size, nonModularSize: size }),
  readings: group({ run: z.array(z.string({ error: NAMES }), { error: NAMES }), ...parts }),
  multiverse: group({ cross: z.array(z.string({ error: KEYS }), { error: KEYS }), ...parts }),
};

const profile = group({
  ...settings,
  protocols: z.record(z.string(), z.record(z.string(), z.unknown(), { error: VALUES }), {
    error: 'the protocols it runs under, each with what it then sets otherwise',
  }),
});

/** The values that can be read otherwise than the protocol does, by section. */
const protocol = {
  task: group({
    batchSize: whole(16).refine((value) => value % 16 === 0, { error: 'a multiple of 16' }),
    bits: choiceForEach(BITS_READINGS),
    firstN: whole(2),
    shortest: fixed(SHORTEST_FORMULA),
    longest: choiceForEach(LONGEST_READINGS),
  }),
  network: group({
    leak: choiceForEach(['inside', 'outside']),
    growth: choice(['copy-connectivity', 'copy-all', 'shared-draw']),
    readout: choice(['fresh', 'copied']),
    copyNoise: number('a number of at least 0 and below 1', (value) => value >= 0 && value < 1),
    leakySlope: fixed(0.01),
    initialActivity: fixed('0.1 U[0,1)'),
    initialTau: fixed('1 + U[0,1)'),
    initialWeights: fixed('U(+-1/sqrt(fan_in))'),
  }),
  training: group({
    modular: gradientDescent,
    nonModular: gradientDescent,
    clip: positive,
    stepsPerEpoch: forEach(whole(1), 'a whole number of at least 1'),
    testBatches: whole(1),
    solvedAbove: share,
  }),
  generalize: group({
    fromN: whole(2),
    modularSize: size,
    nonModularSize: size,
    reading: choice(['module/readout', 'module/all', 'readout/readout']),
  }),
  perturb: group({
    warmUp: whole(0),
    steps: whole(1),
    p: probability,
    solvedAbove: share,
    moduleSize: size,
    diagonal: choice(['left-out', 'in-norm']),
  }),
  timescales: group({
    modularSize: size,
    nonModularSize: size,
    burnIn: whole(0),
    maxLag: whole(4),
    tauMax: number('a number of at least 1', (value) => value >= 1),
    fits: choice(['all', 'above-one']),
  }),
  conserve: group({ moduleSize: size }),
  freeze: group({ sizes, control: size, rest: choice(['fresh', 'copied']), trains: choice(['rest', 'feedforward']) }),
  duplicate: group({
    sizes,
    noise: listOf(share, 'numbers above 0 and below 1'),
    feedforward: choice(['alone', 'with-input']),
  }),
};

/** params.yaml as it must stand; the error of each part says what is allowed there. */
export const schema = group({
  ...protocol,
  deep: group({ modularSize: size, pool: whole(1, 4096) }),
  redundancy: group({ sizes, epochs: whole(1) }),
  lab: group({
    pairs: z.array(z.tuple([size, size], { error: PAIR }), { error: PAIR }).min(1, { error: PAIR }),
    seed: whole(0, 2 ** 32 - 1),
  }),
  statistics: group({ resamples: whole(1), confidence: share, subsets: whole(1), subsetResamples: whole(1) }),
  readings: z.record(
    z.string().regex(/^(?!protocol$)[a-z][a-z0-9.-]*$/, {
      error: "names of lower-case letters, digits, dots and dashes; 'protocol' is taken",
    }),
    z.record(z.string(), z.unknown(), { error: 'one key of the protocol with its value' }),
    { error: 'a group of readings' },
  ),
  multiverse: z.record(
    z.string(),
    z.array(z.unknown(), { error: LEVELS }).min(2, { error: LEVELS }).max(10, { error: LEVELS }),
    { error: 'a group of keys of the protocol, each with a list of values' },
  ),
  protocols: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'names of lower-case letters, digits and dashes' }),
      z.record(z.string(), z.unknown(), { error: VALUES }),
      { error: 'a group of protocols' },
    )
    .refine((protocols) => Object.keys(protocols).length > 0, { error: 'at least one protocol' }),
  profiles: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'names of lower-case letters, digits and dashes' }), profile)
    .refine((profiles) => Object.keys(profiles).length > 0, { error: 'at least one profile' }),
}).superRefine((params, context) => {
  checkSeeds(params, context);
  checkReadings(params, protocol, context);
  checkMultiverse(params, protocol, context);
  checkProtocols(params, { protocol, profile: settings }, context);
});

/** Checks that a profile says of each size of Fig. 6 how many seeds it takes. */
function checkSeeds(
  params: Pick<z.infer<typeof schema>, 'freeze' | 'duplicate' | 'profiles'>,
  context: z.core.$RefinementCtx,
) {
  for (const [name, { readings, multiverse, ...main }] of Object.entries(params.profiles))
    for (const [path, scale] of [
      [[], main],
      [['readings'], readings],
      [['multiverse'], multiverse],
    ] as const)
      for (const stage of ['freeze', 'duplicate'] as const)
        if (scale[stage].seeds.length !== params[stage].sizes.length)
          context.addIssue({
            code: 'custom',
            path: ['profiles', name, ...path, stage, 'seeds'],
            message: `a list of ${SEEDS}; one for each of ${stage}.sizes`,
            input: undefined,
          });
}

/** Every number of the protocol. */
export type Params = z.infer<typeof schema>;
/** The part of it that a profile sets. */
export type Profile = z.infer<typeof profile>;
