/** Cases of a single op. */

import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Shape } from '../case/shape.js';
import { inferShape, type Operation, type OpName, vocabulary } from '../case/vocabulary.js';
import type { Bias } from './bias.js';
import { stepBiases } from './biases-of.js';
import { accepts, type Form, firstOperandOf, stepOn } from './form.js';
import { formsOf } from './forms-of.js';
import { lengthened, mostEntries } from './long.js';
import { entryOf } from './ops/index.js';
import type { Planned } from './planned.js';
import { freshOf, poolOf, type Style, stylesOf } from './pools.js';
import { anyRank } from './ranks.js';
import { isSmall, type ShapeMaker, shapes } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import { spares, withSpare } from './spare.js';
import { casesOf, type Plan } from './values.js';
import { wrappedPlans } from './wrapping.js';

/** Whether an op is checked on long operands. */
export const mayBeLong = (op: OpName): boolean => entryOf(op).short !== true;

/** Cases whose program is one step of this op on inputs of its own, wrapped if the space has ops for this. */
export const singleOpCases = (op: OpName, space: Space): Planned<Plan, Case> =>
  casesOf(singleOpPlans(op, space), space);

/** Cases whose program takes such a step four times, on the same inputs. */
export const repeatedOpCases = (op: OpName, space: Space): Planned<Plan, Case> =>
  casesOf(fc.tuple(simplestFirst([1, 2, 4, 4, 4, 4]), singleOpPlans(op, space)).map(repeated), space);

function repeated([count, plan]: readonly [number, Plan]): Plan {
  const { inputs, steps: once } = plan.program;
  const steps = Array.from({ length: count }, () => once).flat();
  return { ...plan, program: { inputs, steps, outputs: steps.map((_, index) => inputs.length + index) } };
}

export const singleOpPlans = (op: OpName, space: Space): fc.Arbitrary<Plan> =>
  wrappedPlans(plainPlans(op, space), space);

function plainPlans(op: OpName, space: Space): fc.Arbitrary<Plan> {
  const { kink } = vocabulary[op];
  const { ranks, sizes } = entryOf(op);
  const repeatedBiases: readonly Bias[] = kink === 'tie' ? ['repeated-input', 'kink'] : ['repeated-input'];
  const mayRepeat = repeatedBiases.every((bias) => space.biases.has(bias));
  const twice = simplestFirst(mayRepeat ? [...Array<boolean>(11).fill(false), true] : [false]);
  return fc
    .tuple(
      spares(space),
      twice,
      shapes(space, ranks, sizes),
      lengthened(formsOf(op, space), space),
      simplestFirst(stylesOf(op, space)),
    )
    .map(([spare, again, shape, form, style]) =>
      withSpare(planOf(form, shape, again, style, space), spare, shape(anyRank, true), space),
    );
}

function planOf(form: Form, maker: ShapeMaker, twice: boolean, style: Style, space: Space): Plan {
  const { shape, operation } = firstOperandOf(form, maker);
  if (operation === undefined) throw tooNarrow(`step of ${form.op}`, shape, space);
  const own = form.partner === undefined ? [shape] : operands(form, operation, shape, twice, space);
  const args = Array.from({ length: form.count }, (_, operand) => Math.min(operand, own.length - 1));
  const shapes = args.map((id) => at(own, id));
  const step = stepOn(form.complete?.(...shapes) ?? operation, args);
  return {
    program: {
      inputs: own.map((drawn) => ({ dtype: space.dtype, shape: drawn })),
      steps: [step],
      outputs: [own.length],
    },
    pools: own.map((_, operand) => poolOf(step, operand, style, space)),
    fresh: own.map((_, operand) => freshOf(step, operand, style, space)),
    style,
  };
}

/** The shapes of an op's inputs: one shape if it always reads the same input. */
function operands(form: Form, operation: Operation, shape: Shape, twice: boolean, space: Space): Shape[] {
  const same = new Array<Shape>(form.count).fill(shape);
  const repeats =
    twice &&
    (entryOf(form.op).repeats?.(shape) ?? true) &&
    accepts(operation, same) &&
    fits(operation, same, space);
  if (repeats && stepBiases(operation, same).every((bias) => space.biases.has(bias))) return [shape];
  const further: Shape[] = [];
  while (further.length < form.count - 1) {
    const partner = form.partner?.(shape, further);
    if (partner === undefined) throw tooNarrow(`second operand of ${form.op}`, shape, space);
    further.push(partner);
  }
  return [shape, ...further];
}

/** A long image that is its own kernel would make one of a million entries. */
const fits = (operation: Operation, shapes: readonly Shape[], space: Space): boolean =>
  space.long === undefined ||
  isSmall(inferShape(stepOn(operation, [...shapes.keys()]), shapes), mostEntries(space));

function tooNarrow(what: string, shape: Shape, { biases }: Space): RangeError {
  const more = biases.size === 0 ? 'some biases' : `more biases than ${[...biases].join(', ')}`;
  return new RangeError(`the space allows no ${what} for shape [${shape}]; allow ${more}`);
}
