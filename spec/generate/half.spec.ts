import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseId } from '../../src/case/case-id.js';
import { roundTo } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { programCases, space } from '../../src/generate/index.js';

const engine = engineImplementation();

describe.each(['float16', 'bfloat16'] as const)('cases of %s', (dtype) => {
  const drawn = fc.sample(programCases(space({ dtype, order: 2 })), { numRuns: 150, seed: 4 });

  it('hold numbers of the dtype', () => {
    const tensors = drawn.flatMap(({ inputs, cotangents, directions }) =>
      [inputs, ...cotangents, ...directions].flat(),
    );
    expect(tensors.filter((tensor) => tensor.dtype !== dtype)).toEqual([]);
    const entries = tensors.flatMap(({ data }) => data);
    expect(entries.filter((entry) => roundTo[dtype](entry) !== entry)).toEqual([]);
  });

  it('leave its range neither in values nor in gradients', () => {
    const outside = drawn.filter((testCase) => {
      const done = engine.run(testCase);
      if (done instanceof Promise || done.kind !== 'done') return true;
      return [done.values, ...done.vjps].flat().some(({ data }) => !data.every(Number.isFinite));
    });
    expect(outside.map(caseId)).toEqual([]);
  });
});

it('programs of products alone are drawn in float16, too, however large a product of many entries would be', () => {
  const products = programCases(space({ dtype: 'float16', ops: ['prod'] }));
  expect(() => fc.sample(products, { numRuns: 100, seed: 0 })).not.toThrow();
});
