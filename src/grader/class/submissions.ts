/** The submissions of a class: folders, each with a name of its own. */
import { basename, resolve } from 'node:path';
import { SetupError } from '../setup-error.js';

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

/** Every `of`th submission: each is in exactly one shard. */
export const inShard = (all: readonly NamedSubmission[], { part, of }: Shard): readonly NamedSubmission[] =>
  all.filter((_, index) => index % of === part - 1);
