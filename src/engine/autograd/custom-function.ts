/**
 * Custom ops, written like PyTorch's `torch.autograd.Function`: a static `forward` and `backward`, and a context that
 * carries what the one leaves for the other.
 */
import type { Shape } from '../../case/shape.js';
import { AutogradError, GradientError } from '../tensor/errors.js';
import { NDArray } from '../tensor/ndarray.js';
import { record, Tensor } from '../tensor/tensor.js';
import { noGrad } from './modes.js';
import { type Inputs, Op } from './op.js';
import { realize } from './realize.js';

/** A saved tensor, and how often it had been written to by then. */
interface Saved {
  readonly tensor: Tensor;
  readonly writes: number;
}

/** Carries what `forward` leaves for `backward`; both may add fields of their own. */
export class Context {
  private saved: readonly Saved[] = [];
  private output: Tensor | undefined;
  private node: Tensor | undefined;

  constructor(
    private readonly name: string,
    /** For each argument of `forward`, whether a gradient is wanted. */
    readonly needsInputGrad: readonly boolean[],
  ) {}

  /**
   * Keeps tensors for `backward`. For second order to be right, save only inputs and the output; other tensors are
   * constants.
   * @throws {AutogradError} for anything but a tensor, and for one whose graph was freed
   */
  saveForBackward(...tensors: readonly Tensor[]): void {
    tensors.forEach((tensor, index) => {
      if (!(tensor instanceof Tensor)) {
        throw new AutogradError(
          `${this.name}: saveForBackward takes tensors, but argument ${index} is ${typeof tensor}; keep it as a field of ctx`,
        );
      }
      if (tensor.freed) {
        throw new AutogradError(
          `${this.name}: saveForBackward got tensor ${index} of a graph that a backward has freed; ` +
            'pass { retainGraph: true } to that backward, or detach() the tensor',
        );
      }
    });
    this.saved = tensors.map((tensor) => ({ tensor, writes: tensor.writes }));
  }

  /** The saved tensors, in order. @throws {AutogradError} once the graph is freed, or a tensor was written to */
  get savedTensors(): readonly Tensor[] {
    if (this.node?.freed) {
      throw new AutogradError(
        `${this.name}: savedTensors are gone, as a backward has freed this graph; pass { retainGraph: true } to it`,
      );
    }
    return this.saved.map(({ tensor, writes }, index) => {
      if (tensor.writes !== writes) {
        throw new AutogradError(
          `${this.name}: saved tensor ${index} was written to since forward (version ${writes} then, ${tensor.writes} now); ` +
            'write after backward, or save a copy',
        );
      }
      return tensor === this.output && this.node !== undefined ? this.node : tensor;
    });
  }

  /** Records which node stands for the output of `forward`, so that a saved output stays in the graph. */
  attach(output: Tensor, node: Tensor): void {
    this.output = output;
    this.node = node;
  }
}

/**
 * One gradient per argument of `forward`; a single one without a list; null if none flows back, so that `.grad` stays
 * as it is.
 */
export type Gradients = Tensor | null | readonly (Tensor | null)[];

/** The static members of a subclass of Function. */
export interface FunctionClass<Args extends readonly unknown[]> {
  readonly name: string;
  forward(ctx: Context, ...args: Args): Tensor;
  backward(ctx: Context, outGrad: Tensor): Gradients;
}

/**
 * A custom op:
 *
 *     class Exp extends Function {
 *       static forward(ctx: Context, x: Tensor) { const y = exp(x); ctx.saveForBackward(y); return y; }
 *       static backward(ctx: Context, outGrad: Tensor) { const [y] = ctx.savedTensors; return multiply(outGrad, y); }
 *     }
 *     const y = Exp.apply(x);
 *
 * `forward` runs without recording. `backward` is recorded when a graph of the gradients is asked for, and so can be
 * differentiated itself.
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: PyTorch's name.
// biome-ignore lint/complexity/noStaticOnlyClass: subclasses are written as PyTorch's are.
export class Function {
  /** Runs `forward`. Arguments that are not tensors have no gradient. @throws {AutogradError} without a tensor */
  static apply<Args extends readonly unknown[]>(this: FunctionClass<Args>, ...args: Args): Tensor {
    // biome-ignore lint/complexity/noThisInStatic: the subclass that apply is called on.
    return applied(this, args);
  }
}

