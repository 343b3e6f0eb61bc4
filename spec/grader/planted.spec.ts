import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Bundler } from '../../src/grader/bundler/bundler.js';
import { checkPart, type PartResult } from '../../src/grader/check-part.js';
import { type Exercise, findExercise } from '../../src/grader/exercises.js';
import { headlineOf } from '../../src/grader/headline.js';
import { submissionOf } from '../../src/grader/implementation.js';
import { lawsOf } from '../../src/grader/laws.js';
import { start } from '../../src/grader/load.js';
import { defaultRuns, defaultSeed } from '../../src/grader/options.js';
import type { Part } from '../../src/grader/part.js';
import { partsOf } from '../../src/grader/parts.js';
import { Recognizer } from '../../src/grader/recognize.js';
import { type Misconception, misconceptions } from '../../src/misconceptions/index.js';
import { planted } from './plant.js';
import { folderWith } from './submit.js';

/** One for all, as for all exercises of a submission. */
const bundler = new Bundler();
afterAll(() => bundler.stop());

/** The entries of every counterexample, and whose mistake was recognised. */
const entries: number[] = [];
const recognised: string[] = [];
/** Those that are generated are planted in natural-mistakes.spec.ts, without a process. */
const ofExercises = misconceptions.filter(
  (each) => each.exercise !== null && !(each.kind === 'rule' && each.family !== undefined),
);

/** Checks the part that the mistake is in, as `grade` does by default. */
async function check(misconception: Misconception) {
  const exercise = findExercise(misconception.exercise ?? '') as Exercise;
  const isConcerned = ({ name, op }: Part) =>
    misconception.kind !== 'rule' || (op ?? name) === misconception.op;
  const parts = partsOf(exercise).filter(isConcerned);
  const submission = folderWith(planted(misconception));
  const folder = join(submission, 'bundle');
  mkdirSync(folder);
  const script = join(folder, `${exercise.id}.mjs`);
  const bundled = await bundler.bundle(exercise, submission, script);
  const loaded = await start(exercise, submission, { ...bundled, script });
  if (loaded.kind === 'unusable') throw new Error(loaded.why);
  const { sandbox } = loaded;
  try {
    const implementation = submissionOf(exercise, sandbox);
    const how = { laws: lawsOf(exercise), seed: defaultSeed, runs: defaultRuns, onRun: () => {} };
    const results: PartResult[] = [];
    for (const part of parts) {
      sandbox.renewLives();
      results.push(await checkPart(part, implementation, { ...how, probes: part.probes ?? [] }));
    }
    const { status, broken, part } = headlineOf(results) as PartResult;
    const known = broken && (await new Recognizer(exercise, implementation).nameOf(part, broken));
    return { status, broken, known };
  } finally {
    sandbox.stop();
  }
}

describe('a misconception in the place of the solution', () => {
  it.each(ofExercises)('$name fails its exercise, on a case of at most 6 entries', async (misconception) => {
    const { status, broken, known } = await check(misconception);
    expect(['failed', 'crashed']).toContain(status);
    const size = broken?.testCase.inputs.reduce((sum, { data }) => sum + data.length, 0);
    expect(size).toBeLessThanOrEqual(6);
    entries.push(size as number);
    if (known === misconception) recognised.push(misconception.name);
  });

  it('is shown by at most 3 entries more often than not', () => {
    expect(entries).toHaveLength(ofExercises.length);
    expect(entries.sort((a, b) => a - b)[entries.length >> 1]).toBeLessThanOrEqual(3);
  });

  // Two of them give the same answers as another one: n·xⁿ is n·x·xⁿ⁻¹, and two wrong matmuls do not fit at all.
  it('is nearly always called by its name', () => {
    expect(recognised.length / ofExercises.length).toBeGreaterThan(0.95);
  });
});
