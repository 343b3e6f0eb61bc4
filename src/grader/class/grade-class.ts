/** Grades the submissions of a class, several at a time, into one result file each. */
import { mkdirSync } from 'node:fs';
import { needsAdapter } from '../assignment/assignment.js';
import { chapterOf } from '../exercises.js';
import type { Progress } from '../progress.js';
import { contentDigest } from './content-digest.js';
import { fingerprint, type Grading } from './grading.js';
import { readResult, removeUnfinished, resultFile, writeResult } from './result-file.js';
import type { NamedSubmission } from './submissions.js';
import type { Reply, Task } from './worker.js';
import { inWorkers } from './workers.js';

export interface ClassOptions {
  readonly submissions: readonly NamedSubmission[];
  readonly grading: Grading;
  /** The folder of the results. */
  readonly out: string;
  /** How many submissions are graded at a time. */
  readonly jobs: number;
  /** Skips submissions whose result exists and would be the same again. */
  readonly resume: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

export interface ClassOutcome {
  /** How many results existed already. */
  readonly resumed: number;
  /** Submissions that the grader failed to grade, with the reason: these have no result file. */
  readonly failed: readonly { readonly name: string; readonly why: string }[];
}

export async function gradeClass(options: ClassOptions): Promise<ClassOutcome> {
  const { out, jobs, onProgress, resume } = options;
  mkdirSync(out, { recursive: true });
  const all = tasksOf(options);
  for (const { submission } of all) removeUnfinished(out, submission.name);
  const tasks = all.filter((task) => !resume || !isDone(task, out));
  const failed: { name: string; why: string }[] = [];
  let done = 0;
  await inWorkers(tasks, jobs, ({ submission: { name } }, reply) => {
    const why = reply.kind === 'graded' ? notWritten(out, name, reply) : reply.why;
    if (why !== undefined) failed.push({ name, why });
    onProgress?.({
      done: ++done,
      total: tasks.length,
      what: failed.length > 0 ? `${name} · ${failed.length} failed` : name,
    });
  });
  return { resumed: all.length - tasks.length, failed };
}

/** Why the result of one submission cannot be written; a name may be too long for a file. */
function notWritten(out: string, name: string, { text }: Reply & { kind: 'graded' }): string | undefined {
  try {
    writeResult(out, name, text);
    return undefined;
  } catch (error) {
    return `its result cannot be written (${(error as Error).message})`;
  }
}

function tasksOf({ submissions, grading }: ClassOptions): Task[] {
  const made = fingerprint(grading);
  const folders = needsAdapter(grading.assignment)
    ? ['.']
    : [...new Set(grading.assignment.exercises.map(chapterOf))];
  return submissions.map((submission) => ({
    submission,
    grading,
    made: { grading: made, submission: contentDigest(submission, folders) ?? null },
  }));
}

function isDone({ submission, made }: Task, out: string): boolean {
  const result = readResult(resultFile(out, submission.name));
  return (
    made.submission !== null &&
    result?.made.grading === made.grading &&
    result.made.submission === made.submission
  );
}
