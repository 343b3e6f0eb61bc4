/** Grades one exercise of a submission, in a process of its own. */
import { relative } from 'node:path';
import { shellQuoted } from '../formats/shell-quoted.js';
import type { Texts } from '../texts/index.js';
import { askedName, isAsked } from './asked.js';
import { type AssignedExercise, isHidden, partNames, seedOf } from './assignment/assignment.js';
import { type Broken, checkPart, type PartOptions, type PartResult } from './check-part.js';
import { isOfCourse } from './course.js';
import { scoreOf, worthOf } from './credit.js';
import { isInPython } from './exercises.js';
import { findOut, type ReplayOf } from './find-out.js';
import { gradeCommand } from './grade-command.js';
import { headlineOf } from './headline.js';
import type { Submission } from './implementation.js';
import { lawsOf } from './laws.js';
import type { SharedScript, Unusable } from './load.js';
import { openInSandbox } from './open.js';
import type { Opened } from './opened.js';
import type { ExerciseOptions } from './options.js';
import type { Part } from './part.js';
import type { ProgressCounter } from './progress.js';
import { type ExerciseResult, roundPoints } from './result.js';
import { summarize, unusable } from './summarize.js';
import { tellFailures } from './tell-failures.js';
import { withinTime } from './time-limit.js';

/** @param bundled undefined if an adapter runs the submission */
export async function gradeExercise(
  exercise: AssignedExercise,
  bundled: SharedScript | undefined,
  progress: ProgressCounter,
  options: ExerciseOptions,
): Promise<ExerciseResult> {
  const opened = await open(exercise, bundled, options);
  if (opened.kind === 'unusable') {
    progress.finish(exercise);
    options.onTold?.(withoutAnswers(exercise, opened, options, options.texts));
    return withoutAnswers(exercise, opened, options);
  }
  try {
    return await new ExerciseGrader(exercise, opened, progress, options).grade();
  } finally {
    await opened.close();
  }
}

async function open(
  exercise: AssignedExercise,
  bundled: SharedScript | undefined,
  options: ExerciseOptions,
): Promise<Opened | Unusable> {
  if (bundled !== undefined) return openInSandbox(exercise, bundled, options);
  if (isInPython(exercise)) return (await import('./own/python.js')).openPython(exercise, options);
  return (await import('./adapter/open.js')).openOverAdapter(exercise, options);
}

/** Checks the parts that are asked for, shown ones first, and puts their results together. */
class ExerciseGrader {
  private readonly submission: Submission;
  private checked = 0;

  constructor(
    private readonly exercise: AssignedExercise,
    private readonly opened: Opened,
    private readonly progress: ProgressCounter,
    private readonly options: ExerciseOptions,
  ) {
    const { fresh, ...submission } = opened.submission;
    const asked = options.keepsNothing || fresh === undefined ? submission : { ...submission, fresh };
    this.submission = withinTime(asked, options.time);
  }

  async grade(): Promise<ExerciseResult> {
    const { exercise, opened, submission, options } = this;
    const parts = opened.parts.filter(({ name }) => isAsked(options.only, exercise, name));
    const shownParts = parts.filter(({ name }) => this.isShown(name));
    const shown = await this.checkAll(shownParts);
    const replay: ReplayOf = (broken, part, file) =>
      replayOf(broken, file, opened.save, exercise, part, options);
    const findings = await findOut(exercise, shown, submission, replay, options.rungs);
    await tellFailures(shown, submission, findings, exercise, opened.submitted, options);
    // Hidden cases come last: nothing that a submission could reveal about them is asked for afterwards.
    const hidden = await this.checkAll(parts.filter((part) => !shownParts.includes(part)));
    const hiddenMistakes = await this.mistakesIn(hidden);
    opened.renew();
    const results = [...shown, ...hidden];
    const lenient = opened.lenient?.(submission) ?? submission;
    const scored = await scoreOf(exercise, opened.parts, results, lenient, (part) => this.optionsOf(part));
    const notAsked = (opened.notAsked ?? []).filter(
      (op) => isAsked(options.only, exercise, op) && this.isShown(op),
    );
    const summary = {
      exercise,
      shown,
      hidden,
      scored,
      submitted: opened.submitted,
      notAsked,
      hiddenMistakes,
    };
    options.onTold?.(summarize({ ...summary, findings }, options.texts));
    if (options.onRevealed !== undefined && headlineOf(hidden) !== undefined) {
      const found = await this.findHidden(results);
      options.onRevealed(
        summarize(
          { ...summary, shown: results, hidden: [], findings: found, hiddenMistakes: [] },
          options.texts,
        ),
      );
    }
    return summarize({ ...summary, findings });
  }

