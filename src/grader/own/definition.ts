/** What an instructor writes in `definition.ts`: `export default { … } satisfies ExerciseDefinition`. */
import type { Tensor } from '../../engine/index.js';
import type { Numbers } from '../../generate/index.js';

export interface ExerciseDefinition {
  readonly title: string;
  /** What it is worth where no assignment says otherwise. */
  readonly points: number;
  /** The inputs of the function by name, in the order of its arguments. */
  readonly inputs: Readonly<Record<string, InputDescription>>;
  /** The least and the greatest value of a named size; default: 1 to 4. */
  readonly sizes?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** 1 if gradients need not be differentiable themselves; default: 2. */
  readonly order?: 1 | 2;
  /**
   * The function, made of the engine's ops; if it goes entry by entry, also an expression of the inputs' names, such as
   * `x * sigmoid(x)`. What is true of it is worked out from this. Tensors that it makes, such as a mask, are constants.
   */
  readonly definition: ((...inputs: Tensor[]) => Tensor) | string;
  /** Wrong rules that students really write, by their names, such as `forgets-the-product-rule`. */
  readonly misconceptions: Readonly<Record<string, WrongRule>>;
}

interface InputDescription {
  /** Sizes, as numbers or names: `['n', 'm']`. `'...'` in front stands for any axes, the same for all inputs. */
  readonly shape: readonly (string | number)[];
  /** Where its numbers lie: in one of these sets, or between two numbers, which are left out; default: real. */
  readonly domain?: Numbers;
}

export interface WrongRule {
  /** What the mistake is, in a sentence. */
  readonly says: string;
  /** What to think about, without giving the answer away. */
  readonly hint: string;
  /** The wrong adjoints: one per input, in a list; a single one without it. Made of tensor functions. */
  readonly gradient: (given: WrongRuleGiven, ...inputs: Tensor[]) => Tensor | readonly Tensor[];
}

export interface WrongRuleGiven {
  /** The adjoint of the output. */
  readonly outGrad: Tensor;
  /** The output of the function. */
  readonly output: Tensor;
}
