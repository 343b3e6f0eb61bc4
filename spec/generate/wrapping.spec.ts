import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { opsOf, shapesOf } from '../../src/case/program.js';
import { sameShape } from '../../src/case/shape.js';
import { opNames } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { biasesOf, singleOpCases, space, wrappingOps } from '../../src/generate/index.js';
import { type ViewOp, viewOf, viewOps, viewsTo } from '../../src/generate/views.js';
import { checkLaws, laws } from '../../src/verify/index.js';
import { opSamples } from './samples.js';

const wraps = wrappingOps;

describe('a view', () => {
  const shapes = [[3], [2, 3], [2, 1, 3], [2, 2, 2, 2], [1, 1], [0, 2], []];
  const choices = viewOps.flatMap((kind) => [0, 1, 2, 5, 9].map((turn) => [kind, turn] as const));

  it.each(viewOps)('that begins with %s has the shape that is asked for', (first: ViewOp) => {
    for (const shape of shapes) {
      for (const choice of choices) {
        const views = viewsTo(shape, [[first, 1], choice], viewOps);
        const inputs = [{ dtype: 'float64' as const, shape: views[0]?.from ?? shape }];
        const steps = views.map(({ operation }, index) => ({ ...operation, args: [index] as const }));
        const made = shapesOf({ inputs, steps: steps as never, outputs: [] }).at(-1) ?? [];
        expect(sameShape(made, shape), `${first} ${choice} ${shape}`).toBe(true);
      }
    }
  });

  it('is of a kind that the space has, or there is none', () => {
    expect(viewsTo([2, 3], [['transpose', 0]], ['flip'])).toEqual([
      { operation: { op: 'flip', axes: [0] }, from: [2, 3] },
    ]);
    expect(viewsTo([2, 3], [['transpose', 0]], [])).toEqual([]);
    expect(viewOf([2, 3], ['slice', 0], ['reshape'])).toEqual({ op: 'reshape', shape: [6] });
    expect(viewOf([0, 3], ['flip', 0], viewOps)).toBeUndefined();
  });
});

describe('wrapped cases', () => {
  it.each(opNames)('of %s are right on the engine', async (op) => {
    const cases = singleOpCases(op, space({ wraps }));
    const report = await checkLaws(engineImplementation(), { cases, laws, runs: 5, seed: 3 });
    expect(report.failure).toBeUndefined();
    expect(report.undecided).toEqual([]);
  });

  it('take no op that the space has not for this', () => {
    const cases = opSamples('tanh', space({ wraps: ['flip', 'add'] }), 200);
    expect(new Set(cases.flatMap(({ program }) => opsOf(program)))).toEqual(new Set(['tanh', 'flip', 'add']));
    const alone = opSamples('tanh', space(), 50);
    expect(new Set(alone.flatMap(({ program }) => opsOf(program)))).toEqual(new Set(['tanh']));
  });

  const shrunk = (wrong: (testCase: Case) => boolean): Case => {
    const cases = singleOpCases('matmul', space({ wraps }));
    const property = fc.property(cases, (testCase) => !wrong(testCase));
    const [found] = fc.check(property, { seed: 2, numRuns: 500 }).counterexample ?? [];
    if (found === undefined) throw new Error('no case is wrong');
    return found;
  };

  it('shrink to the op alone, where it is wrong by itself', () => {
    expect(opsOf(shrunk(({ program }) => opsOf(program).includes('matmul')).program)).toEqual(['matmul']);
  });

  it('keep the one view that a failure needs', () => {
    const { program } = shrunk((testCase) => biasesOf(testCase).has('flipped-operand'));
    expect(program.steps.map(({ op }) => op)).toEqual(['flip', 'matmul']);
  });
});
