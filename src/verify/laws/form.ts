import type { Law } from '../law.js';
import { agree } from '../verdict.js';

/** Numbers are compared only once this holds; `judge` looks at the form of every answer before any law does. */
export const form: Law = {
  id: 'form',
  sentence: "every gradient has its input's shape and dtype",
  anySize: true,
  atEdges: true,
  check: () => agree,
};
