/** Programs that are certain to have one wiring: it is inserted into programs that may lack it. */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { Program } from '../case/program.js';
import type { Id, Step } from '../case/vocabulary.js';
import { stepOn } from './form.js';
import type { Planned } from './planned.js';
import { programPlans } from './programs.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import { casesOf, type Plan } from './values.js';

/**
 * 'shared': a step reads one id twice. 'diamond': paths of different lengths lead from one id to another. 'outputs':
 * there are two, and usually one is computed from the other.
 */
export type Wiring = 'shared' | 'diamond' | 'outputs';

/** Programs of the space, each with this wiring somewhere; a space of ops that has `add` and `negate`. */
export function wiredCases(space: Space, wiring: Wiring): Planned<Plan, Case> {
  const plans = fc.tuple(programPlans(space), fc.nat({ max: 20 }), simplestFirst(turns));
  return casesOf(
    plans.map(([plan, back, turn]) => ({ ...plan, program: wired[wiring](plan.program, back, turn) })),
    space,
  );
}

const turns = [false, true] as const;

type Wire = (program: Program, back: number, turn: boolean) => Plan['program'];

const wired: Readonly<Record<Wiring, Wire>> = {
  shared: (program, back) =>
    inserted(program, chosen(program, back), (id) => [{ op: 'add', args: [id, id] }]),
  diamond: (program, back, turn) =>
    inserted(program, chosen(program, back), (id, next) => [
      { op: 'negate', args: [id] },
      { op: 'negate', args: [next] },
      { op: 'add', args: turn ? [next + 1, id] : [id, next + 1] },
    ]),
  outputs: (program, back, turn) => {
    const other = chosen(program, back);
    const { outputs } = program;
    return { ...program, outputs: turn ? [other, ...outputs] : [...outputs, other] };
  },
};

/** An id, counted from the newest. */
function chosen({ inputs, steps }: Program, back: number): Id {
  const count = inputs.length + steps.length;
  return count - 1 - (back % count);
}

/** The program with steps that read this id; whatever read the id before now reads the last of them. */
function inserted(program: Program, id: Id, made: (id: Id, next: Id) => readonly Step[]): Program {
  const { inputs, steps, outputs } = program;
  const next = Math.max(id + 1, inputs.length);
  const added = made(id, next);
  const read = (each: Id): Id => {
    if (each === id) return next + added.length - 1;
    return each < next ? each : each + added.length;
  };
  const before = next - inputs.length;
  return {
    inputs,
    steps: [
      ...steps.slice(0, before),
      ...added,
      ...steps.slice(before).map((step) => stepOn(step, step.args.map(read))),
    ],
    outputs: outputs.map(read),
  };
}
