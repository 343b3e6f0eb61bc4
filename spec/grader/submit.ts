/** Submissions for specs: a solution of the course with something put in its place. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Bundler } from '../../src/grader/bundler/bundler.js';
import { grade } from '../../src/grader/grade.js';
import type { ExerciseResult } from '../../src/grader/result.js';
import { defaultLimits, type Limits } from '../../src/grader/sandbox.js';

export const solutionOf = (id: string): string => readFileSync(join('solutions', id, `${id}.ts`), 'utf8');

/** The solution of an exercise with each text replaced; a text that is not there is a mistake of the spec. */
export function altered(id: string, ...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((source, [from, to]) => {
    if (!source.includes(from)) throw new Error(`the solution of ${id} does not hold ${from}`);
    return source.replace(from, () => to);
  }, solutionOf(id));
}

/** A folder with these files, gone when the test is over, or whatever else it is said to last for. */
export function folderWith(
  files: Readonly<Record<string, string>>,
  whenOver: (end: () => void) => void = onTestFinished,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'submission-'));
  whenOver(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

let bundler: Bundler | undefined;

/** One for all gradings of a worker, with which it ends: the first bundle of each takes as long as grading an exercise. */
export const sharedBundler = (): Bundler => (bundler ??= new Bundler());

/** Grades one exercise whose file has this source; what differs from run to run is taken out of the message. */
export async function gradeSource(
  id: string,
  source: string,
  limits: Partial<Limits> = {},
): Promise<ExerciseResult> {
  const submission = folderWith({ [`${id}/${id}.ts`]: source });
  const { exercises } = await grade({
    submission,
    only: [id],
    runs: 8,
    limits: { ...defaultLimits, ...limits },
    replayFolder: join(submission, '.backproof'),
    bundler: sharedBundler(),
  });
  const [result] = exercises as [ExerciseResult];
  return { ...result, message: result.message.replaceAll(/\S*submission-\w+\//g, '') };
}
