import { normalizeAxis, sizeOf, stridesOf } from '../../case/shape.js';
import type { NDArray } from '../tensor/ndarray.js';

/**
 * For each entry of `a` sorted along the axis, its original position in `a`. Equal entries keep their order. NaN
 * counts as larger than any number, as in NumPy and PyTorch.
 */
export function sortedPositions(a: NDArray, axis: number, descending: boolean): Int32Array {
  const along = normalizeAxis(axis, a.shape.length, 'sort');
  const length = a.shape[along] as number;
  const stride = stridesOf(a.shape)[along] as number;
  const sign = descending ? -1 : 1;
  const positions = new Int32Array(sizeOf(a.shape));
  for (let run = 0; run < positions.length / (length || 1); run++) {
    const start = Math.floor(run / stride) * stride * length + (run % stride);
    const places = Array.from({ length }, (_, i) => start + i * stride);
    const sorted = places.toSorted((p, q) => sign * compare(a.data[p] as number, a.data[q] as number));
    sorted.forEach((place, rank) => {
      positions[start + rank * stride] = place;
    });
  }
  return positions;
}

function compare(x: number, y: number): number {
  if (x < y) return -1;
  if (x > y) return 1;
  return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
}
