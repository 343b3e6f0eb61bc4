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
import { sharesOf } from '../../src/grader/shares.js';
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

/** Which parts a mistake costs in an exercise whose parts are not its ops. The others cost all of them. */
const costs: Readonly<Record<string, readonly string[]>> = {
  'matmul-reverses-all-axes': ['batch-axes', 'second-order'],
  'matmul-computes-on-raw-data': ['second-order'],
  'overwrites-where-it-must-add': ['shared', 'diamond', 'outputs'],
  'keeps-only-the-first-adjoint': ['shared', 'diamond', 'outputs'],
  'averages-the-adjoints': ['shared', 'diamond', 'outputs'],
  'forgets-the-last-input': ['chain', 'shared', 'diamond', 'outputs'],
  'drops-the-seed-of-a-consumed-output': ['outputs'],
  'counts-a-repeated-input-once': ['shared', 'diamond', 'outputs'],
  'stops-at-the-first-leaf': ['chain', 'shared', 'diamond', 'outputs'],
  'walks-in-pre-order': ['diamond', 'outputs'],
  'walks-depth-first-in-pre-order': ['diamond', 'outputs'],
  'walks-depth-first-from-the-first-input': ['diamond', 'outputs'],
  'marks-nodes-before-they-are-visited': ['diamond', 'outputs'],
  'starts-from-the-first-output-only': ['outputs'],
  'visits-a-node-once-per-path': ['deep'],
  'recursion-overflows': ['deep'],
  'realize-recursion-overflows': ['deep'],
  'realize-waits-for-the-first-input-only': ['chain', 'shared', 'diamond', 'outputs'],
  'realize-waits-for-the-last-input-only': ['chain', 'shared', 'diamond', 'outputs'],
};

/** The parts that it must lose of those that are checked: for an op that is a part of its own, that one. */
const costOf = (exercise: Exercise, mistake: Misconception): readonly string[] =>
  costs[mistake.name] ??
  sharesOf(exercise)?.map(({ name }) => name) ??
  (mistake.kind === 'rule' ? [mistake.op] : []);

type Mistakes = readonly [Misconception, ...Misconception[]];

/** Rules of different ops do not meet: the cases of a part ask the rule of its op, and no other. */
const areApart = (a: Misconception, b: Misconception): boolean =>
  a.kind === 'rule' && b.kind === 'rule' && a.exercise === b.exercise && a.op !== b.op;

/** As few submissions as hold them all: bundles and processes take longer than most of the checks. */
function submissionsOf(mistakes: readonly Misconception[]): readonly Mistakes[] {
  const submissions: [Misconception, ...Misconception[]][] = [];
  for (const each of mistakes) {
    const free = submissions.find((others) => others.every((other) => areApart(each, other)));
    if (free === undefined) submissions.push([each]);
    else free.push(each);
  }
  return submissions;
}

/** Bundled and started once for all mistakes in it. @param whenOver is given what stops and removes it */
async function submit(mistakes: Mistakes, whenOver: (end: () => void) => void) {
  const exercise = findExercise(mistakes[0].exercise ?? '') as Exercise;
  const submission = folderWith(planted(...mistakes), whenOver);
  const folder = join(submission, 'bundle');
  mkdirSync(folder);
  const script = join(folder, `${exercise.id}.mjs`);
  const bundled = await bundler.bundle(exercise, submission, script);
  const loaded = await start(exercise, submission, { ...bundled, script });
  if (loaded.kind === 'unusable') throw new Error(loaded.why);
  const { sandbox } = loaded;
  whenOver(() => sandbox.stop());
  const implementation = submissionOf(exercise, sandbox);
  return { exercise, sandbox, implementation, recognizer: new Recognizer(exercise, implementation) };
}

type Submitted = Awaited<ReturnType<typeof submit>>;

/** Checks the part that the mistake is in, as `grade` does by default. */
async function check(misconception: Misconception, submitted: Submitted) {
  const { exercise, sandbox, implementation, recognizer } = submitted;
  const isConcerned = ({ name, op }: Part) =>
    misconception.kind !== 'rule' || (op ?? name) === misconception.op;
  const how = { laws: lawsOf(exercise), seed: defaultSeed, runs: defaultRuns, onRun: () => {} };
  const results: PartResult[] = [];
  for (const part of partsOf(exercise).filter(isConcerned)) {
    sandbox.renewLives();
    results.push(await checkPart(part, implementation, { ...how, probes: part.probes ?? [] }));
  }
  const { status, broken, part } = headlineOf(results) as PartResult;
  const known = broken && (await recognizer.nameOf(part, broken));
  const lost = results.filter((each) => each.status !== 'passed').map((each) => each.part.name);
  return { status, broken, known, lost };
}

describe.each(submissionsOf(ofExercises).map((mistakes, index) => ({ mistakes, number: index + 1 })))(
  'a misconception in the place of the solution, in submission $number',
  ({ mistakes }) => {
    const endings: (() => void)[] = [];
    afterAll(() => {
      for (const end of endings.reverse()) end();
    });
    let submitted: Promise<Submitted> | undefined;

    it.each(mistakes)(
      '$name fails its exercise in the parts that it is in, on a case of at most 6 entries',
      async (misconception) => {
        submitted ??= submit(mistakes, (end) => endings.push(end));
        const submission = await submitted;
        const { status, broken, known, lost } = await check(misconception, submission);
        expect(['failed', 'crashed']).toContain(status);
        expect(lost).toEqual(costOf(submission.exercise, misconception));
        const size = broken?.testCase.inputs.reduce((sum, { data }) => sum + data.length, 0);
        expect(size).toBeLessThanOrEqual(6);
        entries.push(size as number);
        if (known === misconception) recognised.push(misconception.name);
      },
    );
  },
);

describe('all misconceptions together', () => {
  it('are shown by at most 3 entries more often than not', () => {
    expect(entries).toHaveLength(ofExercises.length);
    expect(entries.sort((a, b) => a - b)[entries.length >> 1]).toBeLessThanOrEqual(3);
  });

  // Two of them give the same answers as another one: n·xⁿ is n·x·xⁿ⁻¹, and two wrong matmuls do not fit at all.
  it('are nearly always called by their names', () => {
    expect(recognised.length / ofExercises.length).toBeGreaterThan(0.95);
  });
});
