/** What `npm run project` writes, and the build; a spec compares it with what is committed. */
import { join, relative } from 'node:path';
import { exercises } from '../src/grader/exercises.js';
import { formatted } from './format.js';
import { solution, stub, type WrittenFile } from './rewrite.js';

export const projections = (): WrittenFile[] =>
  formatted(exercises.flatMap((exercise) => [solution(exercise), stub(exercise)]));

/** The stubs as the build keeps them. */
export const stubs = (): WrittenFile[] =>
  formatted(exercises.map(stub)).map(({ path, text }) => ({
    path: join('dist', 'stubs', relative('exercises', path)),
    text,
  }));
