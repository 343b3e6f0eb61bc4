/**
 * `npm run bench:seeds`: does a grade move with the seed? A class of 100 whose mistakes are known, right ones among them, is
 * graded with seeds 1 to 5: known misconceptions and subtle mutants, planted in our engine, part by part as `grade` asks.
 */

import { subtleMutants } from '../spec/grader/subtle-mutants.js';
import { exercises } from '../src/grader/exercises.js';
import { lawsOf } from '../src/grader/laws.js';
import { defaultRuns } from '../src/grader/options.js';
import { askedOf } from '../src/grader/part.js';
import { partsOf } from '../src/grader/parts.js';
import { type Misconception, misconceptions, plant } from '../src/misconceptions/index.js';
import { checkLaws } from '../src/verify/index.js';

const seeds = [1, 2, 3, 4, 5];
const count = 100;
const mostMistakes = 3;

const parts = exercises
  .filter(({ kind }) => kind === 'rules')
  .flatMap((exercise) => {
    const own = partsOf(exercise);
    return own.map((part) => ({ exercise, part, worth: exercise.points / own.length }));
  });
const most = parts.reduce((sum, { worth }) => sum + worth, 0);

type Mistake = Extract<Misconception, { kind: 'rule' | 'gradient' }>;
const known = misconceptions.filter(
  (each): each is Mistake => each.kind === 'rule' && each.exercise !== null,
);

/** Known mistakes and subtle ones in turn; one submission in four is right. */
const submissions = Array.from({ length: count }, (_, index): Mistake[] =>
  Array.from({ length: index % (mostMistakes + 1) }, (__, at) => {
    const list = (index + at) % 2 === 0 ? known : subtleMutants;
    return list[(index * 37 + at * 61) % list.length] as Mistake;
  }),
);

const lost = new Map<string, ReadonlySet<string>>();

/** The parts that the mistake costs. */
async function partsLost(mistake: Mistake, seed: number): Promise<ReadonlySet<string>> {
  const key = `${mistake.name} ${seed}`;
  const found = lost.get(key);
  if (found !== undefined) return found;
  const names = new Set<string>();
  for (const { exercise, part } of parts.filter((each) => (each.part.op ?? each.part.name) === mistake.op)) {
    const asked = { ...askedOf(part, defaultRuns), laws: lawsOf(exercise), seed, shrinks: 0 };
    if ((await checkLaws(plant(mistake), asked)).failure !== undefined) names.add(part.name);
  }
  lost.set(key, names);
  return names;
}

async function pointsOf(mistakes: readonly Mistake[], seed: number): Promise<number> {
  const names = new Set<string>();
  for (const mistake of mistakes) for (const name of await partsLost(mistake, seed)) names.add(name);
  return parts.reduce((sum, { part, worth }) => (names.has(part.name) ? sum - worth : sum), most);
}

let moved = 0;
let planted = 0;
for (const [index, mistakes] of submissions.entries()) {
  const points: number[] = [];
  for (const seed of seeds) points.push(Math.round(100 * (await pointsOf(mistakes, seed))) / 100);
  planted += mistakes.length;
  process.stderr.write(`\r${index + 1} of ${count} submissions graded with ${seeds.length} seeds`);
  if (new Set(points).size === 1) continue;
  moved++;
  console.log(`\n${mistakes.map(({ name }) => name).join(', ')}: ${points.join(', ')} points`);
}
const right = submissions.filter(({ length }) => length === 0).length;
console.log(
  `\n${count} submissions (${right} right ones, ${planted} mistakes in the others), seeds ${seeds.join(', ')}, ${defaultRuns} runs: ` +
    `the points of ${moved} differ from seed to seed.`,
);
if (moved > 0) process.exitCode = 1;
