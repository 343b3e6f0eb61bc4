/**
 * Cases at the edges of domains: programs of which a step has no derivative, or an infinite value, though the whole has
 * both. Their shapes, positions and numbers are drawn, and shrink like all others.
 */
import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Step } from '../case/vocabulary.js';
import { type Guard, guarded, type Slot, selected, slots } from './edge-templates.js';
import { stepOn } from './form.js';
import { Planned } from './planned.js';
import { readable } from './readable.js';
import { shapes } from './shapes.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import { casesOf, type Plan } from './values.js';

/** A plan, and what depends on the numbers that it gets. */
interface EdgePlan extends Plan {
  readonly guard: Guard | undefined;
}

/** Whether some template is made of these ops. */
export const hasEdges = (space: Pick<Space, 'ops' | 'biases'>): boolean => slotsOf(space).length > 0;

const slotsOf = ({ ops, biases }: Pick<Space, 'ops' | 'biases'>): readonly Slot[] =>
  slots
    .map((slot) =>
      slot.filter(
        ({ needs, isEmpty }) =>
          needs.every((op) => ops.includes(op)) && (isEmpty === undefined || biases.has('empty')),
      ),
    )
    .filter((slot) => slot.length > 0);

/** Cases of first order of every kind of edge that the ops of the space allow. */
export function edgeCases(space: Space): Planned<EdgePlan, Case> {
  const plans = edgePlans(space);
  const { numbers, make } = casesOf(plans, space).parts;
  return new Planned<EdgePlan, Case>({
    plans,
    numbers,
    make: (plan, drawn) => readable(caseUnder(plan.guard, make(plan, drawn))),
  });
}

const ranks = [1, 1, 1, 2, 2] as const;
const sizes = simplestFirst([2, 2, 3, 1, 4]);
const few = { least: 1, most: 2 };

function edgePlans(space: Space): fc.Arbitrary<EdgePlan> {
  const fitting = slotsOf(space);
  if (fitting.length === 0) throw new RangeError(`no edge can be made of the ops ${space.ops.join(', ')}`);
  return fc
    .tuple(
      shapes(space, ranks, sizes),
      simplestFirst(fitting),
      fc.nat({ max: 59 }),
      simplestFirst(endingsOf(space)),
    )
    .map(([shape, slot, choice, ending]) => {
      const template = at(slot, choice % slot.length);
      const drawn = template.make(shape(few, false), Math.floor(choice / slot.length));
      const last = drawn.inputs.length + drawn.steps.length - 1;
      const steps: readonly Step[] = [...drawn.steps, ...endings[ending](last)];
      return {
        program: {
          inputs: drawn.inputs.map((input) => ({ dtype: space.dtype, shape: input.shape })),
          steps,
          outputs: [drawn.inputs.length + steps.length - 1],
        },
        pools: drawn.inputs.map(({ pool }) => pool),
        fresh: drawn.inputs.map(() => undefined),
        style: 'plain',
        guard: drawn.guard,
      };
    });
}

type Ending = 'none' | 'negate' | 'summation';

const endings: Readonly<Record<Ending, (last: number) => readonly Step[]>> = {
  none: () => [],
  negate: (last) => [{ op: 'negate', args: [last] }],
  summation: (last) => [{ op: 'summation', args: [last], axes: null, keepdims: false }],
};

const endingsOf = ({ ops }: Space): Ending[] =>
  (['none', 'none', 'negate', 'summation'] as const).filter((each) => each === 'none' || ops.includes(each));

/** The conditions and entries that depend on which numbers were drawn. */
function caseUnder(guard: Guard | undefined, testCase: Case): Case {
  if (guard === undefined) return testCase;
  const { program } = testCase;
  const inputs = guarded(testCase.inputs, guard);
  const steps = program.steps.map((step) =>
    step.op === 'where'
      ? stepOn({ ...step, condition: selected(inputs, guard, step.condition) }, step.args)
      : step,
  );
  return { ...testCase, inputs, program: { ...program, steps } };
}
