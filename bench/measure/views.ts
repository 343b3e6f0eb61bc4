/** How often the oracle catches mistakes of the kinds that hide: within its default of cases, of many seeds. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import { engineImplementation } from '../../src/engine/index.js';
import { wrappingOps } from '../../src/generate/index.js';
import { arrayCases, drawsOf, stressCases } from '../../src/oracle/rows.js';
import { fails, judge, type Law, laws, lawsAt, lawsOfOneRun } from '../../src/verify/index.js';
import { table } from './numbers.js';
import type { Part } from './part.js';
import type { Fault } from './planted.js';
import { edgeFaults } from './planted-edges.js';
import { layoutFaults } from './planted-layouts.js';
import { longFaults } from './planted-long.js';
import { valueFaults } from './planted-values.js';
import { viewFaults } from './planted-views.js';

export interface Found {
  readonly name: string;
  readonly seeds: number;
  readonly found: number;
}

/** The oracle's default. */
const runs = 100;
const seeds = 100;
/** So few seeds a block that an interrupted run loses little. */
const perBlock = 20;

const able = { ...engineImplementation(), batchBroadcasts: true, limits: [] };

export const faults: readonly Fault[] = [
  ...viewFaults,
  ...layoutFaults,
  ...longFaults,
  ...valueFaults,
  ...edgeFaults,
];

interface Asked {
  readonly testCase: Case;
  readonly laws: readonly Law[];
}

/** Cases as the oracle draws them for a row, in its order, and the laws that it asks of each. */
function* rowOf(row: string, layouts: boolean, seed: number): Generator<Asked> {
  const how = { dtype: 'float64', mode: 'eager', wraps: wrappingOps, layouts } as const;
  for (const testCase of stressCases(row, able, how)) yield { testCase, laws };
  for (const { cases, runs: numRuns } of drawsOf(row, able, how, runs) ?? [])
    for (const [index, testCase] of fc.sample(cases, { numRuns, seed }).entries())
      yield { testCase, laws: lawsAt(index, laws) };
  const once = lawsOfOneRun(laws);
  for (const testCase of arrayCases(row, able, how, { runs, seed })) yield { testCase, laws: once };
}

/** Laws that do not run the case again come first: they are cheap, and most often one of them finds it. */
function byCost(laws: readonly Law[]): (readonly Law[])[] {
  const once = lawsOfOneRun(laws);
  const others = laws.filter((law) => !once.includes(law));
  return others.length > 0 ? [once, others] : [once];
}

/** Only a case that the mistake touches is judged: on all others it is right. */
async function showsOn(fault: Fault, { testCase, laws }: Asked): Promise<boolean> {
  const tried = fault.plant();
  await tried.implementation.run(testCase);
  if (!tried.touched()) return false;
  for (const some of byCost(laws)) {
    const verdicts = await judge(fault.plant().implementation, testCase, some);
    if (verdicts.some(({ verdict }) => fails(verdict))) return true;
  }
  return false;
}

/** Those of the faults of a row that are found; no case is asked of one that an earlier case has shown. */
async function foundBy(some: readonly Fault[], asked: Iterable<Asked>): Promise<ReadonlySet<Fault>> {
  const found = new Set<Fault>();
  for (const each of asked) {
    for (const fault of some) if (!found.has(fault) && (await showsOn(fault, each))) found.add(fault);
    if (found.size === some.length) break;
  }
  return found;
}

/** @returns for each fault of one row, how many of the seeds from `first` on find it */
export async function foundOf(some: readonly Fault[], first: number, count: number): Promise<Found[]> {
  const found = new Map(some.map((fault) => [fault, 0]));
  for (let seed = first; seed < first + count; seed++) {
    const [{ row, layouts = false }] = some as [Fault, ...Fault[]];
    for (const fault of await foundBy(some, rowOf(row, layouts, seed)))
      found.set(fault, (found.get(fault) ?? 0) + 1);
  }
  return [...found].map(([{ name }, hits]) => ({ name, seeds: count, found: hits }));
}

function grouped(keyOf: (fault: Fault) => string): ReadonlyMap<string, readonly Fault[]> {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) groups.set(keyOf(fault), [...(groups.get(keyOf(fault)) ?? []), fault]);
  return groups;
}

const keyOf = ({ row, layouts }: Fault): string => (layouts ? `${row}-laid-out` : row);

/** The faults of each row: they share its cases. */
const byRow: ReadonlyMap<string, readonly Fault[]> = grouped(keyOf);

/** Of all blocks together. */
function total(results: readonly (readonly Found[])[]): Found[] {
  const sums = new Map<string, Found>();
  for (const { name, seeds, found } of results.flat()) {
    const known = sums.get(name);
    sums.set(name, { name, seeds: seeds + (known?.seeds ?? 0), found: found + (known?.found ?? 0) });
  }
  return [...sums.values()];
}

const rareOf = (found: readonly Found[]): Found[] => found.filter((each) => each.found < 0.95 * each.seeds);

/** One line for each kind: how many faults, and how few seeds catch the one that is found least. */
function kindsTable(found: readonly Found[]): string {
  const known = new Map(found.map((each) => [each.name, each]));
  const rows = [...grouped(({ kind }) => kind)].map(([kind, some]) => {
    const own = some.flatMap(({ name }) => known.get(name) ?? []);
    const [least] = [...own].sort((a, b) => a.found / a.seeds - b.found / b.seeds) as [Found];
    const inAll = own.every((each) => each.found === each.seeds);
    return [kind, `${own.length}`, `${least.found} of ${least.seeds}`, inAll ? '' : least.name];
  });
  return table([['kind', 'faults', 'least found', 'which'], ...rows]);
}

/** Fewer where the measurement was not ended. */
function seedsOf(found: readonly Found[]): string {
  const counts = found.map((each) => each.seeds);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `${most}` : `${least} to ${most}`;
}

export const views: Part<readonly Found[]> = {
  name: 'views',
  key: 'views',
  blocks: () =>
    Array.from({ length: seeds / perBlock }, (_, block) =>
      [...byRow].map(([row, some]) => ({
        name: `views-${row}-${block}`,
        run: () => foundOf(some, 1 + block * perBlock, perBlock),
      })),
    ).flat(),
  section(results) {
    const found = total(results);
    const rare = rareOf(found);
    const rows = found
      .filter((each) => each.found < each.seeds)
      .map(({ name, found, seeds }) => [name, `${found} of ${seeds}`]);
    const markdown = `## Planted kinds

Mistakes that few checks see. Each is planted in the engine and gets the ${runs} cases that \`backproof oracle\` draws for the row
of its op by default, from ${seedsOf(found)} seeds, in float64. A kind is planted in several ops: the table has the one that is found least.

${kindsTable(found)}

Not found by every seed:

${table([['what is wrong', 'seeds that catch it'], ...rows])}`;
    const least = Math.min(...found.map((each) => each.found));
    return {
      summary: { faults: found.length, leastFound: least, seeds },
      markdown,
      findings: rare.map(({ name, found, seeds }) => `${name}: found by ${found} of ${seeds} seeds only`),
    };
  },
};
