/** General convolutions, term by term: the same terms, added up on one side or on the other. */
import { type Shape, sizeOf } from '../../case/shape.js';
import type { Sliding } from '../../case/windows.js';
import { allocate, type Entries, NDArray } from '../tensor/ndarray.js';

/** Each window's sum of products with the weights: images (N, H, W, Cin) to `shape`. */
export function correlate(images: NDArray, weight: NDArray, shape: Shape, sliding: Sliding): NDArray {
  const sums = new Float64Array(sizeOf(shape)); // in double, also for float32
  const [x, w] = [images.data, weight.data];
  visitTerms({ images: images.shape, weight: weight.shape, out: shape, ...sliding }, (from, by, to) => {
    sums[to] = (sums[to] as number) + (x[from] as number) * (w[by] as number);
  });
  return rounded(sums, images.dtype, shape);
}

/** The transpose: what each entry of `out` sends back to the images of this shape. */
export function uncorrelate(out: NDArray, weight: NDArray, shape: Shape, sliding: Sliding): NDArray {
  const sums = new Float64Array(sizeOf(shape));
  const [y, w] = [out.data, weight.data];
  visitTerms({ images: shape, weight: weight.shape, out: out.shape, ...sliding }, (to, by, from) => {
    sums[to] = (sums[to] as number) + (y[from] as number) * (w[by] as number);
  });
  return rounded(sums, out.dtype, shape);
}

function rounded(sums: Float64Array, dtype: NDArray['dtype'], shape: Shape): NDArray {
  const data: Entries = allocate(dtype, sums.length);
  data.set(sums);
  return new NDArray(dtype, shape, data);
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
