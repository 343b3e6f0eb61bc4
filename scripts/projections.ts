/** What `npm run project` writes; a spec compares it with what is committed. */
import { exercises } from '../src/grader/exercises.js';
import { formatted } from './format.js';
import { solution, stub, type WrittenFile } from './rewrite.js';

export const projections = (): WrittenFile[] =>
  formatted(exercises.flatMap((exercise) => [solution(exercise), stub(exercise)]));
