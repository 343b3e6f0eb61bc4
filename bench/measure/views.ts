/** How often a mistake that only views or wirings show is caught by `oracle --views`, within its default of cases. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import { engineImplementation } from '../../src/engine/index.js';
import { wrappingOps } from '../../src/generate/index.js';
import { casesOf } from '../../src/oracle/rows.js';
import { fails, judge } from '../../src/verify/index.js';
import { table } from './numbers.js';
import type { Part } from './part.js';
import { type Fault, faults } from './planted-views.js';

export interface Found {
  readonly name: string;
  readonly seeds: number;
  readonly found: number;
}

/** The oracle's default. */
const runs = 100;
const seeds = 100;

const able = { ...engineImplementation(), batchBroadcasts: true, limits: [] };

/** Cases as the oracle draws them for the row. */
function rowOf({ row }: Fault, seed: number): Case[] {
  const how = { dtype: 'float64', mode: 'eager', wraps: wrappingOps } as const;
  const cases = casesOf(row, able, how) as fc.Arbitrary<Case>;
  return fc.sample(cases, { numRuns: runs, seed });
}

/** Only cases that the mistake touches are judged: on all others it is right. */
async function isFound(fault: Fault, seed: number): Promise<boolean> {
  for (const testCase of rowOf(fault, seed)) {
    const tried = fault.plant();
    await tried.implementation.run(testCase);
    if (!tried.touched()) continue;
    const verdicts = await judge(fault.plant().implementation, testCase);
    if (verdicts.some(({ verdict }) => fails(verdict))) return true;
  }
  return false;
}

/** @param upTo how many seeds, from 1 on */
export async function foundOf(fault: Fault, upTo: number): Promise<Found> {
  let found = 0;
  for (let seed = 1; seed <= upTo; seed++) if (await isFound(fault, seed)) found++;
  return { name: fault.name, seeds: upTo, found };
}

export const views: Part<Found> = {
  name: 'views',
  key: 'views',
  blocks: () => faults.map((fault) => ({ name: `views-${fault.name}`, run: () => foundOf(fault, seeds) })),
  section(results) {
    const rows = results.map(({ name, found, seeds }) => [name, `${found} of ${seeds}`]);
    const markdown = `## Views and wirings

Mistakes that an op on its own does not show. Each is planted in the engine and gets the ${runs} cases that
\`backproof oracle --views\` draws for the row of its op, from ${seeds} seeds.

${table([['what is wrong', 'seeds that catch it'], ...rows])}`;
    const rare = results.filter(({ found, seeds }) => found < 0.95 * seeds);
    const least = Math.min(...results.map(({ found }) => found));
    return {
      summary: { faults: results.length, leastFound: least, seeds },
      markdown,
      findings: rare.map(({ name, found }) => `${name}: found by ${found} of ${seeds} seeds only`),
    };
  },
};
