/** Cases for kernels: those of an op, and for a kernel that fuses two steps those of the later, with the earlier before it. */
import fc from 'fast-check';
import { at } from '../../src/case/at.js';
import type { Case } from '../../src/case/case.js';
import { shapesOf } from '../../src/case/program.js';
import type { Shape } from '../../src/case/shape.js';
import type { Id, Operation, OpName, Step } from '../../src/case/vocabulary.js';
import { stepOn } from '../../src/generate/form.js';
import { casesOf, type Space, singleOpPlans, wrappingOps } from '../../src/generate/index.js';
import type { Plan } from '../../src/generate/values.js';
import type { Session } from '../../src/oracle/index.js';
import { arrayCases, type Draws, drawsOf, spacesOf } from '../../src/oracle/rows.js';

/** The step that comes before the operand of another, and is fused with it. */
interface Earlier {
  readonly operation: Operation;
  readonly operand: number;
  /** Of an operation of two: the shape of its other operand, an input of its own, and whether that comes first. */
  readonly other?: (shape: Shape) => Shape;
  readonly otherFirst?: true;
  /** Its result comes out, too. */
  readonly shown?: true;
}

interface Fused {
  readonly op: OpName;
  readonly earlier: Earlier;
}

const before = (op: OpName, operation: Operation, more: Partial<Earlier> = {}): Fused => ({
  op,
  earlier: { operation, operand: 0, ...more },
});

/** By name, what each kernel of kernels.py computes. */
const kernels = {
  softmax: 'softmax',
  logsoftmax: 'logsoftmax',
  cross_entropy: 'cross_entropy',
  layer_norm: 'layer_norm',
  affine_layer_norm: 'affine_layer_norm',
  group_norm: 'group_norm',
  rms_norm: 'rms_norm',
  attention: 'attention',
  rope: 'rope',
  silu: 'silu',
  gelu: 'gelu',
  mse_loss: 'mse_loss',
  swiglu: before('multiply', { op: 'silu' }),
  geglu: before('multiply', { op: 'gelu', approximate: 'none' }),
  scaled_softmax: before('softmax', { op: 'mul_scalar', scalar: 0.5 }),
  offset_rms_norm: before('rms_norm', { op: 'add_scalar', scalar: 1 }, { operand: 1 }),
  add_rms_norm: before('rms_norm', { op: 'add' }, { other: (shape) => shape, shown: true }),
  linear_cross_entropy: before(
    'cross_entropy',
    { op: 'matmul' },
    { other: ([rows]) => [rows as number, rows as number], otherFirst: true },
  ),
} satisfies Readonly<Record<string, OpName | Fused>>;

export type KernelName = keyof typeof kernels;
export const kernelNames = Object.keys(kernels) as readonly KernelName[];

export const isKernel = (name: string): name is KernelName => name in kernels;

/**
 * As a row of the oracle draws them: one in three plain, two with views and other steps around the kernel; and, of an op
 * that is no fusion, some with a long axis, and a long array.
 */
export function kernelCases(
  name: KernelName,
  session: Session,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Case[] {
  const kernel: OpName | Fused = kernels[name];
  const how = { dtype: 'bfloat16', mode: 'eager', wraps: wrappingOps } as const;
  const drawn = (draws: readonly Draws[]) =>
    draws.flatMap(({ cases, runs: numRuns }) => fc.sample(cases, { numRuns, seed }));
  if (typeof kernel !== 'string') return drawn(fusedDraws(kernel, session, runs));
  const draws = drawsOf(kernel, session, how, runs);
  if (draws === undefined) throw new Error(`the adapter has no ${name}`);
  return [...drawn(draws), ...arrayCases(kernel, session, how, { runs, seed })];
}

function fusedDraws({ op, earlier }: Fused, session: Session, runs: number): Draws[] {
  const { space } = at(spacesOf(session, 'bfloat16', 'eager'), 0);
  const cases = (where: Space) =>
    casesOf(
      singleOpPlans(op, where).map((plan) => fused(plan, op, earlier)),
      where,
    );
  const usual = fc.oneof(
    { arbitrary: cases(space), weight: 1 },
    { arbitrary: cases({ ...space, wraps: wrappingOps }), weight: 2 },
  );
  return [{ cases: usual, runs }];
}

/** The plan, in which the earlier step comes before each step of the op. */
function fused(plan: Plan, op: OpName, { operation, operand, other, otherFirst, shown }: Earlier): Plan {
  const { program } = plan;
  const shapes = shapesOf(program);
  const targets = program.steps.filter((step) => step.op === op);
  const added =
    other === undefined ? [] : targets.map((step) => other(at(shapes, at(operandsOf(step), operand))));
  const inputs = [...program.inputs, ...added.map((shape) => ({ ...at(program.inputs, 0), shape }))];
  const ids: Id[] = program.inputs.map((_, id) => id);
  const steps: Step[] = [];
  const put = (made: Operation, args: readonly Id[]): Id => {
    steps.push(stepOn(made, args));
    return inputs.length + steps.length - 1;
  };
  const outputs: Id[] = [];
  let taken = program.inputs.length;
  for (const { args, ...made } of program.steps) {
    const mapped = args.map((arg) => at(ids, arg));
    if (made.op === op) {
      const own = at(mapped, operand);
      const both = other === undefined ? [own] : otherFirst ? [taken++, own] : [own, taken++];
      mapped[operand] = put(operation, both);
      if (shown) outputs.push(at(mapped, operand));
    }
    ids.push(put(made, mapped));
  }
  return {
    ...plan,
    program: { inputs, steps, outputs: [...program.outputs.map((id) => at(ids, id)), ...outputs] },
    pools: [...plan.pools, ...added.map(() => at(plan.pools, 0))],
    fresh: [...plan.fresh, ...added.map(() => plan.fresh[0])],
  };
}

const operandsOf = ({ args }: Step): readonly Id[] => args;
