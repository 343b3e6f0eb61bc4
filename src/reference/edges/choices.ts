/** Which slopes an implementation may choose at the kinks that a moved entry reaches. */
import type { BigNumber } from 'mathjs';
import { at } from '../../case/at.js';
import type { KinkedOp, Kinks } from '../../case/kinks.js';
import type { Branches, Kinked } from './branches.js';
import type { EdgeProgram } from './edge-program.js';

interface Move {
  readonly input: number;
  readonly entry: number;
  readonly shift: BigNumber;
}

/** A kink that the move reaches. */
interface Reached {
  readonly step: number;
  readonly kinked: Kinked;
  readonly options: readonly (readonly number[])[];
}

/** Every choice of one slope at each kink that the move reaches; undefined if there are more than `most`. */
export function branchesFor(
  program: EdgeProgram,
  { input, entry, shift }: Move,
  kinks: Kinks,
  most: number,
): readonly Branches[] | undefined {
  const reached: Reached[] = [];
  program.move(program.exact, input, entry, shift, (step, kinked) => {
    reached.push({ step, kinked, options: optionsAt(program, step, kinked, kinks) });
    return undefined;
  });
  const count = reached.reduce((product, { options }) => product * options.length, 1);
  if (count > most) return undefined;
  return Array.from({ length: count }, (_, choice) => {
    const chosen = chosenBy(reached, choice);
    return (step, kinked) => chosen.get(kinked) ?? at(optionsAt(program, step, kinked, kinks), 0);
  });
}

/** Counts through the options as through the digits of a number. */
function chosenBy(reached: readonly Reached[], choice: number): Map<Kinked, readonly number[]> {
  let rest = choice;
  const chosen = new Map<Kinked, readonly number[]>();
  for (const { kinked, options } of reached) {
    chosen.set(kinked, at(options, rest % options.length));
    rest = Math.floor(rest / options.length);
  }
  return chosen;
}

/** What is declared for the op, exactly on the kink, or all that lies between the two sides. */
function optionsAt(program: EdgeProgram, step: number, kinked: Kinked, kinks: Kinks) {
  const declared = kinks[at(program.plan.steps, step).step.op as KinkedOp];
  if (declared === undefined || !kinked.onKink) return kinked.options;
  return [kinked.reads.length === 1 ? [declared] : [declared, 1 - declared]];
}
