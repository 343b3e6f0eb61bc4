/** Where a trace adds an ε that guards a division, a logarithm, a root or a power. */
import type { Case } from '../../case/case.js';
import type { Id, Step } from '../../case/vocabulary.js';
import type { Trace } from '../reply.js';

/** The largest ε that is a guard; beyond it, gradients visibly differ. */
const largest = 1e-7;

/** Ids of sums with such an ε, each with the id that it was added to. */
export function guardsOf(trace: Trace, { inputs }: Case): ReadonlyMap<Id, Id> {
  const found = new Map<Id, Id>();
  const count = trace.program.inputs.length;
  const varying = varyingIds(trace, inputs.length);
  trace.program.steps.forEach((step, index) => {
    const shifted = shiftOf(trace, step);
    if (shifted === undefined || shifted.by === 0 || Math.abs(shifted.by) > largest) return;
    // Next to a constant it guards nothing: there it is a wrong digit.
    if (varying.has(shifted.id) && isGuard(trace, count + index)) found.set(count + index, shifted.id);
  });
  return found;
}

/** What is added to what, if a step adds one number to every entry. */
export function shiftOf(trace: Trace, step: Step): { readonly id: Id; readonly by: number } | undefined {
  if (step.op === 'add_scalar') return { id: step.args[0], by: step.scalar };
  if (step.op !== 'add') return undefined;
  const [a, b] = step.args;
  const [left, right] = [numberOf(trace, a), numberOf(trace, b)];
  if (right !== undefined) return { id: a, by: right };
  return left === undefined ? undefined : { id: b, by: left };
}

/** The number that a constant holds in every entry. */
function numberOf(trace: Trace, id: Id): number | undefined {
  const { program, constants, foreign } = trace;
  const count = program.inputs.length;
  const step = program.steps[id - count];
  if (step !== undefined) return step.op === 'broadcast_to' ? numberOf(trace, step.args[0]) : undefined;
  if (id >= count - foreign.length) return undefined;
  const [first, ...others] = constants[id - (count - constants.length)]?.data ?? [];
  return others.every((entry) => entry === first) ? first : undefined;
}

/** What depends on the op's inputs, or may do so, such as results of the learner's own ops. */
function varyingIds({ program, foreign }: Trace, inputs: number): ReadonlySet<Id> {
  const count = program.inputs.length;
  const varying = new Set<Id>(
    [...program.inputs.keys()].filter((id) => id < inputs || id >= count - foreign.length),
  );
  program.steps.forEach(({ args }, index) => {
    if (args.some((id) => varying.has(id))) varying.add(count + index);
  });
  return varying;
}

/** Whether it is used only where an ε guards, directly or as a factor. */
function isGuard(trace: Trace, id: Id): boolean {
  const { inputs, steps, outputs } = trace.program;
  const users = steps.flatMap((step, index) =>
    step.args.some((arg) => arg === id) ? [{ step, index }] : [],
  );
  const isSeen = outputs.includes(id) || trace.foreign.some((args) => args.includes(id));
  if (users.length === 0 || isSeen) return false;
  return users.every(({ step, index }) => {
    if (step.op === 'divide') return step.args[0] !== id;
    if (step.op === 'power') return step.args[1] !== id;
    if (guarded.includes(step.op)) return true;
    return factors.includes(step.op) && isGuard(trace, inputs.length + index);
  });
}

/** Besides divisors and the bases of powers: what people guard, not everything that is undefined somewhere. */
const guarded: readonly Step['op'][] = ['log', 'sqrt', 'power_scalar'];
/** Ops that pass an ε on as a factor of what it guards. */
const factors: readonly Step['op'][] = [
  'multiply',
  'mul_scalar',
  'divide_scalar',
  'negate',
  'abs',
  'broadcast_to',
  'reshape',
];
