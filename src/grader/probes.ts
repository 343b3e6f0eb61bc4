/**
 * Graphs whose answers are known, some too large for the reference: diamonds with arms of different lengths, a
 * DAG of doublings, whose paths are too many to visit, and a long chain, which recursion cannot follow. Each is
 * tried in growing sizes, so that the first that fails is small.
 */
import type { Case } from '../case/case.js';
import type { Done, Outcome } from '../case/implementation.js';
import type { TensorData } from '../case/tensor-data.js';
import type { Step } from '../case/vocabulary.js';
import type { LocalJacobians } from '../reference/index.js';
import type { Verdict } from '../verify/index.js';

export interface Probe {
  /** Like a law's id; no probe shares its id with a law that is asked as well. */
  readonly id: string;
  readonly sentence: string;
  readonly sizes: readonly number[];
  /** A graph of `size` steps, each of one entry. */
  testCase(size: number): Case;
  /** What each entry of the input is multiplied by; also the gradient's factor. */
  factor(size: number): number;
  /** What is checked: how often nodes were asked, or the answer; default: both. */
  readonly judges?: 'calls' | 'numbers';
}

const x: TensorData = { dtype: 'float64', shape: [1], data: [0.75] };
const delta: TensorData = { dtype: 'float64', shape: [1], data: [-1.5] };

const caseOf = (steps: readonly Step[]): Case => ({
  program: { inputs: [{ dtype: x.dtype, shape: x.shape }], steps, outputs: [steps.length] },
  inputs: [x],
  cotangents: [[delta]],
  mode: 'lazy',
  order: 1,
  directions: [],
});

const steps = (count: number, step: (previous: number) => Step): Step[] =>
  Array.from({ length: count }, (_, index) => step(index));

/** y + −(−y): a short arm and a long one, whose order alternates from one diamond to the next. */
function diamondStep(id: number): Step {
  const [kind, top] = [id % 3, id - (id % 3)];
  if (kind < 2) return { op: 'negate', args: [id] };
  return { op: 'add', args: (top / 3) % 2 === 0 ? [top, id] : [id, top] };
}

export const probes = {
  doublings: {
    id: 'linear-time',
    sentence: 'a shared node is visited once, not once for each path',
    sizes: [1, 2, 3, 4, 8, 16, 40],
    testCase: (size) => caseOf(steps(size, (id) => ({ op: 'add', args: [id, id] }))),
    factor: (size) => 2 ** size,
  },
  diamonds: {
    id: 'all-paths',
    sentence: 'paths of different lengths to one node all count',
    sizes: [3, 6, 9, 30],
    testCase: (size) => caseOf(steps(size, diamondStep)),
    factor: (size) => 2 ** (size / 3),
  },
  deep: {
    id: 'deep',
    sentence: 'a long chain neither overflows the stack nor takes more than linear time',
    sizes: [1, 100, 20_000],
    testCase: (size) => caseOf(steps(size, (id) => ({ op: 'negate', args: [id] }))),
    factor: (size) => (size % 2 === 0 ? 1 : -1),
  },
} satisfies Readonly<Record<string, Probe>>;

export const allProbes: readonly Probe[] = Object.values(probes);

/** The probe that a case belongs to; such a case is judged by its known answer. */
export const probeOf = ({ program }: Case): Probe | undefined =>
  allProbes.find(
    (probe) => JSON.stringify(probe.testCase(program.steps.length).program) === JSON.stringify(program),
  );

/** The Jacobians of a probe's steps: one entry by one entry, and the same for each argument. */
export const jacobiansOf = ({ program }: Case): LocalJacobians =>
  program.steps.map(({ op, args }) => args.map(() => [[op === 'negate' ? -1 : 1]]));

/** Every number is a power of two times the input's, up to a sign: nothing is rounded. */
export function judgeProbe(probe: Probe, size: number, outcome: Outcome, calls: number): Verdict {
  if (outcome.kind !== 'done') return outcome;
  const factor = probe.factor(size);
  const off = probe.judges === 'calls' ? undefined : numbersOff(outcome, factor);
  if (off !== undefined) return off;
  if (calls === size || probe.judges === 'numbers') return { kind: 'agree' };
  const asked = outcome.vjps.length > 0 ? 'asked for their gradients' : 'computed';
  return {
    kind: 'malformed',
    problem: `the ${size} nodes of the graph were ${asked} ${calls} times in all; once each is enough`,
  };
}

function numbersOff(outcome: Done, factor: number): Verdict | undefined {
  const value = disagreement('value of the output', factor * 0.75, outcome.values[0]);
  if (value !== undefined) return value;
  const gradients = outcome.vjps[0];
  return gradients && disagreement('gradient of input a', factor * -1.5, gradients[0]);
}

function disagreement(what: string, expected: number, got: TensorData | undefined): Verdict | undefined {
  const entry = got?.data[0] ?? Number.NaN;
  if (entry === expected) return undefined;
  return { kind: 'disagree', where: { what, index: [0] }, expected, spread: 0, got: entry, tolerance: 0 };
}
