/** Sums of products of the entries of two arguments. */
import { at } from '../../case/at.js';
import { type Shape, sizeOf } from '../../case/shape.js';
import { inferShape, type StepOf } from '../../case/vocabulary.js';
import type { Arithmetic } from '../arithmetic.js';
import { convGeneralPlan, convTransposePlan } from '../conv-plan.js';
import { doublesProduct } from '../doubles-product.js';
import type { Entries, Family, Kernel, ReferenceEntry, Where } from '../entry.js';
import { reduction, sum, sumOfDoubles } from '../folds.js';
import { coloured, type Group, ofReduction } from '../groups.js';
import { ofProduct, ofSlices } from '../layout.js';
import {
  convPlan,
  einsumPlan,
  einsumSlices,
  factorGroups,
  leftPosition,
  matmulPlan,
  type ProductPlan,
  slopeTerms,
} from '../product-plan.js';
import { constant, few, type OfSlopes, summing, sumsOfSizes } from '../rounding.js';
import { nowhere } from '../slices.js';
import { unwritten } from '../unwritten.js';
import { colours, windowsOf } from '../windows.js';
import { listOf, sharedZeros } from '../zeros.js';
import { summed } from './sums.js';

function sumOfProducts<T>({ inner, a, b, unpadded }: ProductPlan, m: Arithmetic<T>): Kernel<T> {
  const zero = m.from(0);
  return ([x, y], out) => {
    const [left, right] = [x as Entries<T>, y as Entries<T>];
    for (let k = 0; k < out.length; k++) {
      const [p, q] = [a.start[k] as number, b.start[k] as number];
      let total = zero;
      for (let i = 0; i < inner; i++) {
        const place = p + (a.step[i] as number);
        const at = unpadded === undefined ? place : (unpadded[place] as number);
        if (at === nowhere) continue;
        total = m.add(total, m.multiply(left[at] as T, right[q + (b.step[i] as number)] as T));
      }
      out[k] = total;
    }
  };
}

/** Σ|a·b|, which is Σ|a|·|b| to the bit. */
function sizesOfProducts(product: ProductPlan, args: readonly Entries<number>[], size: number): Float64Array {
  const sizes = unwritten(size);
  doublesProduct(product)(args.map(sizesOf), sizes);
  return listOf(size, (k) => sizes[k] as number);
}

function sizesOf(entries: Entries<number>): number[] {
  const sizes = unwritten(entries.length);
  for (let k = 0; k < sizes.length; k++) sizes[k] = Math.abs(entries[k] as number);
  return sizes;
}

/** A slope of a sum of products may itself be a sum whose terms cancel. */
const factorTerms: OfSlopes = ({ layout: { product }, args, out }, argument, group) =>
  (product && slopeTerms(product, args, argument, group)) ?? sharedZeros(out.length);

/** An einsum of one operand is a plain sum, with slices instead of a product. */
const productSum: Omit<ReferenceEntry, 'layout'> = {
  ...summed,
  slopes: 'bilinear',
  rounding: {
    coefficients: constant(
      ({ layout: { product, slices }, precision }) =>
        few + summing(product?.inner ?? slices[0]?.length ?? 0, precision),
    ),
    magnitudes: (evaluated) =>
      evaluated.layout.product === undefined
        ? sumsOfSizes(evaluated)
        : sizesOfProducts(evaluated.layout.product, evaluated.args, evaluated.out.length),
    terms: factorTerms,
    cancellation: factorTerms,
  },
  groups: ({ layout, argument }) =>
    layout.product === undefined
      ? ofReduction({ layout })
      : factorGroups(argument === 0 ? layout.product.a : layout.product.b),
  kernel: (_, m, { product, slices }) =>
    product === undefined ? reduction(slices, (x, slice) => sum(x, slice, m)) : sumOfProducts(product, m),
  doubles: ({ product, slices }) =>
    product === undefined ? reduction(slices, sumOfDoubles) : doublesProduct(product),
};

/** Every channel in, colour by colour. */
function imageGroups({ step, shapes }: Where<StepOf<'conv'>>): Group[] {
  const [images, weight] = shapes as [Shape, Shape];
  const [height, width, channels] = weight as [number, number, number];
  const windows = windowsOf(inferShape(step, shapes), step.stride, step.padding);
  return Array.from({ length: channels }, (_, channel) =>
    colours(images, windows, [height, width], () => channel),
  ).flat();
}

/** What each output entry sees of the images, whose windows overlap. */
function seenGroups({
  layout: { product },
  shapes,
}: Where<StepOf<'conv_general' | 'conv_transpose'>>): Group[] {
  if (product === undefined) return [];
  const seen = Array.from(product.b.start, (_, k) =>
    Array.from({ length: product.inner }, (__, i) => leftPosition(product, k, i)),
  );
  return coloured(seen, sizeOf(at(shapes, 0)));
}

export const products = {
  matmul: { ...productSum, layout: (_, [a, b]) => ofProduct(matmulPlan(a as Shape, b as Shape)) },
  einsum: {
    ...productSum,
    layout: ({ equation }, shapes) =>
      shapes.length === 1
        ? ofSlices(einsumSlices(equation, at(shapes, 0)))
        : ofProduct(einsumPlan(equation, shapes)),
  },
  conv: {
    ...productSum,
    layout: (step, [images, weight]) => ofProduct(convPlan(images as Shape, weight as Shape, step)),
    groups: (where) => (where.argument === 0 ? imageGroups(where) : productSum.groups(where)),
  },
  conv_general: {
    ...productSum,
    layout: (step, [images, weight]) => ofProduct(convGeneralPlan(images as Shape, weight as Shape, step)),
    groups: (where) => (where.argument === 0 ? seenGroups(where) : productSum.groups(where)),
  },
  conv_transpose: {
    ...productSum,
    layout: (step, [images, weight]) => ofProduct(convTransposePlan(images as Shape, weight as Shape, step)),
    groups: (where) => (where.argument === 0 ? seenGroups(where) : productSum.groups(where)),
  },
} satisfies Family;
