/** The fixed cores of an op and of programs, and arbitraries that begin with them. */

import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { OpName } from '../case/vocabulary.js';
import { choose } from './choice.js';
import { type Chosen, type CoreCase, coreOf, type SourceGroup, withCore } from './core.js';
import { programCases } from './programs.js';
import { repeatedOpCases, singleOpCases } from './single-op.js';
import type { Space } from './space.js';

/** Cases to begin with, and what is drawn after them. Everything but `drawn` is made on first use. */
export interface Core {
  readonly core: readonly Case[];
  /** Draws from the spaces, from earlier ones more often; shrinks what it drew, and the core, too. */
  readonly cases: fc.Arbitrary<Case>;
  /** The same draws without the core. */
  readonly drawn: fc.Arbitrary<Case>;
  /** The draws that the core is made of. */
  readonly chosen: readonly Chosen[];
}

/** How many plans are considered: enough to meet what is drawn once in a few dozen cases. */
const draws = 240;
const repeatedDraws = 8;

/** Options of a core of one op. */
interface OfOp {
  /** Whether to include cases that take its step four times on the same inputs. */
  readonly again: boolean;
  readonly chosen?: readonly Chosen[] | undefined;
}

/** The core of one op: all its forms. @param chosen what `choose` chose from these groups, if that is known already */
export function opCore(op: OpName, spaces: readonly Weighted[], { again, chosen }: OfOp): Core {
  const once = groupOf((space) => singleOpCases(op, space), spaces, draws);
  const often = again ? [groupOf((space) => repeatedOpCases(op, space), spaces, repeatedDraws)] : [];
  return begun([once, ...often], once, chosen);
}

/** The core of programs, in which ops are wired together. */
export const programCore = (spaces: readonly Weighted[]): Core => coreOfCases(programCases, spaces);

/** The core of cases that are made in the same way for each space. @param chosen as for `opCore` */
export function coreOfCases(
  cases: (space: Space) => PlannedCases,
  spaces: readonly Weighted[],
  chosen?: readonly Chosen[],
): Core {
  const group = groupOf(cases, spaces, draws);
  return begun([group], group, chosen);
}

export type PlannedCases = SourceGroup['sources'][number]['cases'];

/** A space, and how often cases are drawn from it. */
export interface Weighted {
  readonly space: Space;
  readonly weight: number;
}

interface WeightedGroup extends SourceGroup {
  readonly weights: readonly number[];
}

const groupOf = (
  cases: (space: Space) => PlannedCases,
  spaces: readonly Weighted[],
  draws: number,
): WeightedGroup => ({
  sources: spaces.map(({ space }) => ({ space, cases: cases(space) })),
  weights: spaces.map(({ weight }) => weight),
  draws,
});

function begun(
  groups: readonly SourceGroup[],
  { sources, weights }: WeightedGroup,
  known: readonly Chosen[] | undefined,
): Core {
  const drawn = fc.oneof(
    ...sources.map(({ cases }, index) => ({ arbitrary: cases, weight: at(weights, index) })),
  );
  let made: Omit<Core, 'drawn'> | undefined;
  const core = (): Omit<Core, 'drawn'> => {
    if (made !== undefined) return made;
    const chosen = known ?? choose(groups);
    const cases = simplestFirst(coreOf(groups, chosen));
    made = { core: cases.map(({ value }) => value.value_), cases: withCore(cases, drawn), chosen };
    return made;
  };
  return {
    get core() {
      return core().core;
    },
    get cases() {
      return core().cases;
    },
    get chosen() {
      return core().chosen;
    },
    drawn,
  };
}

/** The first failure is then usually small already. */
const simplestFirst = (chosen: readonly CoreCase[]): CoreCase[] =>
  chosen.toSorted((a, b) => sizeOfCase(a.value.value_) - sizeOfCase(b.value.value_));

const sizeOfCase = ({ order, program, inputs }: Case): number =>
  1000 * order + 100 * program.steps.length + inputs.reduce((sum, { data }) => sum + data.length, 0);
