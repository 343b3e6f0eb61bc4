/** Grades the submissions of a class, several at a time, into one result file each. */
import { mkdirSync } from 'node:fs';
import { needsAdapter } from '../assignment/assignment.js';
import type { Progress } from '../progress.js';
import { contentDigest } from './content-digest.js';
import { fingerprint, type Grading } from './grading.js';
import { readResult, removeUnfinished, resultFile, writeResult } from './result-file.js';
import type { NamedSubmission } from './submissions.js';
import type { Task } from './worker.js';
import { inWorkers } from './workers.js';

export interface ClassOptions {
  readonly submissions: readonly NamedSubmission[];
  readonly grading: Grading;
  /** The folder of the results. */
  readonly out: string;
  /** How many submissions are graded at a time. */
  readonly jobs: number;
  /** Leaves submissions alone whose result is there and would be the same again. */
  readonly resume: boolean;
  readonly onProgress?: (progress: Progress) => void;
}

export interface ClassOutcome {
  /** How many results were there already. */
  readonly resumed: number;
  /** Whom the grader failed, with the reason: these have no result file. */
  readonly failed: readonly { readonly name: string; readonly why: string }[];
}

/** Whatever is wrong with one submission costs that one alone. @throws when `out` cannot be made */
export async function gradeClass(options: ClassOptions): Promise<ClassOutcome> {
  const { out, jobs, onProgress, resume } = options;
  mkdirSync(out, { recursive: true });
  const { tasks: all, failed } = tasksOf(options);
  removeUnfinished(out);
  const tasks = all.filter((task) => !resume || !isDone(task, out));
  let done = 0;
  await inWorkers(tasks, jobs, ({ submission: { name } }, reply) => {
    const why = reply.kind === 'graded' ? whyNotWritten(out, name, reply.text) : reply.why;
    if (why !== undefined) failed.push({ name, why });
    onProgress?.({
      done: ++done,
      total: tasks.length,
      what: failed.length > 0 ? `${name} · ${failed.length} failed` : name,
    });
  });
  return { resumed: all.length - tasks.length, failed };
}

interface Tasks {
  readonly tasks: Task[];
  readonly failed: { name: string; why: string }[];
}

function tasksOf({ submissions, grading }: ClassOptions): Tasks {
  const made = fingerprint(grading);
  const folders = needsAdapter(grading.assignment) ? ['.'] : grading.assignment.exercises.map(({ id }) => id);
  const all: Tasks = { tasks: [], failed: [] };
  for (const submission of submissions) {
    const { name, folder } = submission;
    try {
      const files = contentDigest(folder, folders);
      all.tasks.push({ submission, grading, made: { grading: made, submission: files } });
    } catch (error) {
      all.failed.push({ name, why: `its folder cannot be read (${(error as Error).message})` });
    }
  }
  return all;
}

function whyNotWritten(out: string, name: string, text: string): string | undefined {
  try {
    writeResult(out, name, text);
    return undefined;
  } catch (error) {
    return `its result cannot be written (${(error as Error).message})`;
  }
}

function isDone({ submission, made }: Task, out: string): boolean {
  const result = readResult(resultFile(out, submission.name));
  return result?.made.grading === made.grading && result.made.submission === made.submission;
}
