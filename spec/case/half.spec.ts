import { describe, expect, it } from 'vitest';
import { type Half, halfFromBits, halfToBits, roundToHalf } from '../../src/case/half.js';
import { decodeNumber } from '../../src/case/json.js';
import { parseTensor } from '../../src/case/parse.js';
import { printProgram } from '../../src/case/print.js';
import {
  formatTensor,
  largestFinite,
  smallestNormal,
  tensorData,
  unitRoundoff,
} from '../../src/case/tensor-data.js';
import recorded from './recorded/half.json' with { type: 'json' };

const halves: readonly Half[] = ['float16', 'bfloat16'];

describe.each(halves)('numbers of %s', (dtype) => {
  const { values, bits } = recorded[dtype];
  const numbers = values.map((value) => decodeNumber(value) as number);
  const finite = Array.from({ length: 0x8000 }, (_, each) => halfFromBits(dtype, each)).filter(
    Number.isFinite,
  );

  it('are rounded as NumPy and PyTorch round: ties, subnormals, overflow and NaN', () => {
    const wrong = numbers.filter((value, at) => {
      const found = halfToBits(dtype, value);
      return Number.isNaN(value) ? !Number.isNaN(halfFromBits(dtype, found)) : found !== bits[at];
    });
    expect(wrong).toEqual([]);
    expect(numbers.map((value) => roundToHalf(dtype, value))).toEqual(
      numbers.map((value) => halfFromBits(dtype, halfToBits(dtype, value))),
    );
  });

  it('have 16 bits, which are read back, with either sign', () => {
    const wrong = finite.filter((value, each) => {
      const [plus, minus] = [halfToBits(dtype, value), halfToBits(dtype, -value)];
      return plus !== each || minus !== each + 0x8000 || !Object.is(halfFromBits(dtype, minus), -value);
    });
    expect(wrong).toEqual([]);
  });

  it('have the largest, the smallest normal and the spacing that tolerances count with', () => {
    expect(Math.max(...finite)).toBe(largestFinite[dtype]);
    const [one, next] = [halfToBits(dtype, 1), halfFromBits(dtype, halfToBits(dtype, 1) + 1)];
    expect(next - halfFromBits(dtype, one)).toBe(2 * unitRoundoff[dtype]);
    const spacing = halfFromBits(dtype, 1);
    expect(smallestNormal[dtype] * 2 * unitRoundoff[dtype]).toBe(spacing);
  });

  it('travel as decimals or as base64 of two bytes each, little-endian', () => {
    const data = Buffer.from(new Uint16Array([halfToBits(dtype, 1), halfToBits(dtype, -2.5)]).buffer);
    const expected = { ok: true, value: { dtype, shape: [2], data: [1, -2.5] } };
    expect(parseTensor({ dtype, shape: [2], data: data.toString('base64') })).toEqual(expected);
    expect(parseTensor({ dtype, shape: [2], data: [1 + unitRoundoff[dtype] / 4, -2.5] })).toEqual(expected);
    expect(parseTensor({ dtype, shape: [1], data: 'AAAA' })).toEqual({
      ok: false,
      problems: [
        { path: '$.data', message: `expected base64 of little-endian ${dtype} entries (2 bytes each)` },
      ],
    });
  });

  it('print as short as the dtype allows', () => {
    expect(formatTensor(tensorData(dtype, [3], [0.1, -0, 1 / 0]))).toBe('[0.1, -0, Infinity]');
    const program = { inputs: [{ dtype, shape: [2] }], steps: [], outputs: [0] };
    expect(printProgram(program)).toContain(dtype === 'float16' ? 'f16[2]' : 'bf16[2]');
  });
});
