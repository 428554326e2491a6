// The rules of imports between files, for `npx depcruise src pipeline bench site test`; test/house holds them, and what they cannot see.

/** Folders of src from left to right: a folder imports from itself and from folders to its left; those of one place share types only. */
const ORDER = [
  ['artifact'],
  ['comparison'],
  ['system'],
  ['task'],
  ['params'],
  ['study'],
  ['network'],
  ['engine'],
  ['curriculum'],
  ['analysis'],
  ['claims', 'figures', 'lab'],
];

/** Start processes, browsers or servers. */
const STARTERS = '^(child_process|cluster|http|https|net)$|^node_modules/(execa|zx|playwright-core|astro|sirv)/';
/** Import modules of Node. In the browser the page brings the kernel's bytes and the files. */
const NODE_SIDE =
  '^src/(artifact/(file|hash|temporary)|system/\\w+|engine/simd/(engine|simulate)|engine/native/(addon|choice)|engine/tfjs/\\w+)\\.(ts|mjs)$';

/** Runs, keeps, explains, compares, merges, releases and checks the results of any study. */
const MACHINERY = '^pipeline/(driver|executor|store|cluster|panels|bundle|release|verify|explain|compare|merge)/';

const within = (/** @type {readonly string[]} */ folders) => `^src/(${folders.join('|')})/`;

const oneWay = ORDER.flatMap((folders, place) => {
  const right = ORDER.slice(place + 1).flat();
  return folders.flatMap((folder) => [
    ...(right.length > 0
      ? [{ name: `${folder}-imports-leftwards`, from: { path: within([folder]) }, to: { path: within(right) } }]
      : []),
    ...(folders.length > 1
      ? [
          {
            name: `${folder}-shares-types-only`,
            from: { path: within([folder]) },
            to: { path: within(folders.filter((other) => other !== folder)), dependencyTypesNot: ['type-only'] },
          },
        ]
      : []),
  ]);
});

const forbidden = [
  { name: 'no-circles', from: {}, to: { circular: true } },
  ...oneWay,
  { name: 'src-folders-have-a-place', from: {}, to: { path: '^src/', pathNot: within(ORDER.flat()) } },
  { name: 'src-stands-alone', from: { path: '^src/' }, to: { path: '^(pipeline|site|bench|test)/' } },
  {
    name: 'machinery-knows-no-paper',
    comment: 'The machinery takes the study as a parameter: another paper has another one (docs/your-own-paper.md).',
    from: { path: MACHINERY },
    to: { path: '^(src|pipeline|site/src)/', pathNot: `${MACHINERY}|^src/(artifact|system|comparison)/` },
  },
  { name: 'nobody-imports-tests', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  {
    name: 'site-shows-artifacts',
    comment: 'The site shows artifacts, figures, claims and params, and nothing of how they are made.',
    from: { path: '^site/' },
    to: { path: '^(pipeline|src/(engine|curriculum))/' },
  },
  {
    name: 'node-stays-out-of-browsers',
    from: { path: '^src/', pathNot: `${NODE_SIDE}|/assembly/` },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'browsers-reach-no-node-side',
    from: {
      path: '^(src/(task|network|claims|figures|comparison|lab|engine/simd)/|src/analysis/statistics|site/(diff/)?src/browser/)',
      pathNot: NODE_SIDE,
    },
    to: { path: NODE_SIDE, reachable: true },
  },
  {
    name: 'unit-tests-start-nothing',
    comment: 'A test that starts a process, a browser or a server is named NAME.system.test.ts.',
    from: { path: '^test/.*\\.test\\.ts$', pathNot: '\\.system\\.test\\.ts$' },
    to: { path: STARTERS, reachable: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: forbidden.map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // AssemblyScript has imports of its kind.
    exclude: {
      path: '^src/engine/simd/(assembly/.*\\.ts|build/)|^bench/limit/|^site/(diff/)?(dist|public|\\.astro)/|^test/output/',
    },
  },
};
