import type { Law } from '../law.js';
import { judgeAll } from './vjp.js';

/** The same comparison, counted separately, because implementations break here first. */
export const edges: Law = {
  id: 'edges',
  sentence: '0-d, empty and size-1 shapes have the right vjp',
  atEdges: true,
  check(trial, done) {
    const odd = trial.testCase.program.inputs.some(
      ({ shape }) => shape.length === 0 || shape.includes(0) || shape.includes(1),
    );
    return odd ? judgeAll(trial, done) : undefined;
  },
};
