import type { Law } from '../law.js';
import { agree } from '../verdict.js';

/** Visiting a shared node once per path doubles the work at every doubling of the DAG. */
export const linearTime: Law = {
  id: 'linear-time',
  sentence: 'deep chains and wide DAGs take linear time',
  anySize: true,
  check({ testCase }, done) {
    const { program } = testCase;
    if (done.ruleCalls === undefined || testCase.cotangents.length === 0) return undefined;
    // A step may hold a few nodes (broadcasting, masks), and each is visited once per cotangent.
    const most = 8 * program.steps.length * testCase.cotangents.length * testCase.order;
    if (done.ruleCalls <= most) return agree;
    const problem = `gradient rules were called ${done.ruleCalls} times for ${program.steps.length} steps; visit each node once, after all its consumers`;
    return { kind: 'malformed', problem };
  },
};
