/**
 * Sums of products in doubles: the terms and their order are those of the kernel for any arithmetic, and so is every bit,
 * but its function calls for each term, and its strides down the columns of a large matrix, take ten times as long.
 */
import type { Entries, Kernel, Output } from './entry.js';
import type { ProductPlan } from './product-plan.js';
import { nowhere } from './slices.js';

/** Shorter rows are not worth the list of their terms. */
const leastWidth = 8;

const known = new WeakMap<ProductPlan, Kernel<number>>();

/** The kernel that sums these products of doubles. */
export function doublesProduct(plan: ProductPlan): Kernel<number> {
  const found = known.get(plan) ?? kernelOf(plan);
  known.set(plan, found);
  return found;
}

function kernelOf(plan: ProductPlan): Kernel<number> {
  const width = rowWidth(plan);
  if (width >= leastWidth) return new Rows(plan, width).kernel;
  const [left, right] = [strideOf(plan.a.step), strideOf(plan.b.step)];
  const isEven = plan.unpadded === undefined && left !== undefined && right !== undefined;
  return isEven ? alongStrides(plan, left, right) : entryByEntry(plan);
}

/** How many output entries in a row read the same entries of the left operand, and neighbours of the right one. */
function rowWidth({ a, b }: ProductPlan): number {
  const size = a.start.length;
  const follows = (k: number) =>
    a.start[k] === a.start[k - 1] && b.start[k] === (b.start[k - 1] as number) + 1;
  let width = 1;
  while (width < size && follows(width)) width++;
  if (size % width !== 0) return 1;
  for (let k = 1; k < size; k++) if (k % width !== 0 && !follows(k)) return 1;
  return width;
}

/** How far apart the places of all terms lie, if always as far. */
function strideOf(steps: Int32Array): number | undefined {
  const stride = steps.length < 2 ? 0 : (steps[1] as number);
  return steps.every((step, i) => step === i * stride) ? stride : undefined;
}

/** As of matrices. */
function alongStrides({ inner, a, b }: ProductPlan, ofLeft: number, ofRight: number): Kernel<number> {
  const [lefts, rights] = [a.start, b.start];
  return ([x, y], out) => {
    const [left, right] = [x as Entries<number>, y as Entries<number>];
    for (let k = 0; k < out.length; k++) {
      let p = lefts[k] as number;
      let q = rights[k] as number;
      let total = 0;
      for (let i = 0; i < inner; i++, p += ofLeft, q += ofRight)
        total += (left[p] as number) * (right[q] as number);
      out[k] = total;
    }
  };
}

function entryByEntry({ inner, a, b, unpadded }: ProductPlan): Kernel<number> {
  return ([x, y], out) => {
    const [left, right] = [x as Entries<number>, y as Entries<number>];
    for (let k = 0; k < out.length; k++) {
      const [p, q] = [a.start[k] as number, b.start[k] as number];
      let total = 0;
      for (let i = 0; i < inner; i++) {
        const place = p + (a.step[i] as number);
        const at = unpadded === undefined ? place : (unpadded[place] as number);
        if (at !== nowhere) total += (left[at] as number) * (right[q + (b.step[i] as number)] as number);
      }
      out[k] = total;
    }
  };
}

/** Row by row of the output: each term is added to all entries of a row, which lie side by side. */
class Rows {
  /** Of one row: its factors on the left, and where those of its first entry are on the right. */
  private readonly factors: number[];
  private readonly starts: Int32Array;

  constructor(
    private readonly plan: ProductPlan,
    private readonly width: number,
  ) {
    this.factors = new Array<number>(plan.inner).fill(0.5);
    this.starts = new Int32Array(plan.inner);
  }

  readonly kernel: Kernel<number> = ([x, y], out) => {
    for (let k = 0; k < out.length; k += this.width) {
      const terms = this.read(x as Entries<number>, k);
      this.sum(y as Entries<number>, terms, out, k);
    }
  };

  /** Lists the terms of the row that begins with entry k. @returns how many there are */
  private read(left: Entries<number>, k: number): number {
    const { factors, starts } = this;
    const { inner, a, b, unpadded } = this.plan;
    const [p, q] = [a.start[k] as number, b.start[k] as number];
    let terms = 0;
    for (let i = 0; i < inner; i++) {
      const place = p + (a.step[i] as number);
      const at = unpadded === undefined ? place : (unpadded[place] as number);
      if (at === nowhere) continue;
      factors[terms] = left[at] as number;
      starts[terms++] = q + (b.step[i] as number);
    }
    return terms;
  }

  /** Four terms at a time, one after another: so a sum is read and written less often. */
  private sum(right: Entries<number>, terms: number, out: Output<number>, k: number): void {
    const { factors, starts } = this;
    const end = k + this.width;
    for (let at = k; at < end; at++) out[at] = 0;
    let i = 0;
    for (; i + 4 <= terms; i += 4) {
      const [f, g] = [factors[i] as number, factors[i + 1] as number];
      const [h, l] = [factors[i + 2] as number, factors[i + 3] as number];
      let [p, q] = [starts[i] as number, starts[i + 1] as number];
      let [r, s] = [starts[i + 2] as number, starts[i + 3] as number];
      for (let at = k; at < end; at++) {
        const two = (out[at] as number) + f * (right[p++] as number) + g * (right[q++] as number);
        out[at] = two + h * (right[r++] as number) + l * (right[s++] as number);
      }
    }
    for (; i < terms; i++) {
      const factor = factors[i] as number;
      let place = starts[i] as number;
      for (let at = k; at < end; at++) out[at] = (out[at] as number) + factor * (right[place++] as number);
    }
  }
}
