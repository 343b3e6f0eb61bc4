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
  /** Those that need more than twice the cases that they need from any seed with all biases. */
  readonly slowed: readonly Slowed[];
  /** Nothing survives and nothing is slowed. */
  readonly idle: boolean;
}

interface Slowed {
  readonly name: string;
  readonly most: number;
  readonly now: number;
}

export function biasSection(drawings: readonly Drawing[]): Section {
  const full = drawings.filter((drawing) => drawing.without === null);
  const rows = allBiases.flatMap((bias) => {
    const cut = drawings.filter((drawing) => drawing.without === bias);
    return cut.length === 0 ? [] : [compared(bias, full, cut)];
  });
  const bySeed = meansBySeed(full);
  const range = [Math.min(...bySeed), Math.max(...bySeed)].map((each) => each.toFixed(2)).join(' to ');
  const tried = casesByName(full).size;
  const seeds = seedsOf(drawings.filter((each) => each.without !== null)).length;
  const idle = rows.filter((row) => row.idle).map(({ bias }) => bias);
  const markdown = `### Without one bias

${tried} misconceptions, up to ${casesEach} cases each, from ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}; a survivor survives one of them. The mean is of the cases
needed by those that are caught, with all biases and without this one. With all biases it is ${range}, by the seed alone
(${bySeed.length} seeds). The large cases, which overflow recursion or hold too many paths, are 0-d and repeat inputs, and so go with these
biases. Slowed are those that need more than twice the cases that they need from any of these seeds.

${table([
  ['without', 'survivors', 'mean cases', 'slowed'],
  ...rows.map(({ bias, survivors, meanWith, meanWithout, slowed }) => [
    bias,
    survivors.join(', ') || 'none',
    `${meanWith.toFixed(2)} → ${meanWithout.toFixed(2)}`,
    slowed.map(({ name, most, now }) => `${name} (${most} → ${Math.round(now)})`).join(', ') || 'none',
  ]),
])}

Without these nothing survives and nothing is slowed, so the present misconceptions do not show that they are needed:
${idle.join(', ') || 'none'}.`;
  const summary = Object.fromEntries(
    rows.map(({ bias, survivors, meanWith, meanWithout, slowed }) => [
      bias,
      { survivors, meanWith, meanWithout, slowed: slowed.map(({ name }) => name) },
    ]),
  );
  return { summary, markdown, findings: survivorsWithAll(full) };
}

function compared(bias: Bias, full: readonly Drawing[], cut: readonly Drawing[]): Without {
  const sameSeeds = full.filter(({ seed }) => seedsOf(cut).includes(seed));
  const [all, before, after] = [casesByName(full), casesByName(sameSeeds), casesByName(cut)];
  const survivors = [...new Set(cut.flatMap(({ kills }) => survivorsOf(kills)))];
  const caught = [...after.keys()].filter((name) => !survivors.includes(name));
  const meanOf = (cases: ReadonlyMap<string, readonly number[]>) =>
    mean(caught.map((name) => mean(cases.get(name) ?? [])));
  const slowed = caught
    .map((name) => ({ name, most: Math.max(...(all.get(name) ?? [])), now: mean(after.get(name) ?? []) }))
    .filter(({ most, now }) => now > 2 * most)
    .sort((a, b) => b.now / b.most - a.now / a.most);
  const idle = survivors.length === 0 && slowed.length === 0;
  return { bias, survivors, meanWith: meanOf(before), meanWithout: meanOf(after), slowed, idle };
}

/** The cases that each misconception needed, by every seed; survivors count as all they were given. */
function casesByName(drawings: readonly Drawing[]): ReadonlyMap<string, readonly number[]> {
  const needed = new Map<string, number[]>();
  for (const { name, cases } of drawings.flatMap(({ kills }) => kills)) {
    needed.set(name, [...(needed.get(name) ?? []), cases ?? casesEach]);
  }
  return needed;
}

const seedsOf = (drawings: readonly Drawing[]): number[] => [...new Set(drawings.map(({ seed }) => seed))];

const meansBySeed = (drawings: readonly Drawing[]): number[] =>
  seedsOf(drawings).map((seed) => {
    const kills = drawings.filter((drawing) => drawing.seed === seed).flatMap((drawing) => drawing.kills);
    return mean(kills.map(({ cases }) => cases ?? casesEach));
  });

const survivorsWithAll = (full: readonly Drawing[]): string[] =>
  full.flatMap(({ seed, kills }) =>
    survivorsOf(kills).map((name) => `${name} survives ${casesEach} cases from seed ${seed}`),
  );