function applied<Args extends readonly unknown[]>(definition: FunctionClass<Args>, args: Args): Tensor {
  const { name } = definition;
  const inputs = args.filter((argument) => argument instanceof Tensor);
  if (inputs.length === 0) {
    throw new AutogradError(`${name}.apply: expected at least one tensor among its arguments, got none`);
  }
  const needs = args.map((argument) => argument instanceof Tensor && argument.requiresGrad);
  const ctx = new Context(name, needs);
  const output: unknown = noGrad(() => definition.forward(ctx, ...args));
  if (!(output instanceof Tensor)) {
    throw new AutogradError(
      `${name}.forward must return a Tensor, but returned ${output === undefined ? 'nothing' : typeof output}`,
    );
  }
  const backward = (outGrad: Tensor) => definition.backward(ctx, outGrad);
  const forward = (...others: readonly NDArray[]): Tensor => {
    const tensors = others.values();
    const replaced = args.map((argument) =>
      argument instanceof Tensor ? Tensor.of(tensors.next().value as NDArray) : argument,
    );
    return noGrad(() => definition.forward(new Context(name, needs), ...(replaced as never as Args)));
  };
  const node = record(new Custom(name, output, args, { forward, backward }), inputs);
  ctx.attach(output, node);
  return node;
}

/** A definition, bound to one call of `apply`. */
interface Bound {
  forward(...arrays: readonly NDArray[]): Tensor;
  backward(outGrad: Tensor): unknown;
}

/** The node of a Function. */
class Custom extends Op {
  // Not attributes, which the fields of other ops are.
  readonly #output: Tensor;
  readonly #args: readonly unknown[];
  readonly #definition: Bound;
  constructor(
    readonly name: string,
    output: Tensor,
    args: readonly unknown[],
    definition: Bound,
  ) {
    super();
    this.#output = output;
    this.#args = args;
    this.#definition = definition;
  }
  override outputShape(): Shape {
    return this.#output.shape;
  }
  /** `forward` has run already; it runs again only for numbers other than the arguments' own. */
  compute(...arrays: readonly NDArray[]): NDArray {
    const inputs = this.#args.filter((argument) => argument instanceof Tensor);
    const isSame = inputs.every(({ cachedData }, index) => cachedData === arrays[index]);
    const { dtype, shape, data } = realize(isSame ? this.#output : this.#definition.forward(...arrays));
    return new NDArray(dtype, shape, data.slice());
  }
  override get mayOmit(): boolean {
    return true;
  }
  gradient(outGrad: Tensor): Inputs {
    const gradients = this.#listed(this.#definition.backward(outGrad));
    const ofTensors = gradients.filter((_, index) => this.#args[index] instanceof Tensor);
    return ofTensors.map((gradient) => gradient ?? undefined) as readonly (Tensor | undefined)[] as Inputs;
  }

  /**
   * One gradient per argument.
   * @throws {GradientError} for another number of them, or for a gradient of something that is not a tensor
   */
  #listed(returned: unknown): readonly (Tensor | null)[] {
    const count = this.#args.length;
    const wanted = `one gradient for each of the ${count} argument${count === 1 ? '' : 's'} of forward, null for those without`;
    if (returned === undefined) {
      throw new GradientError(`${this.name}.backward returned nothing; return ${wanted}`);
    }
    const list = (Array.isArray(returned) ? returned : [returned]) as readonly (Tensor | null)[];
    if (list.length !== count) {
      throw new GradientError(`${this.name}.backward returned ${list.length} gradients; return ${wanted}`);
    }
    const spare = list.findIndex((gradient, index) => gradient && !(this.#args[index] instanceof Tensor));
    if (spare === -1) return list;
    throw new GradientError(
      `${this.name}.backward returned a gradient for argument ${spare} of forward, which is no tensor; return null there`,
    );
  }
}
