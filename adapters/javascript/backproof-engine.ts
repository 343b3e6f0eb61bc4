/**
 * Backproof's own engine as an adapter: every op, eager and lazy. Run from the repository:
 * `backproof oracle -- npx tsx adapters/javascript/backproof-engine.ts`.
 */

import { engineImplementation } from '../../dist/engine/index.js';
import { Malformed, serve, Unsupported } from '../../dist/oracle/adapter-kit.js';
import manifest from '../../package.json' with { type: 'json' };

const { ops, dtypes, accumulates, modes, maxOrder, broadcasts, jvp, batched, run } = engineImplementation();

await serve({
  implementation: {
    name: 'backproof engine',
    version: manifest.version,
    language: 'TypeScript',
    homepage: 'https://www.npmjs.com/package/backproof',
  },
  ops,
  dtypes,
  ...(accumulates && { accumulates }),
  modes,
  maxOrder,
  broadcasts,
  ...(jvp !== undefined && { jvp }),
  ...(batched !== undefined && { batched }),
  pipeline: 16,
  async run(testCase) {
    const outcome = await run(testCase);
    if (outcome.kind === 'done') return outcome;
    if (outcome.kind === 'malformed') throw new Malformed(outcome.problem);
    if (outcome.kind === 'unsupported') throw new Unsupported(outcome.why);
    throw new Error(JSON.stringify(outcome));
  },
});
