/** The cases and probes of the parts in shares.ts: each tests its own topic, and nothing of the later parts. */
import fc from 'fast-check';
import type { Program } from '../case/program.js';
import type { OpName, StepOf } from '../case/vocabulary.js';
import {
  type Bias,
  type Chosen,
  type Core,
  casesOf,
  coreOfCases,
  type PlannedCases,
  programCases,
  type Space,
  singleOpCases,
  singleOpPlans,
  type Wiring,
  wiredCases,
  without,
} from '../generate/index.js';
import type { Exercise } from './exercises.js';
import { type Part, partOf } from './part.js';
import { type Probe, probes } from './probes.js';
import { type Share, sharesOf } from './shares.js';
import { writtenChoice } from './written-cores.js';

/** Makes the space of an exercise, with these changes. */
type SpaceOf = (overrides: Partial<Space>) => Space;

/** Undefined for an exercise whose parts are its ops. */
export function sharePartsOf(exercise: Exercise, spaceOf: SpaceOf): readonly Part[] | undefined {
  const graphs = (overrides: Partial<Space>) =>
    spaceOf(exercise.kind === 'realize' ? { mode: 'lazy', cotangents: 0, ...overrides } : overrides);
  const shares = sharesOf(exercise)?.map((share) => ({
    share,
    core:
      exercise.kind === 'rules'
        ? ofMatmul(share, spaceOf, writtenChoice(exercise, share.name))
        : ofGraphs(share, graphs, writtenChoice(exercise, share.name)),
  }));
  const alike = shares && fc.oneof(...shares.map(({ core }) => core.drawn));
  return shares?.map(({ share, core }) => {
    const named = { ...share, ...(alike && { alike }) };
    return exercise.kind === 'rules'
      ? partOf(core, { ...named, op: 'matmul' })
      : partOf(core, { ...named, probes: probesOf(share, exercise) });
  });
}

const second: readonly Partial<Space>[] = [
  { order: 2, cotangents: 1 },
  { order: 2, cotangents: 1, dtype: 'float32', mode: 'lazy' },
  { order: 2, cotangents: 1, mode: 'lazy' },
  { order: 2, cotangents: 1, dtype: 'float32' },
];

function ofMatmul({ name }: Share, spaceOf: SpaceOf, chosen: readonly Chosen[] | undefined): Core {
  const draw = (cases: (space: Space) => PlannedCases, ways: readonly Partial<Space>[]): Core =>
    coreOfCases(
      cases,
      ways.map((way, index) => ({ space: spaceOf(way), weight: index === 0 ? 4 : 1 })),
      chosen,
    );
  const both = (biases?: Space['biases']): Partial<Space>[] => [
    { ...(biases && { biases }) },
    { ...(biases && { biases }), dtype: 'float32', mode: 'lazy' },
  ];
  const detached = (operand: 0 | 1) => (space: Space) =>
    casesOf(
      singleOpPlans('matmul', space).map((plan) => ({ ...plan, program: detaching(plan.program, operand) })),
      space,
    );
  switch (name) {
    case 'left-adjoint':
      return draw(detached(1), both(flat));
    case 'right-adjoint':
      return draw(detached(0), both(flat));
    case 'batch-axes':
      return draw((space) => singleOpCases('matmul', space), both());
    default:
      return draw((space) => singleOpCases('matmul', space), second);
  }
}

/** Matrices without batch axes. */
const flat = without('high-rank', 'batch-axes', 'batch-broadcast');

/** The same product with one operand detached, so that only the gradient of the other is asked. */
function detaching({ inputs, steps }: Program, operand: 0 | 1): Program {
  const [a, b] = (steps[0] as StepOf<'matmul'>).args;
  const detached = inputs.length;
  return {
    inputs,
    steps: [
      { op: 'detach', args: [operand === 0 ? a : b] },
      { op: 'matmul', args: operand === 0 ? [detached, b] : [a, detached] },
    ],
    outputs: [detached + 1],
  };
}

/** Features that a graph of one output without shared nodes cannot have. */
const sharing: readonly Bias[] = ['repeated-input', 'fan-out', 'diamond'];
const leaving: readonly Bias[] = [
  'several-outputs',
  'consumed-output',
  'repeated-output',
  'input-as-output',
  'unused-step',
];

const unaryOps: readonly OpName[] = ['negate', 'mul_scalar', 'sin'];

function ofGraphs({ name }: Share, graphs: SpaceOf, chosen: readonly Chosen[] | undefined): Core {
  const draw = (cases: (space: Space) => PlannedCases, overrides: Partial<Space>): Core =>
    coreOfCases(cases, [{ space: graphs(overrides), weight: 1 }], chosen);
  const wired = (wiring: Wiring) => (space: Space) => wiredCases(space, wiring);
  switch (name) {
    case 'shared':
      return draw(wired('shared'), { biases: without(...leaving, 'fan-out', 'diamond') });
    case 'diamond':
      return draw(wired('diamond'), { biases: without(...leaving) });
    case 'outputs':
      return draw(wired('outputs'), {});
    case 'deep':
      return draw(programCases, { ops: unaryOps, biases: without(...sharing, ...leaving) });
    default:
      return draw(programCases, { biases: without(...sharing, ...leaving) });
  }
}

/** Other parts check the sums of adjoints: here, nodes are counted. */
const counted: Probe = { ...probes.doublings, judges: 'calls' };
/** Other parts check whether each node is asked once. */
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
