/**
 * General convolutions, term by term: small ones, and those whose weights are not finite, of which the zeros around images
 * would make NaN. The same terms are added up on one side or on the other, with the same bits as in products of matrices.
 */
import { type Shape, sizeOf } from '../../case/shape.js';
import type { Sliding } from '../../case/windows.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';

/** Each window's sum of products with the weights: images (N, H, W, Cin) to `shape`. */
export function correlateByTerms(images: NDArray, weight: NDArray, shape: Shape, sliding: Sliding): NDArray {
  const sums = allocate(images.dtype, sizeOf(shape));
  const add = adding(images.data, weight.data, sums);
  visitTerms({ images: images.shape, weight: weight.shape, out: shape, ...sliding }, add);
  return new NDArray(images.dtype, shape, sums);
}

/** The transpose: what each entry of `out` sends back to the images of this shape. */
export function uncorrelateByTerms(out: NDArray, weight: NDArray, shape: Shape, sliding: Sliding): NDArray {
  const sums = allocate(out.dtype, sizeOf(shape));
  const add = adding(out.data, weight.data, sums);
  visitTerms({ images: shape, weight: weight.shape, out: out.shape, ...sliding }, (to, by, from) =>
    add(from, by, to),
  );
  return new NDArray(out.dtype, shape, sums);
}

/** Adds a term to its sum: in float32 both are rounded. */
function adding(x: Entries, w: Entries, sums: Entries): Visit {
  const round = sums instanceof Float32Array ? Math.fround : (product: number) => product;
  return (from, by, to) => {
    sums[to] = (sums[to] as number) + round((x[from] as number) * (w[by] as number));
  };
}

interface Terms extends Sliding {
  readonly images: Shape;
  readonly weight: Shape;
  readonly out: Shape;
}

/** Where each term reads: its places in the images, in the weight, and in the output. */
type Visit = (image: number, weight: number, out: number) => void;

function visitTerms({ images, weight, out, stride, padding, dilation, groups }: Terms, visit: Visit): void {
  const [, height, width, channels] = images as [number, number, number, number];
  const [h, w, group, channelsOut] = weight as [number, number, number, number];
  const [n, rows, columns] = out as [number, number, number];
  const perGroup = channelsOut / groups;
  for (let place = 0; place < n * rows * columns; place++) {
    const [image, row, column] = [
      Math.floor(place / (rows * columns)),
      Math.floor(place / columns) % rows,
      place % columns,
    ];
    for (let window = 0; window < h * w; window++) {
      const y = row * stride[0] + Math.floor(window / w) * dilation[0] - padding[0];
      const x = column * stride[1] + (window % w) * dilation[1] - padding[1];
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      const pixel = ((image * height + y) * width + x) * channels;
      for (let o = 0; o < channelsOut; o++) {
        const first = pixel + Math.floor(o / perGroup) * group;
        for (let c = 0; c < group; c++) {
          visit(first + c, (window * group + c) * channelsOut + o, place * channelsOut + o);
        }
      }
    }
  }
}
