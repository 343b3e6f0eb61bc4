import type { AssignedExercise } from '../../src/grader/assignment/assignment.js';
import type { Language } from '../../src/texts/language.js';

/** All exercises, as the grader has them. */
export type Course = readonly AssignedExercise[];

/** What is checked alone: an exercise, or one part of it. */
export interface Item {
  readonly exercise: string;
  readonly part: string;
  /** A short name, as it is written in code. */
  readonly label: string;
}

/** A chapter is one file for its reader to write. */
export interface Chapter {
  readonly id: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly items: readonly Item[];
}

/** In addresses and in what is saved. */
export const nameOf = ({ exercise, part }: Item): string =>
  exercise === part ? part : `${exercise}.${part}`;
