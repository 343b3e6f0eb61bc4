/** A process of our own that grades one submission after the other, so that several cores check. */
import { holdGroup } from '../../wire/leftovers.js';
import { grade } from '../grade.js';
import { type Grading, replayCommand } from './grading.js';
import { type Made, resultText } from './result-file.js';
import type { NamedSubmission } from './submissions.js';

export interface Task {
  readonly submission: NamedSubmission;
  readonly grading: Grading;
  readonly made: Made;
}

export type Reply =
  | { readonly kind: 'graded'; readonly text: string }
  | { readonly kind: 'failed'; readonly why: string };

async function answer({ submission, grading, made }: Task): Promise<Reply> {
  try {
    // Messages name files relative to this folder: the same wherever the class is stored.
    process.chdir(submission.folder);
    const result = await grade({
      ...grading,
      submission: '.',
      oneByOne: true,
      replayCommand: (only, hidden) => replayCommand(grading, only, hidden),
    });
    return { kind: 'graded', text: resultText({ ...result, submission: submission.name }, made) };
  } catch (error) {
    return { kind: 'failed', why: (error as Error).message };
  }
}

// It leads its group, so what its bundler started ends with it.
holdGroup(process.pid);
process.on('message', async (task: Task) => process.send?.(await answer(task)));
// Our parent is gone.
process.on('disconnect', () => process.exit());
