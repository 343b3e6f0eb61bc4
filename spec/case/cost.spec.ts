import { describe, expect, it } from 'vitest';
import { excessOf } from '../../src/case/cost.js';
import type { Step } from '../../src/case/vocabulary.js';

const limits = { steps: 3, entries: 100, allEntries: 250, operations: 500 };
const excess = (...steps: readonly Step[]) =>
  excessOf({ inputs: [{ dtype: 'float64', shape: [6, 6] }], steps, outputs: [0] }, limits);
const negate: Step = { op: 'negate', args: [0] };

describe('what a program takes', () => {
  it('is within bounds', () => {
    expect(excess(negate, { op: 'matmul', args: [0, 0] })).toBeUndefined();
  });

  it.each<[string, readonly Step[]]>([
    ['has 4 steps', [negate, negate, negate, negate]],
    ['makes an array of 216 entries', [{ op: 'broadcast_to', args: [0], shape: [6, 6, 6] }]],
    [
      'makes an array of 1.0000000000000001e+60 entries',
      [
        {
          op: 'pad',
          args: [0],
          padding: [
            [1e30, 0],
            [1e30, 0],
          ],
        },
      ],
    ],
    ['takes more than 500 operations', [{ op: 'einsum', args: [0, 0], equation: 'ij,kl->ik' }]],
  ])('is found to be too much: it %s', (why, steps) => {
    expect(excess(...steps)).toContain(why);
  });
});
