/** A class whose mistakes are known: solutions with misconceptions planted in them, drawn from a seed. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exerciseIds } from '../../src/grader/exercises.js';
import { type Misconception, misconceptions } from '../../src/misconceptions/index.js';
import { plantInSource } from './plant-source.js';

export interface PlantedSubmission {
  readonly name: string;
  /** At most one in each part of an exercise. */
  readonly planted: readonly Misconception[];
}

/** What can be planted: the mistakes that an exercise asks for, and whose text is written out. */
const plantable = misconceptions.filter(
  (each) => each.exercise !== null && !(each.kind === 'rule' && each.family !== undefined),
);

const mostPlanted = 3;

export const partOf = (misconception: Misconception): string =>
  misconception.kind === 'rule' ? misconception.op : String(misconception.exercise);

/** The same class for the same seed. */
export function drawClass(count: number, seed: number): PlantedSubmission[] {
  const below = randomIntegers(seed);
  const digits = String(count).length;
  return Array.from({ length: count }, (_, index) => {
    const planted: Misconception[] = [];
    for (let left = below(mostPlanted + 1); left > 0; left--) {
      const next = plantable[below(plantable.length)] as Misconception;
      if (!planted.some((each) => partOf(each) === partOf(next))) planted.push(next);
    }
    return { name: `student-${String(index + 1).padStart(digits, '0')}`, planted };
  });
}

/** Writes the submission into its folder, and returns that. */
export function writeSubmission({ name, planted }: PlantedSubmission, folder: string): string {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  for (const id of exerciseIds) {
    const file = join(own, id, `${id}.ts`);
    cpSync(join('solutions', id, `${id}.ts`), file);
    for (const misconception of planted.filter(({ exercise }) => exercise === id)) {
      writeFileSync(file, plantInSource(misconception, readFileSync(file, 'utf8')));
    }
  }
  return own;
}

/** Whole numbers from 0 to below a bound: the generator mulberry32. */
function randomIntegers(seed: number): (bound: number) => number {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}
