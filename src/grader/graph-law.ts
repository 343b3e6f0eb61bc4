/**
 * A rule is a graph of its inputs and its cotangent. The trace of a VJP, evaluated at other inputs, is then the VJP
 * there; a trace with numbers of its case in it is not. This exposes Taylor polynomials and tables of slopes.
 */

import type { Case } from '../case/case.js';
import type { Done } from '../case/implementation.js';
import { nameOf } from '../case/print.js';
import type { TensorData } from '../case/tensor-data.js';
import { chainOf, NoTruth, planOf, pullback, type Truth } from '../reference/index.js';
import { agree, formatVerdict, type Law, type Verdict, verdictOf } from '../verify/index.js';
import { elsewhereOf } from './elsewhere.js';
import type { Traced } from './implementation.js';
import { computed } from './right-ops.js';

export const graph: Law = {
  id: 'graph',
  sentence: 'a gradient is a graph of its inputs and its cotangent, not numbers',
  check({ testCase }, done) {
    if (!isTraced(done)) return undefined;
    if (done.numbers !== '') return { kind: 'malformed', problem: done.numbers };
    return judgeElsewhere(testCase, done);
  },
};

const isTraced = (done: Done): done is Traced => 'traces' in done;

/** Far above rounding, far below what a wrong formula is off by. */
const tolerance = 1e-6;

/** Undefined if nothing was compared. */
function judgeElsewhere(testCase: Case, done: Traced): Verdict | undefined {
  const [trace] = done.traces;
  const elsewhere = elsewhereOf(testCase);
  if (trace === undefined || elsewhere === undefined) return undefined;
  const { inputs, cotangent } = elsewhere;
  const truths = truthsAt(testCase, inputs, cotangent);
  if (truths === undefined) return undefined;
  const leaves = [...inputs, ...cotangent, ...trace.constants];
  const outcome = done.elsewhere ?? computed(trace.program, leaves);
  if (outcome.kind !== 'done') return done.elsewhere && notElsewhere(verdictOf(outcome));
  const got = outcome.values;
  for (const [input, truth] of truths.entries()) {
    if (got[input] !== undefined && isOff(truth, got[input].data)) return numbersFor(input);
  }
  return agree;
}

/** Only ops of the learner's own can fail when the case itself succeeded. */
const notElsewhere = (verdict: Verdict): Verdict => ({
  kind: 'malformed',
  problem: `an op of its own gives no value at half the inputs: ${formatVerdict(verdict)}`,
});

function truthsAt({ program }: Case, inputs: readonly TensorData[], cotangent: readonly TensorData[]) {
  try {
    return pullback(chainOf(planOf(program), inputs), cotangent);
  } catch (error) {
    if (error instanceof NoTruth) return undefined;
    throw error;
  }
}

/** Only an entry that the reference is sure of can be wrong. */
function isOff({ value, spread, error, magnitude }: Truth, got: readonly number[]): boolean {
  return value.some((right, at) => {
    const bound = tolerance * Math.max(1, magnitude[at] as number);
    const isSure = spread[at] === 0 && (error[at] as number) < bound && Number.isFinite(right);
    return isSure && !(Math.abs((got[at] as number) - right) <= bound);
  });
}

const numbersFor = (input: number): Verdict => ({
  kind: 'malformed',
  problem:
    `the gradient of input ${nameOf(input)} holds numbers of this very case: the same graph is no gradient at other ` +
    'inputs. Build it with tensor functions of node.inputs and outGrad',
});
