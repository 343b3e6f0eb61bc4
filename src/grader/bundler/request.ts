/** Messages between the grader and the bundling process, one JSON object per line. */
import { join } from 'node:path';
import { chapterOf, type Exercise } from '../exercises.js';

/** What bundling needs of an exercise. */
type BundledExercise = Pick<Exercise, 'id' | 'kind' | 'sources' | 'functions' | 'ops'> & {
  /** Whether the file has several exercises, each of which asks for one of its functions. */
  readonly isChapter?: boolean;
};

export interface Request {
  readonly exercise: BundledExercise;
  readonly submission: string;
  /** Where the bundle is written. */
  readonly outfile: string;
  /** The folder that holds harness and engine: src or dist. */
  readonly rooms: string;
  /** Where relative paths begin, here and in what is said. */
  readonly folder: string;
}

/** Asks whether anything can be bundled and written to this file. */
export type Asked = Request | { readonly check: string };

export type Bundled =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'missing'; readonly why: string }
  | { readonly kind: 'broken'; readonly why: string };

/** `unable`: it is not the submission's fault. */
export type Reply = Bundled | { readonly kind: 'unable'; readonly why: string };

/** Where a submission has the file of an exercise. */
export const submittedFile = (submission: string, exercise: Pick<Exercise, 'id'>): string =>
  join(submission, chapterOf(exercise), `${chapterOf(exercise)}.ts`);
