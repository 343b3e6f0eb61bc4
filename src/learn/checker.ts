/** Checks exercises one by one, in a process that stays: the checker is loaded and its bundler runs before a file is saved. */

import type { Assignment } from '../grader/assignment/assignment.js';
import { Bundler } from '../grader/bundler/bundler.js';
import { grade } from '../grader/grade.js';
import type { FoundFailure } from '../grader/options.js';
import type { Progress } from '../grader/progress.js';
import type { ExerciseResult, PartReport, Status } from '../grader/result.js';
import { en, type Texts } from '../texts/index.js';
import type { Lesson } from './lessons.js';

export interface Checked {
  readonly lesson: Lesson;
  readonly status: Status;
  /** What `grade` says of it. */
  readonly message: string;
  /** `file:line` where it went wrong, if that is known. */
  readonly place: string | null;
  readonly replay: string | null;
  /** How many cases were judged. */
  readonly cases: number;
  readonly milliseconds: number;
  /** The counterexample and what came back for it. */
  readonly failure: FoundFailure | undefined;
}

export class Checker {
  private readonly bundler = new Bundler();

  /** @param replayFolder where counterexamples are saved */
  constructor(
    private readonly submission: string,
    private readonly assignment: Assignment,
    private readonly replayFolder: string,
    private readonly texts: Texts = en,
  ) {}

  async check(lesson: Lesson, onProgress: (progress: Progress) => void = () => {}): Promise<Checked> {
    const [checked] = await this.checkAll([lesson], onProgress);
    return checked as Checked;
  }

  /** Exercises in parallel, those of one file one after the other. */
  async checkAll(
    lessons: readonly Lesson[],
    onProgress: (progress: Progress) => void = () => {},
  ): Promise<readonly Checked[]> {
    const begun = performance.now();
    const failures: FoundFailure[] = [];
    const exercises: ExerciseResult[] = [];
    await grade({
      submission: this.submission,
      assignment: this.assignment,
      only: lessons.map(({ id }) => id),
      bundler: this.bundler,
      replayFolder: this.replayFolder,
      texts: this.texts,
      onTold: (exercise) => exercises.push(exercise),
      onFailure: (failure) => failures.push(failure),
      onProgress,
    });
    const milliseconds = performance.now() - begun;
    return lessons.map((lesson) => {
      const result = exercises.find(({ id }) => id === lesson.exercise.id);
      const failure = failures.find(
        (each) => each.exercise === lesson.exercise.id && each.part === lesson.part,
      );
      return { lesson, ...ofLesson(result, lesson), milliseconds, failure };
    });
  }

  stop(): void {
    this.bundler.stop();
  }
}

function ofLesson(result: ExerciseResult | undefined, { part }: Lesson) {
  const report: PartReport | undefined = result?.parts.find(({ name }) => name === part);
  return {
    status: report?.status ?? result?.status ?? 'missing',
    message: report?.message ?? result?.message ?? '',
    place: report?.place ?? null,
    replay: report?.replay ?? null,
    cases: Math.max(0, ...(report?.laws ?? []).map(({ runs }) => runs)),
  };
}
