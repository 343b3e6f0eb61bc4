import type { Law } from '../law.js';
import { agree } from '../verdict.js';

/** Judged only if the implementation can tell; over a pipe it often cannot. */
export const memory: Law = {
  id: 'memory',
  sentence: 'no two gradients share memory',
  anySize: true,
  check(_, done) {
    if (done.aliases === undefined) return undefined;
    const [alias] = done.aliases;
    return alias === undefined
      ? agree
      : { kind: 'malformed', problem: `${alias}; return a copy for each input` };
  },
};
