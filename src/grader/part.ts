/** A part: it earns its own share of an exercise's points, and has its own cases. */
import type fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { OpName } from '../case/vocabulary.js';
import type { Core } from '../generate/index.js';
import type { Probe } from './probes.js';

/** Its core is asked first, whatever the seed; then cases are drawn. */
export interface Part extends Core {
  readonly name: string;
  /** What is right when it is earned, if the name alone does not say so. */
  readonly sentence?: string;
  /** Cases of all parts on the same topic: they tell one mistake from another. */
  readonly alike?: fc.Arbitrary<Case>;
  /** The op whose rule it is about, if that is not its name. */
  readonly op?: OpName;
  /** Graphs with known answers, on which it is also checked. */
  readonly probes?: readonly Probe[];
}

/** A part whose core is made only when it is asked for. */
export const partOf = (drawn: Core, named: Omit<Part, keyof Core>): Part => ({
  ...named,
  get core() {
    return drawn.core;
  },
  get cases() {
    return drawn.cases;
  },
  get chosen() {
    return drawn.chosen;
  },
  drawn: drawn.drawn,
});

/** The fraction of the runs that is drawn after the core, however long the core is. */
const leastDrawn = 1 / 3;

/** The cases of a part for this many runs: its core, then drawn cases. */
export const askedOf = (
  { core, cases }: Part,
  runs: number,
): Pick<Core, 'core' | 'cases'> & { readonly runs: number } => ({
  core,
  cases,
  runs: Math.max(runs, core.length + Math.ceil(leastDrawn * runs)),
});
