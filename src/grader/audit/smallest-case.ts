/** The smallest case that shows a known mistake, for a teacher to add to the tests that let it pass. */
import fc from 'fast-check';
import type { Case } from '../../case/case.js';
import {
  deepChain,
  doublings,
  programCases,
  type Space,
  singleOpCases,
  space,
} from '../../generate/index.js';
import { plant } from '../../misconceptions/index.js';
import { checkLaws, type Failure, laws } from '../../verify/index.js';
import type { Mutant } from './mutants.js';

/** Without those of our own engine's other modes, which say little to tests that ask for VJPs. */
const asked = laws.filter(({ id }) => !['jvp', 'batched', 'transposed', 'modes'].includes(id));
const search = { laws: asked, seed: 1, shrinks: 400 };

/** Most mistakes show on nearly every case of some way; the few that do not are searched for longer. */
const runs = [40, 400];

/** From what is easiest to copy into a test: one cotangent, two, second derivatives, other dtypes and modes. */
const ways: readonly Partial<Space>[] = [
  { cotangents: 1 },
  {},
  { order: 2, cotangents: 1 },
  { dtype: 'float32', mode: 'lazy' },
];

/** @returns the broken law and the shrunk case; undefined when no case within the search shows the mistake. */
export async function smallestCase({ mistake }: Mutant): Promise<Failure | undefined> {
  for (const most of runs) {
    for (const cases of searched(mistake)) {
      const { failure } = await checkLaws(plant(mistake), { ...search, cases, runs: most });
      if (failure !== undefined) return failure;
    }
  }
  return undefined;
}

function searched(mistake: Mutant['mistake']): readonly fc.Arbitrary<Case>[] {
  if (mistake.kind === 'rule') return ways.map((way) => singleOpCases(mistake.op, space(way)));
  return [...ways.map((way) => programCases(space(way))), fc.constantFrom(...large)];
}

/** Graphs that cannot be walked path by path, or by calls within calls. */
const large: readonly Case[] = [doublings(12), deepChain(20_000), { ...deepChain(20_000), mode: 'lazy' }];
