import fc from 'fast-check';

// The same texts in every run, so that a run fails for what was changed; SEED tries others.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_121) });
