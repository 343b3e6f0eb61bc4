import { formProblem } from '../form.js';
import type { Law } from '../law.js';
import { agree } from '../verdict.js';

/** Numbers are compared only once this holds. */
export const form: Law = {
  id: 'form',
  sentence: "every gradient has its input's shape and dtype",
  anySize: true,
  check({ program, testCase }, done) {
    if (done.vjps.length !== testCase.cotangents.length) {
      const problem = `expected the gradients of ${testCase.cotangents.length} cotangents, got ${done.vjps.length}`;
      return { kind: 'malformed', problem };
    }
    for (const gradients of done.vjps) {
      const problem = formProblem(gradients, program, 'gradient');
      if (problem !== undefined) return { kind: 'malformed', problem };
    }
    return agree;
  },
};
