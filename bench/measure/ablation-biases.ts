/** The page's account of what each bias is needed for. */
import { allBiases, type Bias } from '../../src/generate/index.js';
import { casesEach } from './drawing.js';
import { type Kill, survivorsOf } from './kills.js';
import { mean, table } from './numbers.js';
import type { Section } from './part.js';

/** Kills by one drawing, with all biases or without one. */
export interface Drawing {
  readonly kind: 'drawing';
  readonly without: Bias | null;
  readonly seed: number;
  readonly kills: readonly Kill[];
}

interface Without {
  readonly bias: Bias;
  readonly survivors: readonly string[];
  /** Of those that are caught, with all biases and without this one, over the same misconceptions and seeds. */
  readonly meanWith: number;
  readonly meanWithout: number;
  /** The misconception that takes so many more cases on average. */
  readonly slowest: { readonly name: string; readonly from: number; readonly to: number };
  /** Whether nothing survives, and the mean stays within what another seed changes too. */
  readonly indistinct: boolean;
}

export function biasSection(drawings: readonly Drawing[]): Section {
  const full = drawings.filter((drawing) => drawing.without === null);
  const chance = meansBySeed(full);
  const [least, most] = [Math.min(...chance), Math.max(...chance)];
  const rows = allBiases.flatMap((bias) => {
    const cut = drawings.filter((drawing) => drawing.without === bias);
    return cut.length === 0 ? [] : [compared(bias, full, cut, most)];
  });
  const tried = new Set(full.flatMap(({ kills }) => kills.map(({ name }) => name))).size;
  const seeds = new Set(drawings.filter((each) => each.without !== null).map(({ seed }) => seed)).size;
  const indistinct = rows.filter((row) => row.indistinct).map(({ bias }) => bias);
  const markdown = `### Without one bias

${tried} misconceptions, up to ${casesEach} cases each, from ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}. With all biases the mean of the cases needed is
${least.toFixed(2)} to ${most.toFixed(2)}, by the seed (${chance.length} seeds). A survivor is one that survives from any of the seeds. Slowed most: the
misconception whose mean grows most.

${table([
  ['without', 'survivors', 'mean cases', 'slowed most'],
  ...rows.map(({ bias, survivors, meanWith, meanWithout, slowest }) => [
    bias,
    survivors.join(', ') || 'none',
    `${meanWith.toFixed(2)} → ${meanWithout.toFixed(2)}`,
    slowest.to > slowest.from
      ? `${slowest.name}: ${slowest.from.toFixed(1)} → ${slowest.to.toFixed(1)}`
      : 'none',
  ]),
])}

Without these no misconception survives, and the mean grows no more than by another seed, so these misconceptions alone
do not show that they are needed: ${indistinct.join(', ') || 'none'}.`;
  const summary = Object.fromEntries(
    rows.map(({ bias, survivors, meanWith, meanWithout }) => [bias, { survivors, meanWith, meanWithout }]),
  );
  return { summary, markdown, findings: survivorsWithAll(full) };
}

function compared(
  bias: Bias,
  full: readonly Drawing[],
  cut: readonly Drawing[],
  mostByChance: number,
): Without {
  const before = casesByName(full.flatMap(({ kills }) => kills));
  const after = casesByName(cut.flatMap(({ kills }) => kills));
  const survivors = [...new Set(cut.flatMap(({ kills }) => survivorsOf(kills)))];
  const caught = [...after.keys()].filter((name) => !survivors.includes(name));
  const of = (means: ReadonlyMap<string, number>) => caught.map((name) => means.get(name) ?? Number.NaN);
  const slowed = caught
    .map((name) => ({ name, from: before.get(name) as number, to: after.get(name) as number }))
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  const [meanWith, meanWithout] = [mean(of(before)), mean(of(after))];
  return {
    bias,
    survivors,
    meanWith,
    meanWithout,
    slowest: slowed[0] ?? { name: '', from: 0, to: 0 },
    indistinct: survivors.length === 0 && meanWithout <= mostByChance,
  };
}

/** The mean of the cases that each misconception needed; survivors count as all they were given. */
function casesByName(kills: readonly Kill[]): ReadonlyMap<string, number> {
  const needed = new Map<string, number[]>();
  for (const { name, cases } of kills) needed.set(name, [...(needed.get(name) ?? []), cases ?? casesEach]);
  return new Map([...needed].map(([name, cases]) => [name, mean(cases)]));
}

function meansBySeed(drawings: readonly Drawing[]): number[] {
  const seeds = [...new Set(drawings.map(({ seed }) => seed))];
  return seeds.map((seed) => {
    const kills = drawings.filter((drawing) => drawing.seed === seed).flatMap((drawing) => drawing.kills);
    return mean(kills.map(({ cases }) => cases ?? casesEach));
  });
}

const survivorsWithAll = (full: readonly Drawing[]): string[] =>
  full.flatMap(({ seed, kills }) =>
    survivorsOf(kills).map((name) => `${name} survives ${casesEach} cases from seed ${seed}`),
  );
