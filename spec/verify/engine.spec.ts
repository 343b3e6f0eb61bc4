import { describe, expect, it } from 'vitest';
import { opNames } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { programCases, type Space, singleOpCases, space } from '../../src/generate/index.js';
import { checkLaws, explainFailure, laws } from '../../src/verify/index.js';

const engine = engineImplementation();
const runs = 40;
const seed = 2026;

const spaces: readonly (readonly [name: string, overrides: Partial<Space>])[] = [
  ['in float64, eager', {}],
  ['in float64, second order, lazy', { order: 2, mode: 'lazy' }],
  ['in float32, lazy', { dtype: 'float32', mode: 'lazy' }],
  ['in float32, second order, eager', { dtype: 'float32', order: 2 }],
];

describe.each(spaces)('the engine %s', (_, overrides) => {
  describe.each([...opNames, 'programs'] as const)('%s', async (name) => {
    const chosen = space(overrides);
    const cases = name === 'programs' ? programCases(chosen) : singleOpCases(name, chosen);
    const report = await checkLaws(engine, { cases, laws, runs, seed });
    const failure = report.failure && explainFailure(report.failure, `seed ${seed}`);

    it.each(laws.filter(({ id }) => report.counts.has(id)).map((law) => [law.sentence, law] as const))(
      '%s',
      (__, { id }) => {
        if (report.failure?.law.id === id) expect.fail(failure);
        expect(report.counts.get(id)?.agree).toBeGreaterThan(0);
      },
    );

    it('breaks no law', () => {
      expect(failure).toBeUndefined();
      expect(report.runs).toBe(runs);
    });

    it('leaves next to nothing undecided', () => {
      expect(report.undecided.length).toBeLessThanOrEqual(1);
    });
  });
});