  private isShown(name: string): boolean {
    return this.options.reveal || !isHidden(this.exercise, name);
  }

  private optionsOf({ name, probes = [] }: Part): PartOptions {
    const { exercise } = this;
    const { seed, runs, assignment } = this.options;
    return {
      laws: lawsOf(exercise),
      probes,
      seed: assignment === undefined ? seed : seedOf(assignment, exercise, name, seed),
      runs,
      onRun: () => this.progress.run(exercise),
    };
  }

  private async checkAll(some: readonly Part[]): Promise<PartResult[]> {
    const results: PartResult[] = [];
    for (const part of some) {
      this.opened.renew();
      const options = this.optionsOf(part);
      const result = await checkPart(part, this.submission, options);
      results.push((await this.opened.excuse?.(result, options)) ?? result);
      this.progress.finishParts(this.exercise, ++this.checked);
    }
    return results;
  }

  /** The names of known mistakes in hidden parts, each once, if the assignment has them told. */
  private async mistakesIn(hidden: readonly PartResult[]): Promise<string[]> {
    if (this.options.assignment?.nameHiddenMistakes !== true || headlineOf(hidden) === undefined) return [];
    const found = await this.findHidden(hidden);
    return [...new Set([...found.values()].flatMap(({ misconception }) => misconception?.name ?? []))];
  }

  /** What a report that reveals hidden parts says of them; their counterexamples are not saved. */
  private findHidden(results: readonly PartResult[]): ReturnType<typeof findOut> {
    const { exercise, submission, options } = this;
    this.opened.renew();
    const drawn: ReplayOf = (_, part) => again(exercise, part, options);
    return findOut(exercise, results, submission, drawn, options.rungs);
  }
}

/** If a file is missing or cannot be loaded, every part is lost. */
function withoutAnswers(
  exercise: AssignedExercise,
  why: Unusable,
  options: ExerciseOptions,
  texts?: Texts,
): ExerciseResult {
  const { only, reveal } = options;
  const all = partNames(exercise).map((name) => ({ name }));
  const asked = all.filter(({ name }) => isAsked(only, exercise, name));
  const shown = asked.filter(({ name }) => reveal || !isHidden(exercise, name));
  const worth = (part: { name: string }) => worthOf(exercise.points, all, part);
  const points = { score: 0, maxScore: roundPoints((exercise.points * asked.length) / all.length) };
  return unusable(
    exercise,
    why,
    points,
    shown.map((part) => ({ ...part, score: 0, maxScore: worth(part) })),
    texts,
  );
}

/** If the counterexample cannot be saved, the command draws it again: an obstructed folder costs no grade. */
function replayOf(
  { testCase, dependence }: Broken,
  file: string,
  save: Opened['save'],
  exercise: AssignedExercise,
  part: Part,
  options: ExerciseOptions,
): ReturnType<ReplayOf> {
  const drawn = again(exercise, part, options);
  if (options.replayCommand !== undefined || options.saveNothing) return drawn;
  try {
    const folder = folderNamed(exercise);
    const own = folder === undefined ? '' : ` --exercise ${shellQuoted([folder])}`;
    return { ...drawn, replay: `npx backproof replay ${save(testCase, file, dependence)}${own}` };
  } catch (error) {
    return { ...drawn, notSaved: (error as Error).message.replace(/\.$/, '') };
  }
}

/** Where an instructor's own exercise is. */
const folderNamed = (exercise: AssignedExercise): string | undefined =>
  exercise.own === undefined || isOfCourse(exercise)
    ? undefined
    : relative(process.cwd(), exercise.own.folder);

/** The command that draws a part's cases again. */
function again(exercise: AssignedExercise, { name }: Part, options: ExerciseOptions): ReturnType<ReplayOf> {
  const reveal = isHidden(exercise, name);
  const asked = askedName(exercise, name);
  const { assignmentFile, assignment, replayCommand } = options;
  const command =
    replayCommand?.(asked, reveal) ??
    gradeCommand({
      ...options,
      only: asked,
      assignment:
        assignmentFile ??
        (exercise.kind === 'adapter' && !isInPython(exercise) ? assignment?.name : undefined),
      exercise: folderNamed(exercise),
      reveal,
    });
  return { replay: command, inFull: command };
}
