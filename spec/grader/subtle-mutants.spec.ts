import { describe, expect, it } from 'vitest';
import { exercises } from '../../src/grader/exercises.js';
import { lawsOf } from '../../src/grader/laws.js';
import { defaultRuns } from '../../src/grader/options.js';
import { askedOf, type Part } from '../../src/grader/part.js';
import { partsOf } from '../../src/grader/parts.js';
import { type GradientMisconception, plant } from '../../src/misconceptions/index.js';
import { checkLaws } from '../../src/verify/index.js';
import { subtleMutants } from './subtle-mutants.js';

const ofRules = exercises.filter(({ kind }) => kind === 'rules');
const parts = ofRules.flatMap((exercise) => partsOf(exercise).map((part) => ({ exercise, part })));

/** Whether some part that is about the op finds the mistake, as a grading does by default. */
async function isCaught(mutant: GradientMisconception, seed: number): Promise<boolean> {
  for (const { exercise, part } of parts.filter((each) => opOf(each.part) === mutant.op)) {
    const asked = { ...askedOf(part, defaultRuns), laws: lawsOf(exercise), seed, shrinks: 0 };
    if ((await checkLaws(plant(mutant), asked)).failure !== undefined) return true;
  }
  return false;
}

const opOf = ({ op, name }: Part): string => op ?? name;

describe('a rule that is wrong almost nowhere', () => {
  it('is one of many', () => {
    expect(subtleMutants.length).toBeGreaterThanOrEqual(60);
  });

  // The core is the same for every seed; each mutant meets one of the five, and `npm run bench:seeds` all of them.
  it.each(subtleMutants.map((mutant, index) => [mutant.name, 1 + (index % 5), mutant] as const))(
    'is caught: %s (seed %d)',
    async (_, seed, mutant) => {
      expect(await isCaught(mutant, seed)).toBe(true);
    },
  );
});
