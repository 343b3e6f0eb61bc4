/**
 * Which draws make a core. Nothing is listed by hand: from many draws, those are taken that show the most new features.
 */
import { at } from '../case/at.js';
import { type Chosen, planOf, type SourceGroup } from './core.js';
import { type Features, featuresOf } from './features.js';
import { Numbering } from './numbering.js';

interface Candidate {
  readonly shows: readonly number[];
  /** How many of its features were not shown yet, when last counted. */
  gain: number;
}

interface DrawnPlan extends Candidate {
  readonly group: number;
  readonly draw: number;
  readonly features: Features;
}

interface Drawn extends Candidate {
  readonly chosen: Chosen;
}

/** Draws whose plans show everything that plans can show; then these, and a few more, under all conditions. */
export function choose(groups: readonly SourceGroup[]): Chosen[] {
  const numbering = new Numbering();
  const plans = groups.flatMap((group, index) => plansOf(group, index, numbering));
  const telling = new Set([...covering(plans), ...plans.slice(0, further)]);
  const cases = [...telling].flatMap((plan) => underConditions(plan, at(groups, plan.group), numbering));
  return covering(cases).map(({ chosen }) => chosen);
}

/** How many plans are added to the telling ones, so that the conditions do not always meet the same plans. */
const further = 12;

const plansOf = (group: SourceGroup, index: number, numbering: Numbering): DrawnPlan[] =>
  Array.from({ length: group.draws }, (_, draw) => {
    const features = featuresOf(planOf(group, draw));
    const shows = numbering.plain(features);
    return { group: index, draw, features, shows, gain: shows.length };
  });

const underConditions = (plan: DrawnPlan, { sources }: SourceGroup, numbering: Numbering): Drawn[] =>
  sources.map(({ space }, source) => {
    const shows = numbering.under(plan.features, space);
    return { chosen: [plan.group, plan.draw, source], shows, gain: shows.length };
  });

/** Candidates that together show everything that any shows, the most telling first. */
function covering<T extends Candidate>(candidates: readonly T[]): T[] {
  const shown = new Set<number>();
  const chosen: T[] = [];
  const queue = [...candidates];
  for (;;) {
    queue.sort((a, b) => b.gain - a.gain);
    let best: T | undefined;
    for (const candidate of queue) {
      // A gain only falls as more is shown: a candidate that was not better before is not better now.
      if (best !== undefined && candidate.gain <= best.gain) break;
      candidate.gain = candidate.shows.reduce((gain, each) => (shown.has(each) ? gain : gain + 1), 0);
      if (best === undefined || candidate.gain > best.gain) best = candidate;
    }
    if (best === undefined || best.gain === 0) return chosen;
    for (const each of best.shows) shown.add(each);
    chosen.push(best);
  }
}
