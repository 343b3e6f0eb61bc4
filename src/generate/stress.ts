/** Cases that test size: depth that overflows recursion, and more paths than can be visited. */
import type { Case } from '../case/case.js';
import type { Step } from '../case/vocabulary.js';

function scalarCase(steps: readonly Step[]): Case {
  const tensor = (entry: number) => ({ dtype: 'float64' as const, shape: [], data: [entry] });
  return {
    program: { inputs: [{ dtype: 'float64', shape: [] }], steps, outputs: [steps.length] },
    inputs: [tensor(0.75)],
    cotangents: [[tensor(-1.5)]],
    mode: 'eager',
    order: 1,
    directions: [],
  };
}

/** x, −x, x, …: `depth` steps in a row. */
export const deepChain = (depth: number): Case =>
  scalarCase(Array.from({ length: depth }, (_, id): Step => ({ op: 'negate', args: [id] })));

/** x + x, then that plus itself, …: `depth` steps, 2 to the power `depth` paths. */
export const doublings = (depth: number): Case =>
  scalarCase(Array.from({ length: depth }, (_, id): Step => ({ op: 'add', args: [id, id] })));
