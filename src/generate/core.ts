/**
 * A fixed core of cases: what an op, or programs of ops, can show, each form at least once, whatever the seed. Nothing
 * in it is listed by hand: of cases drawn from one fixed seed those are taken that show most of what is not shown yet.
 */
import fc from 'fast-check';
import type { Case } from '../program/case.js';
import { type Features, featuresOf } from './features.js';
import { Numbering } from './numbering.js';
import type { Planned } from './planned.js';
import { soughtBy } from './pools.js';
import type { Space } from './space.js';
import { valueBiases } from './value-biases.js';
import type { Plan } from './values.js';

/** Where cases come from, and the space that they were made for. */
export interface Source {
  readonly cases: Planned<Plan, Case>;
  readonly space: Space;
}

/** A case that knows how it shrinks. */
export interface CoreCase {
  readonly value: fc.Value<Case>;
  readonly from: fc.Arbitrary<Case>;
}

/** The same cases in several dtypes, modes and orders: the sources draw alike. */
export interface Family {
  readonly sources: readonly Source[];
  /** How many plans are looked at. */
  readonly draws: number;
}

interface Candidate {
  readonly shows: readonly number[];
  /** How much of that is not shown yet, when last counted. */
  gain: number;
}

interface DrawnPlan extends Candidate {
  readonly family: Family;
  readonly random: fc.Random;
  readonly features: Features;
}

interface Drawn extends Candidate {
  readonly source: Source;
  readonly random: fc.Random;
}

const seed = 2026;

export function coreOf(families: readonly Family[]): CoreCase[] {
  const [core = []] = fc.sample(new Core(families), { numRuns: 1, seed });
  return core;
}

/** An arbitrary, as only these are given a source of random numbers. */
class Core extends fc.Arbitrary<CoreCase[]> {
  constructor(private readonly families: readonly Family[]) {
    super();
  }

  /** Plans that show all that plans can show; then these, and a few more, under all conditions. */
  override generate(random: fc.Random): fc.Value<CoreCase[]> {
    const numbering = new Numbering();
    const plans = this.families.flatMap((family) => plansOf(family, random, numbering));
    const telling = new Set([...covering(plans), ...plans.slice(0, further)]);
    const cases = [...telling].flatMap((plan) => underConditions(plan, numbering));
    const core = covering(cases).map((drawn) => caseOf(drawn, random));
    return new fc.Value(core, undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is CoreCase[] {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<CoreCase[]>> {
    return fc.Stream.nil();
  }
}

/** So many plans beside the telling ones, so that not always the same are asked under several conditions. */
const further = 12;

function plansOf(family: Family, random: fc.Random, numbering: Numbering): DrawnPlan[] {
  const [{ cases }] = family.sources as readonly [Source, ...Source[]];
  return Array.from({ length: family.draws }, () => {
    const start = random.clone();
    const features = featuresOf(cases.parts.plans.generate(random, undefined).value_);
    const shows = numbering.plain(features);
    return { family, random: start, features, shows, gain: shows.length };
  });
}

const underConditions = ({ family, random, features }: DrawnPlan, numbering: Numbering): Drawn[] =>
  family.sources.map((source) => {
    const shows = numbering.under(features, source.space);
    return { source, random, shows, gain: shows.length };
  });

/** So often numbers are drawn until they show what their style seeks. */
const redraws = 8;

/** The plan once more, for this source, and fresh numbers. */
function caseOf({ source: { cases }, random }: Drawn, fresh: fc.Random): CoreCase {
  const plan = cases.parts.plans.generate(random.clone(), undefined);
  const sought = soughtBy[plan.value_.style];
  let value = cases.draw(plan, fresh);
  for (let again = 0; again < redraws && sought !== undefined; again++) {
    if (valueBiases(value.value_).includes(sought)) break;
    value = cases.draw(plan, fresh);
  }
  return { value, from: cases };
}

/** Candidates that together show all that is shown by any, the most telling first. */
function covering<T extends Candidate>(candidates: readonly T[]): T[] {
  const shown = new Set<number>();
  const chosen: T[] = [];
  const queue = [...candidates];
  for (;;) {
    queue.sort((a, b) => b.gain - a.gain);
    let best: T | undefined;
    for (const candidate of queue) {
      // A gain only falls as more is shown: what was no better before is no better now.
      if (best !== undefined && candidate.gain <= best.gain) break;
      candidate.gain = candidate.shows.reduce((gain, each) => (shown.has(each) ? gain : gain + 1), 0);
      if (best === undefined || candidate.gain > best.gain) best = candidate;
    }
    if (best === undefined || best.gain === 0) return chosen;
    for (const each of best.shows) shown.add(each);
    chosen.push(best);
  }
}

/** The cases, in which those of the core can be shrunk, too: they are given to a check as its first examples. */
export const withCore = (core: readonly CoreCase[], cases: fc.Arbitrary<Case>): fc.Arbitrary<Case> =>
  new WithCore(core, cases);

/** What a case that came of a core case shrinks by. */
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
