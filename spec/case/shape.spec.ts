import { describe, expect, it } from 'vitest';
import { broadcastAxes, broadcastShapes, normalizeAxes } from '../../src/case/shape.js';
import { inferShape, type Step } from '../../src/case/vocabulary.js';

describe('broadcasting', () => {
  it.each([
    [[2, 3], [3], [2, 3]],
    [
      [2, 1],
      [1, 4],
      [2, 4],
    ],
    [[], [5], [5]],
    [[0], [1], [0]],
  ])('%j with %j gives %j', (a, b, expected) => {
    expect(broadcastShapes(a, b, 'add')).toEqual(expected);
  });

  it('says which sizes clash', () => {
    expect(() => broadcastShapes([2, 3], [2], 'add')).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: add: shapes (2, 3) and (2,) do not broadcast; counted from the right, sizes must be equal or 1, and 3 meets 2]`,
    );
  });

  it('repeats along added axes and along axes of size 1', () => {
    expect(broadcastAxes([1, 3, 1], [2, 4, 3, 1])).toEqual([0, 1]);
  });
});

describe('axes', () => {
  it('may be null, one, several, negative and unordered', () => {
    expect(normalizeAxes(null, 3, 'summation')).toEqual([0, 1, 2]);
    expect(normalizeAxes(-1, 3, 'summation')).toEqual([2]);
    expect(normalizeAxes([-1, 0], 3, 'summation')).toEqual([0, 2]);
  });

  it('must exist, and be named once', () => {
    expect(() => normalizeAxes(2, 2, 'mean')).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: mean: axis 2 is out of range for rank 2; expected an integer from -2 to 1]`,
    );
    expect(() => normalizeAxes(0, 0, 'mean')).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: mean: axis 0 is out of range for rank 0; a 0-d array has no axes]`,
    );
    expect(() => normalizeAxes([1, -1], 2, 'mean')).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: mean: axes (1, -1) name the same axis twice; name each axis once]`,
    );
  });
});

describe('the shape of a step', () => {
  const shape = (step: Step, ...args: readonly (readonly number[])[]) => inferShape(step, args);

  it('follows NumPy for matmul', () => {
    const step: Step = { op: 'matmul', args: [0, 1] };
    expect(shape(step, [2, 1, 4, 5], [3, 5, 6])).toEqual([2, 3, 4, 6]);
    expect(shape(step, [5], [5])).toEqual([]);
    expect(shape(step, [5], [2, 5, 3])).toEqual([2, 3]);
    expect(shape(step, [2, 3, 5], [5])).toEqual([2, 3]);
    expect(() => shape(step, [2, 3], [4, 5])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: matmul: shapes (2, 3) and (4, 5) do not fit; the last axis of the left operand (3) must equal the second-last axis of the right one (4)]`,
    );
    expect(() => shape(step, [], [4])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: matmul: operands of shapes () and (4,): a 0-d operand has no axis to contract; use multiply]`,
    );
  });

  it('is refused with the rule that failed', () => {
    expect(() => shape({ op: 'reshape', args: [0], shape: [4] }, [2, 3])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: reshape: cannot make shape (4,) (4 entries) of shape (2, 3) (6 entries); the number of entries must stay the same]`,
    );
    expect(() =>
      shape({ op: 'broadcast_to', args: [0], shape: [2] }, [2, 2]),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: broadcast_to: shape (2, 2) does not broadcast to (2,); counted from the right, each size must be equal or 1, and no axis may be dropped]`,
    );
    expect(() => shape({ op: 'transpose', args: [0], axes: null }, [3])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: transpose: a rank of at least 2 is needed to swap the last two axes, got rank 1]`,
    );
    expect(() => shape({ op: 'permute', args: [0], axes: [0] }, [3, 4])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: permute: axes (0,) name 1 axes, but the array has 2]`,
    );
  });
});
