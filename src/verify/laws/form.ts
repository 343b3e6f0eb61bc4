import { vjpsProblem } from '../form.js';
import type { Law } from '../law.js';
import { agree } from '../verdict.js';

/** Numbers are compared only once this holds. */
export const form: Law = {
  id: 'form',
  sentence: "every gradient has its input's shape and dtype",
  anySize: true,
  check({ program, testCase }, done) {
    const problem = vjpsProblem(done.vjps, program, testCase.cotangents.length);
    if (problem !== undefined) return { kind: 'malformed', problem };
    return agree;
  },
};
