/** What earns its own share of an exercise's points, and the cases that it is asked. */
import type fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { OpName } from '../case/vocabulary.js';
import type { Core } from '../generate/index.js';
import type { Probe } from './probes.js';

/** Its core is asked first, whatever the seed; then cases are drawn. */
export interface Part extends Core {
  readonly name: string;
  /** What is right when it is earned, where the name alone does not say it. */
  readonly sentence?: string;
  /** Cases of all parts that are about the same: a mistake is told from others by these. */
  readonly alike?: fc.Arbitrary<Case>;
  /** Whose rule it is about, where that is not its name. */
  readonly op?: OpName;
  /** Graphs with known answers that it is checked with, too. */
  readonly probes?: readonly Probe[];
}

/** A part whose core is not made before it is asked for. */
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

/** The share of the runs that is drawn after the core, however long the core is. */
const leastDrawn = 1 / 3;

/** What a part is asked in this many runs: its core, then drawn cases. */
export const askedOf = (
  { core, cases }: Part,
  runs: number,
): Pick<Core, 'core' | 'cases'> & { readonly runs: number } => ({
  core,
  cases,
  runs: Math.max(runs, core.length + Math.ceil(leastDrawn * runs)),
});
