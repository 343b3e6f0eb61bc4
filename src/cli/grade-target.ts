/** What an argument of `grade` means: a submission, or one of its exercises, by name or by where it is. */
import { statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

export interface Target {
  readonly submission: string;
  /** The exercise, if it is one. */
  readonly only?: string;
}

/** Where a learner's exercises are, unless something else is said. */
export const usualSubmission = 'exercises';

const isName = /^[\w-]+(\.[\w-]+)*$/;

/**
 * `exercises`, `exercises/gather`, `exercises/gather/gather.ts`, `gather`, or `gather.slice`.
 * @param isChapter whether exercises have this name
 */
export function targetOf(text: string, isChapter: (name: string) => boolean): Target {
  const path = resolve(text);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    return isName.test(text) ? { submission: usualSubmission, only: text } : { submission: text };
  const folder = found.isFile() ? dirname(path) : path;
  const name = basename(folder);
  const file = join(folder, `${name}.ts`);
  const isItsFile = found.isFile() ? path === file : statSync(file, { throwIfNoEntry: false })?.isFile();
  if (!isItsFile || !isChapter(name)) return { submission: text };
  return { submission: relative('.', dirname(folder)) || '.', only: name };
}
