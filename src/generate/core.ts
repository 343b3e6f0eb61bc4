/**
 * A fixed core of cases: it shows every form of an op, or of programs of ops, at least once, whatever the seed. It is
 * made of draws that choice.ts has chosen.
 */

import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Planned } from './planned.js';
import { soughtBy } from './pools.js';
import { randomOf } from './randoms.js';
import type { Space } from './space.js';
import { valueBiases } from './value-biases.js';
import type { Plan } from './values.js';

/** Where cases come from, and the space that they were made for. */
export interface Source {
  readonly cases: Planned<Plan, Case>;
  readonly space: Space;
}

/** The same cases in several dtypes, modes and orders: all sources draw the same plans. */
export interface SourceGroup {
  readonly sources: readonly Source[];
  /** How many plans are considered. */
  readonly draws: number;
}

/** A draw of a group for one of its sources, each given by its number. */
export type Chosen = readonly [group: number, draw: number, source: number];

/** A case that knows how it shrinks. */
export interface CoreCase {
  readonly value: fc.Value<Case>;
  readonly from: fc.Arbitrary<Case>;
}

/** The plan of a draw, which is the same for every source. */
export const planOf = ({ sources }: SourceGroup, draw: number): Plan => planFrom(at(sources, 0), draw).value_;

const planFrom = ({ cases }: Source, draw: number): fc.Value<Plan> =>
  cases.parts.plans.generate(randomOf(draw), undefined);

export const coreOf = (groups: readonly SourceGroup[], chosen: readonly Chosen[]): CoreCase[] =>
  chosen.map(([group, draw, source], index) =>
    caseOf(groups[group]?.sources[source] as Source, draw, randomOf(firstOfNumbers + index)),
  );

/** Numbers are drawn with other seeds than plans. */
const firstOfNumbers = 10_000;

/** How often numbers are redrawn until they show what their style seeks. */
const redraws = 8;

function caseOf(source: Source, draw: number, fresh: fc.Random): CoreCase {
  const { cases } = source;
  const plan = planFrom(source, draw);
  const sought = soughtBy[plan.value_.style];
  let value = cases.draw(plan, fresh);
  for (let again = 0; again < redraws && sought !== undefined; again++) {
    if (valueBiases(value.value_).includes(sought)) break;
    value = cases.draw(plan, fresh);
  }
  return { value, from: cases };
}

/** The cases. Those of the core, which a check gets as its first examples, can be shrunk, too. */
export const withCore = (core: readonly CoreCase[], cases: fc.Arbitrary<Case>): fc.Arbitrary<Case> =>
  new WithCore(core, cases);

/** How a case that came from a core case shrinks. */
class CoreContext {
  constructor(
    readonly from: fc.Arbitrary<Case>,
    readonly context: unknown,
  ) {}
}

class WithCore extends fc.Arbitrary<Case> {
  private readonly known: ReadonlyMap<unknown, CoreContext>;

  constructor(
    core: readonly CoreCase[],
    private readonly cases: fc.Arbitrary<Case>,
  ) {
    super();
    this.known = new Map(
      core.map(({ value, from }) => [value.value_, new CoreContext(from, value.context)] as const),
    );
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Case> {
    return this.cases.generate(random, bias);
  }

  override canShrinkWithoutContext(value: unknown): value is Case {
    return this.known.has(value);
  }

  override shrink(value: Case, context: unknown): fc.Stream<fc.Value<Case>> {
    const own = context instanceof CoreContext ? context : this.known.get(value);
    if (own === undefined) return this.cases.shrink(value, context);
    return own.from
      .shrink(value, own.context)
      .map((smaller) => new fc.Value(smaller.value_, new CoreContext(own.from, smaller.context)));
  }
}
