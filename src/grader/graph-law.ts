/**
 * A rule is a graph of its inputs and its cotangent. The trace of a VJP, evaluated at other inputs, is then the VJP
 * there; one with numbers of its case in it is not. So a Taylor polynomial is found out, and a table of slopes.
 */
import { engineImplementation } from '../engine/index.js';
import type { Case } from '../program/case.js';
import type { Done } from '../program/implementation.js';
import { nameOf } from '../program/print.js';
import { type TensorData, tensorData } from '../program/tensor-data.js';
import { chainOf, NoTruth, planOf, pullback, type Truth } from '../reference/index.js';
import { agree, type Law, type Verdict } from '../verify/index.js';
import type { Traced } from './implementation.js';
import type { Trace } from './reply.js';

export const graph: Law = {
  id: 'graph',
  sentence: 'a gradient is a graph of its inputs and its cotangent, not numbers',
  check({ testCase }, done) {
    if (!isTraced(done)) return undefined;
    if (done.numbers !== '') return { kind: 'malformed', problem: done.numbers };
    return done.traces[0] && judgeElsewhere(testCase, done.traces[0]);
  },
};

const isTraced = (done: Done): done is Traced => 'traces' in done;

/**
 * All inputs are halved: which entries tie, are largest, positive or zero stays as it is, so that masks, which a trace
 * holds as constants, stay right.
 */
const share = 0.5;

/** Where a rule may have looked at how large an entry is, as to avoid overflow, it is not judged. */
const largest = 16;

/** Far above rounding, far below what a wrong formula is off by. */
const tolerance = 1e-6;

/** Undefined where nothing was compared. */
function judgeElsewhere(testCase: Case, trace: Trace): Verdict | undefined {
  const given = testCase.inputs.flatMap(({ data }) => data);
  if (testCase.inputs[0]?.dtype !== 'float64' || given.some((entry) => !(Math.abs(entry) <= largest)))
    return undefined;
  const inputs = testCase.inputs.map((input) => altered(input, (entry) => share * entry));
  const cotangent = (testCase.cotangents[0] ?? []).map((tensor) =>
    altered(tensor, (_, at) => 1 + (at % 5) / 4),
  );
  const truths = truthsAt(testCase, inputs, cotangent);
  if (truths === undefined) return undefined;
  const outcome = engine.run({
    program: trace.program,
    inputs: [...inputs, ...cotangent, ...trace.constants],
    cotangents: [],
    mode: 'eager',
    order: 1,
    directions: [],
  });
  if (outcome instanceof Promise || outcome.kind !== 'done') return undefined;
  const got = outcome.values;
  for (const [input, truth] of truths.entries()) {
    if (got[input] !== undefined && isOff(truth, got[input].data)) return numbersFor(input);
  }
  return agree;
}

const engine = engineImplementation();

const altered = ({ dtype, shape, data }: TensorData, change: (entry: number, at: number) => number) =>
  tensorData(dtype, shape, data.map(change));

function truthsAt({ program }: Case, inputs: readonly TensorData[], cotangent: readonly TensorData[]) {
  try {
    return pullback(chainOf(planOf(program), inputs), cotangent);
  } catch (error) {
    if (error instanceof NoTruth) return undefined;
    throw error;
  }
}

/** Only an entry that the reference is sure of can be off. */
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
