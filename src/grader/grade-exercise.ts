/** Grades one exercise of a submission, in a process of its own. */
import type { Case } from '../program/case.js';
import { type AssignedExercise, isHidden, seedOf } from './assignment/assignment.js';
import { checkPart, type PartOptions, type PartResult } from './check-part.js';
import { scoreOf } from './credit.js';
import type { GradeOptions } from './grade.js';
import { gradeCommand } from './grade-command.js';
import { headlineOf } from './headline.js';
import { type Rungs, topicOf } from './hints/index.js';
import type { Submission } from './implementation.js';
import { lawsOf, probesOf } from './laws.js';
import type { BundledScript } from './load.js';
import { type Opened, openInSandbox } from './open.js';
import type { Part } from './parts.js';
import type { ProgressCounter } from './progress.js';
import { recognize } from './recognize.js';
import type { ExerciseResult } from './result.js';
import { type Findings, summarize, unusable } from './summarize.js';
import { type TimeLimit, withinTime } from './time-limit.js';

type Required = 'seed' | 'runs' | 'replayFolder' | 'reveal';
export type ExerciseOptions = GradeOptions & {
  readonly [Name in Required]-?: NonNullable<GradeOptions[Name]>;
} & { readonly time: TimeLimit };

/** @param bundled undefined where an adapter runs the submission */
export async function gradeExercise(
  exercise: AssignedExercise,
  bundled: BundledScript | undefined,
  progress: ProgressCounter,
  options: ExerciseOptions,
): Promise<ExerciseResult> {
  const opened =
    bundled === undefined
      ? await (await import('./adapter/open.js')).openOverAdapter(exercise, options)
      : await openInSandbox(exercise, bundled, options);
  if (opened.kind === 'unusable') {
    progress.finish(exercise);
    return unusable(exercise, opened);
  }
  const { parts, file } = opened;
  const submission = withinTime(opened.submission, options.time);
  const { seed, runs, assignment } = options;
  const optionsOf = ({ name }: Part): PartOptions => ({
    laws: lawsOf(exercise),
    probes: probesOf(exercise),
    seed: assignment === undefined ? seed : seedOf(assignment, exercise, name, seed),
    runs,
    onRun: () => progress.run(exercise),
  });
  const shownParts = parts.filter(({ name }) => options.reveal || !isHidden(exercise, name));
  let checked = 0;
  const checkAll = async (some: readonly Part[]) => {
    const results: PartResult[] = [];
    for (const part of some) {
      opened.renew();
      results.push(await checkPart(part, submission, optionsOf(part)));
      progress.finishParts(exercise, ++checked);
    }
    return results;
  };
  const replay: ReplayOf = (testCase, part) => replayOf(testCase, opened.save, exercise, part, options);
  try {
    const shown = await checkAll(shownParts);
    const findings = await findOut(exercise, shown, submission, replay, options.rungs);
    // Hidden cases come last: what a submission could tell of them, nobody asks for any more.
    const hidden = await checkAll(parts.filter((part) => !shownParts.includes(part)));
    opened.renew();
    const score = await scoreOf(exercise, [...shown, ...hidden], submission, optionsOf);
    const summary = { exercise, shown, hidden, score, file };
    if (options.onRevealed !== undefined && headlineOf(hidden) !== undefined) {
      const all = [...shown, ...hidden];
      opened.renew();
      const found = await findOut(
        exercise,
        all,
        submission,
        (_, part) => again(exercise, part, options),
        options.rungs,
      );
      options.onRevealed(summarize({ ...summary, shown: all, hidden: [], ...found }));
    }
    return summarize({ ...summary, ...findings });
  } finally {
    await opened.close();
  }
}

/** How a counterexample of a part can be seen again. */
type ReplayOf = (testCase: Case, part: Part) => Pick<Findings, 'replay' | 'notSaved'>;

/** How the simplest failure of these parts can be seen again, and which known mistake it is. */
async function findOut(
  exercise: AssignedExercise,
  results: readonly PartResult[],
  submission: Submission,
  replay: ReplayOf,
  rungs: Rungs | undefined,
): Promise<Findings> {
  const first = headlineOf(results);
  for (const { part, status } of results) if (status === 'passed') rungs?.passed(exercise.id, part.name);
  if (first?.broken === undefined) return nothingFound;
  const { part, broken, status } = first;
  const earlier = rungs && { earlier: rungs.earlier(exercise.id, part.name, topicOf(broken)) };
  if (status === 'not-implemented') return { ...nothingFound, ...earlier };
  const misconception = await recognize(exercise, part, broken, submission);
  return { ...replay(broken.testCase, part), misconception, ...earlier };
}

/** Where the counterexample cannot be saved, the grader draws it again: a folder that is in the way costs no grade. */
function replayOf(
  testCase: Case,
  save: Opened['save'],
  exercise: AssignedExercise,
  part: Part,
  options: ExerciseOptions,
): ReturnType<ReplayOf> {
  if (options.replayCommand !== undefined) return again(exercise, part, options);
  try {
    return { replay: `npx backproof replay ${save(testCase)}` };
  } catch (error) {
    return { ...again(exercise, part, options), notSaved: (error as Error).message.replace(/\.$/, '') };
  }
}

/** The command that draws a part's cases again. */
function again(exercise: AssignedExercise, { name }: Part, options: ExerciseOptions): ReturnType<ReplayOf> {
  const reveal = isHidden(exercise, name);
  if (options.replayCommand !== undefined) return { replay: options.replayCommand(exercise, reveal) };
  const { assignmentFile, assignment } = options;
  return {
    replay: gradeCommand({
      ...options,
      exercise: exercise.id,
      assignment: assignmentFile ?? (exercise.kind === 'adapter' ? assignment?.name : undefined),
      reveal,
    }),
  };
}

const nothingFound: Findings = { replay: undefined, misconception: undefined };
