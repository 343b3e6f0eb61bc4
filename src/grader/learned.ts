/** What `backproof learn` keeps of each exercise, in a file next to the counterexamples. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Learned {
  readonly solved: boolean;
  /** How often it was checked after a change. */
  readonly attempts: number;
  /** How many hints were taken. */
  readonly hints: number;
}

export interface LearnedFile {
  /** The exercise that the learner is at. */
  readonly current: string | undefined;
  /** By exercise, in the order of the file. */
  readonly exercises: ReadonlyMap<string, Learned>;
}

export const learnedName = 'learn';

/** A file that is not a record of ours is ignored. */
export function learnedIn(folder: string): LearnedFile {
  try {
    const { current, exercises } = Object(
      JSON.parse(readFileSync(join(folder, `${learnedName}.json`), 'utf8')),
    );
    const entries = Object.entries(Object(exercises) as object).flatMap(([id, each]) =>
      isLearned(each) ? [[id, each] as const] : [],
    );
    return { current: typeof current === 'string' ? current : undefined, exercises: new Map(entries) };
  } catch {
    return { current: undefined, exercises: new Map() };
  }
}

const isLearned = (json: unknown): json is Learned => {
  const { solved, attempts, hints } = Object(json);
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  return typeof solved === 'boolean' && isCount(attempts) && isCount(hints);
};
