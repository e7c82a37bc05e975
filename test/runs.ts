// How many cases a property test tries: a few with every test run, at least 100,000 with `npm run fuzz`.

/** `usual`: cases in a normal run. */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env.FLASHLINE_FUZZ_RUNS ?? usual) }
}

/** A property that runs for minutes under `npm run fuzz`. */
export const fuzzTimeoutMs = 30 * 60_000
