import fc from 'fast-check';

// Property tests draw the same examples on every machine and every run, so that a commit passes or fails for good. FC_SEED=N npm test
// looks at other examples.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
