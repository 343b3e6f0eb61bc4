import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { tensorData } from '../../src/case/tensor-data.js';
import {
  attention,
  engineImplementation,
  grad,
  multiply,
  rope,
  type Tensor,
  tensor,
} from '../../src/engine/index.js';
import { judge } from '../../src/verify/index.js';

const q = () => tensor([[0.5, -1], [2, 0.25], [-0.75, 1.5]], { requiresGrad: true }); // biome-ignore format: one row
const k = () => tensor([[1, 0.5], [-1, 2], [0.25, -0.5]], { requiresGrad: true }); // biome-ignore format: one row
const v = () => tensor([[3], [-2], [0.5]], { requiresGrad: true });
const hidden = Number.NEGATIVE_INFINITY;
const weights = tensor([[2], [-3], [0.5]]);

/** Gradients of first order, and those of ⟨gradient of the queries, ones⟩. */
function gradientsOf(inputs: readonly Tensor[], y: Tensor): number[][] {
  const first = grad(y, inputs, { outGrads: [weights], createGraph: true });
  const second = grad(multiply(first[0] as Tensor, first[0] as Tensor), inputs, {
    outGrads: [tensor([[1, 1], [1, 1], [1, 1]])], // biome-ignore format: one row
  });
  return [...first, ...second].map((each) => (each.toArray() as number[][]).flat());
}

describe('attention', () => {
  it('that is causal is attention with −∞ above the diagonal of its mask, also in both gradients', () => {
    const mask = tensor([[0, hidden, hidden], [0, 0, hidden], [0, 0, 0]], { requiresGrad: true }); // biome-ignore format: one row
    const [a, b, c] = [q(), k(), v()];
    const causal = gradientsOf([a, b, c], attention(a, b, c, { causal: true }));
    const added = gradientsOf([a, b, c, mask], attention(a, b, c, { mask }));
    expect(added.flat().every(Number.isFinite)).toBe(true);
    const ofPlain = [...added.slice(0, 3), ...added.slice(4, 7)];
    ofPlain.flat().forEach((entry, i) => {
      expect(entry).toBeCloseTo(causal.flat()[i] as number, 12);
    });
    expect([1, 2, 5].map((place) => added[3]?.[place])).toEqual([0, 0, 0]);
  });

  it('with −∞ in its mask is judged, and right, in both modes', async () => {
    const inputs = [
      tensorData('float64', [2, 1], [0.5, -1]),
      tensorData('float64', [2, 1], [2, 0.25]),
      tensorData('float64', [2, 1], [3, -2]),
      tensorData('float64', [2, 2], [0.5, hidden, 1, -0.5]),
    ];
    const testCase: Case = {
      program: {
        inputs: inputs.map(({ dtype, shape }) => ({ dtype, shape })),
        steps: [{ op: 'attention', args: [0, 1, 2, 3], causal: false }],
        outputs: [4],
      },
      inputs,
      cotangents: [[tensorData('float64', [2, 1], [2, -3])]],
      directions: [],
      order: 1,
      mode: 'eager',
    };
    for (const mode of ['eager', 'lazy']) {
      const verdicts = await judge(engineImplementation(), { ...testCase, mode });
      expect(verdicts.map(({ law }) => law.id)).toContain('vjp');
      expect(new Set(verdicts.map(({ verdict }) => verdict.kind))).toEqual(new Set(['agree']));
    }
  });

  it('of one key is its value, whatever the query', () => {
    const y = attention(tensor([[1000, -3]]), tensor([[500, 2]]), tensor([[7, -1]]));
    expect(y.toArray()).toEqual([[7, -1]]);
  });

  it('says what it takes', () => {
    expect(() => attention(q(), tensor([[1, 2, 3]]), v())).toThrow(
      'attention: queries (…, L, d), keys (…, S, d) and values (…, S, e) with the same axes before, d ≥ 1 and S ≥ 1, got ' +
        '(3, 2), (1, 3) and (3, 1)',
    );
    expect(() => attention(q(), k(), v(), { mask: tensor([[0, 0]]) })).toThrow(
      'attention: a mask has the last axes of the scores (3, 3), two at least, got (1, 2)',
    );
  });
});

describe('rope', () => {
  it('leaves position 0 as it is and turns a pair at position 1 by one radian', () => {
    const [first, second] = rope(tensor([[1, 0], [1, 0]])).toArray() as number[][]; // biome-ignore format: one row
    expect(first).toEqual([1, 0]);
    expect(second?.[0]).toBeCloseTo(Math.cos(1), 15);
    expect(second?.[1]).toBeCloseTo(Math.sin(1), 15);
  });

  it('needs an even last axis, and positions along another', () => {
    expect(() => rope(tensor([[1, 2, 3]]))).toThrow('cannot be cut into pairs; give it an even size');
    expect(() => rope(tensor([[1, 2]]), { axis: 1 })).toThrow('the positions are along another axis');
  });
});
