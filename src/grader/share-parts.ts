/** The cases and probes of the parts in shares.ts: each looks for what it is about, and shows nothing of the later ones. */
import fc from 'fast-check';
import {
  type Bias,
  programCases,
  type Space,
  singleOpCases,
  wiredCases,
  without,
} from '../generate/index.js';
import type { Case } from '../program/case.js';
import type { OpName, StepOf } from '../program/step.js';
import type { Exercise } from './exercises.js';
import type { Part } from './parts.js';
import { type Probe, probes } from './probes.js';
import { type Share, sharesOf } from './shares.js';

/** Makes the space of an exercise, with these changes. */
type SpaceOf = (overrides: Partial<Space>) => Space;

type Cases = fc.Arbitrary<Case>;

/** Undefined for an exercise whose parts are its ops. */
export function sharePartsOf(exercise: Exercise, spaceOf: SpaceOf): readonly Part[] | undefined {
  const parts = sharesOf(exercise)?.map((share): Part => {
    if (exercise.kind === 'rules') return { ...share, op: 'matmul', cases: ofMatmul(share, spaceOf) };
    const graphs = (overrides: Partial<Space>) =>
      spaceOf(exercise.kind === 'realize' ? { mode: 'lazy', cotangents: 0, ...overrides } : overrides);
    return { ...share, cases: ofGraphs(share, graphs), probes: probesOf(share, exercise) };
  });
  const alike = parts && fc.oneof(...parts.map(({ cases }) => cases));
  return parts?.map((part) => ({ ...part, ...(alike && { alike }) }));
}

function ofMatmul({ name }: Share, spaceOf: SpaceOf): Cases {
  const draw = (overrides: Partial<Space>): Cases =>
    fc.oneof(
      { arbitrary: singleOpCases('matmul', spaceOf(overrides)), weight: 4 },
      {
        arbitrary: singleOpCases('matmul', spaceOf({ ...overrides, dtype: 'float32', mode: 'lazy' })),
        weight: 1,
      },
    );
  switch (name) {
    case 'left-adjoint':
      return draw({ biases: flat }).map((each) => detaching(each, 1));
    case 'right-adjoint':
      return draw({ biases: flat }).map((each) => detaching(each, 0));
    case 'batch-axes':
      return draw({});
    default:
      return draw({ order: 2 });
  }
}

/** Matrices without batch axes. */
const flat = without('high-rank', 'batch-axes', 'batch-broadcast');

/** The same product with one operand detached, so that the gradient of the other alone is asked. */
function detaching(testCase: Case, operand: 0 | 1): Case {
  const { inputs, steps } = testCase.program;
  const [a, b] = (steps[0] as StepOf<'matmul'>).args;
  const detached = inputs.length;
  return {
    ...testCase,
    program: {
      inputs,
      steps: [
        { op: 'detach', args: [operand === 0 ? a : b] },
        { op: 'matmul', args: operand === 0 ? [detached, b] : [a, detached] },
      ],
      outputs: [detached + 1],
    },
  };
}

/** What a graph of one output without shared nodes does not show. */
const sharing: readonly Bias[] = ['repeated-input', 'fan-out', 'diamond'];
const leaving: readonly Bias[] = [
  'several-outputs',
  'consumed-output',
  'repeated-output',
  'input-as-output',
  'unused-step',
];

const unaryOps: readonly OpName[] = ['negate', 'mul_scalar', 'sin'];

function ofGraphs({ name }: Share, graphs: SpaceOf): Cases {
  switch (name) {
    case 'shared':
      return wiredCases(graphs({ biases: without(...leaving, 'fan-out', 'diamond') }), 'shared');
    case 'diamond':
      return wiredCases(graphs({ biases: without(...leaving) }), 'diamond');
    case 'outputs':
      return wiredCases(graphs({}), 'outputs');
    case 'deep':
      return programCases(graphs({ ops: unaryOps, biases: without(...sharing, ...leaving) }));
    default:
      return programCases(graphs({ biases: without(...sharing, ...leaving) }));
  }
}

/** What adjoints add up to is for the other parts to say: here, nodes are counted. */
const counted: Probe = { ...probes.doublings, judges: 'calls' };
/** Whether each is asked once is for the other parts to say. */
const met: Probe = { ...probes.diamonds, judges: 'numbers' };

function probesOf({ name }: Share, { kind }: Exercise): readonly Probe[] {
  switch (name) {
    case 'shared':
      return kind === 'realize' ? [probes.doublings] : [];
    case 'diamond':
      return [met];
    case 'deep':
      return kind === 'realize' ? [probes.deep] : [counted, probes.deep];
    default:
      return [];
  }
}
