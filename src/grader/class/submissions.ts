/** The submissions of a class: folders, each with a name of its own. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { SetupError } from '../setup-error.js';
import { digest } from './grading.js';

export interface NamedSubmission {
  /** The name of its folder; that of its result file. */
  readonly name: string;
  readonly folder: string;
}

/** One of `of` parts of a class, counted from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** By name, so that shards and reports do not depend on the order of the arguments. @throws {SetupError} when two share one */
export function namedSubmissions(folders: readonly string[]): NamedSubmission[] {
  const submissions = folders.map((folder) => ({ name: basename(resolve(folder)), folder: resolve(folder) }));
  for (const [index, { name }] of submissions.entries()) {
    const first = submissions.findIndex((each) => each.name === name);
    if (first < index) {
      throw new SetupError(
        `Two submissions are named "${name}": ${folders[first]} and ${folders[index]}. Results are filed under the name of the folder, so rename one.`,
      );
    }
  }
  return submissions.sort(byName);
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

/** Every `of`th submission: each stands in exactly one shard. */
export const inShard = (all: readonly NamedSubmission[], { part, of }: Shard): readonly NamedSubmission[] =>
  all.filter((_, index) => index % of === part - 1);

/** Changes when a file in these of its folders does: then the submission was handed in anew. */
export function contentDigest({ folder }: NamedSubmission, folders: readonly string[]): string {
  const files = folders.flatMap((id) => filesIn(join(folder, id)).map((file) => join(id, file)));
  return digest(...files.flatMap((file) => [`\0${file}\0`, contentOf(join(folder, file))]));
}

/** No source file is larger; of one that is, or that cannot be read, the size will do. */
const mostBytes = 10_000_000;

function contentOf(file: string): Buffer | string {
  const { size } = statSync(file);
  if (size > mostBytes) return String(size);
  try {
    return readFileSync(file);
  } catch {
    return String(size);
  }
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return (
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      // Running Python leaves compiled files behind.
      .filter((file) => !file.includes('__pycache__') && !file.startsWith('.git/'))
      .filter((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile())
      .sort()
  );
}
