/** `grad` and `backward`: they check what must hold before differentiating, and deliver the gradients. */
import { at, entry } from '../../case/at.js';
import { formatShape, ShapeError, sameShape, sizeOf } from '../../case/shape.js';
import { add } from '../ops/elementwise.js';
import { reshape } from '../ops/shape.js';
import { type BackwardOptions, differentiation } from '../tensor/differentiation.js';
import { AutogradError, DTypeError } from '../tensor/errors.js';
import { ones, Tensor, zeros } from '../tensor/tensor.js';
import * as reverseMode from './backward.js';
import { freedError } from './freed.js';
import { hooked, inOnePass } from './hooks.js';
import { enableGrad, noGrad } from './modes.js';
import { free, neededFor } from './needed.js';
import type { Op } from './op.js';
import { realize } from './realize.js';
import { checkUnwritten } from './saved.js';

/** The two functions of backward.ts, which can be replaced. */
export interface Differentiation {
  topologicalOrder(outputs: readonly Tensor[]): Tensor[];
  /** @param isPassed of which nodes the adjoints may be left out */
  propagate(
    order: readonly Tensor[],
    seeds: ReadonlyMap<Tensor, Tensor>,
    isPassed: (node: Tensor) => boolean,
  ): Map<Tensor, Tensor>;
}

/** Of `grad`, besides those of `backward`. */
export interface GradOptions extends BackwardOptions {
  /** One per output, of its shape; not needed for outputs of one entry, where it is 1. */
  readonly outGrads?: readonly (Tensor | undefined)[];
  readonly differentiate?: Differentiation;
}

/**
 * Σ ∂⟨outGrad, output⟩/∂input for each input, of the input's shape; zeros for an input that no output depends on.
 * Only the rules on the way to the inputs are called, and only their nodes are freed.
 * @throws {AutogradError} for an output of several entries without outGrad, an input that does not require grad, a freed graph
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: readonly Tensor[],
  options: GradOptions = {},
): Tensor[] {
  const list = outputs instanceof Tensor ? [outputs] : outputs;
  inputs.forEach((input, index) => {
    if (!input.requiresGrad) {
      throw new AutogradError(
        `grad: input ${index} does not require grad; make it with { requiresGrad: true }`,
      );
    }
  });
  const seeds = seedsOf(list, options.outGrads ?? []);
  const gradients = inOnePass(() => {
    const { adjoints } = differentiate(list, seeds, options, inputs);
    return inGradMode(options, () => inputs.map((input) => gradientOfInput(input, adjoints)));
  });
  return unshared(gradients, [...inputs, ...(options.outGrads ?? [])], options);
}

differentiation.backward = (tensor, outGrad, options) => {
  if (!tensor.requiresGrad) {
    throw new AutogradError(
      `backward: this tensor does not require grad${tensor.isInference ? ', as it was made in inferenceMode' : ''}; ` +
        'make a tensor that it is computed from with { requiresGrad: true }, outside noGrad',
    );
  }
  const { targets, received } = inOnePass(() => {
    const { order, adjoints } = differentiate([tensor], seedsOf([tensor], [outGrad]), options);
    const targets = order.filter((node) => (node.isLeaf || node.retainsGrad) && adjoints.has(node));
    const afterHooks = (target: Tensor) => hooked(target, entry(adjoints, target));
    return { targets, received: targets.map((target) => inGradMode(options, () => afterHooks(target))) };
  });
  const gradients = unshared(received, [...targets, outGrad], options);
  targets.forEach((target, index) => {
    target.grad = accumulated(target.grad, at(gradients, index), options);
  });
};

function gradientOfInput(input: Tensor, adjoints: ReadonlyMap<Tensor, Tensor>): Tensor {
  const adjoint = adjoints.get(input);
  return adjoint === undefined ? zeros(input.shape, { dtype: input.dtype }) : hooked(input, adjoint);
}

function accumulated(sum: Tensor | undefined, gradient: Tensor, options: BackwardOptions): Tensor {
  const total = sum === undefined ? gradient : inGradMode(options, () => add(sum, gradient));
  // Computed now even in lazy mode: an optimiser soon overwrites the values that it depends on.
  return options.createGraph ? total : Tensor.of(realize(total));
}

/**
 * Checks the graph, runs both steps of reverse mode, and frees what ran unless it must be kept.
 * @param wanted when given, only what leads to these runs
 */
function differentiate(
  outputs: readonly Tensor[],
  seeds: ReadonlyMap<Tensor, Tensor>,
  options: GradOptions,
  wanted?: readonly Tensor[],
): { readonly order: readonly Tensor[]; readonly adjoints: ReadonlyMap<Tensor, Tensor> } {
  const { topologicalOrder, propagate } = options.differentiate ?? reverseMode;
  const whole = topologicalOrder(outputs);
  const order = wanted === undefined ? whole : neededFor(wanted, whole);
  for (const node of order) checkUsable(node);
  // A large map outlives its use, with all that is in it, and those nodes would be copied with every garbage collection.
  const asked = new Set(wanted);
  const isPassed = (node: Tensor) => !node.retainsGrad && !asked.has(node);
  const adjoints = inGradMode(options, () => propagate(order, seeds, isPassed));
  const keep = options.retainGraph ?? options.createGraph ?? false;
  if (!keep) free(whole, order);
  return { order, adjoints };
}

function checkUsable(node: Tensor): void {
  if (node.freed) throw freedError((node.op as Op).name);
  checkUnwritten(node, 'differentiate');
}

const inGradMode = <T>({ createGraph = false }: BackwardOptions, run: () => T): T =>
  createGraph ? enableGrad(run) : noGrad(run);

/** The adjoint that each output starts with; an output that is listed twice starts with the sum. */
function seedsOf(outputs: readonly Tensor[], outGrads: readonly (Tensor | undefined)[]): Map<Tensor, Tensor> {
  const seeds = new Map<Tensor, Tensor>();
  outputs.forEach((output, index) => {
    const seed = outGrads[index] ?? unitSeed(output);
    checkSeed(seed, output);
    const earlier = seeds.get(output);
    seeds.set(output, earlier === undefined ? seed : add(earlier, seed));
  });
  return seeds;
}

function unitSeed(output: Tensor): Tensor {
  if (sizeOf(output.shape) === 1) return ones(output.shape, { dtype: output.dtype });
  throw new AutogradError(
    `backward from a tensor of shape ${formatShape(output.shape)} needs an outGrad of that shape; ` +
      'only an output of one entry has 1 for its outGrad',
  );
}

function checkSeed(seed: Tensor, output: Tensor): void {
  if (!sameShape(seed.shape, output.shape)) {
    throw new ShapeError(
      `outGrad has shape ${formatShape(seed.shape)}, but the output has shape ${formatShape(output.shape)}; ` +
        'an outGrad has the shape of its output',
    );
  }
  if (seed.dtype !== output.dtype) {
    throw new DTypeError(`outGrad is ${seed.dtype}, but the output is ${output.dtype}; use one dtype`);
  }
}

/** Identity rules pass one tensor on to several places; every receiver of a gradient gets its own copy. */
function unshared(
  gradients: readonly Tensor[],
  others: readonly (Tensor | undefined)[],
  options: BackwardOptions,
): Tensor[] {
  const taken = new Set(others);
  return gradients.map((gradient) => {
    const own = taken.has(gradient) ? inGradMode(options, () => reshape(gradient, gradient.shape)) : gradient;
    taken.add(own);
    return own;
  });
}
