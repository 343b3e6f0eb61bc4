/**
 * What an instructor writes in `definition.ts`: `export default { … } satisfies ExerciseDefinition`, or, for a chapter
 * of several exercises in one file, `satisfies ChapterDefinition`.
 */
import type { Tensor } from '../../engine/index.js';
import type { Numbers } from '../../generate/index.js';

/** The default export of `definition.ts` for several exercises on one file. */
export interface ChapterDefinition {
  readonly title: string;
  /** By their names: `slice` in the chapter `gather` is the exercise `gather.slice`, whose function is `slice`. */
  readonly exercises: Readonly<Record<string, ChapterExercise>>;
}

/** One exercise of a chapter; default title: its name. */
export type ChapterExercise = Omit<ExerciseDefinition, 'title'> & Partial<Pick<ExerciseDefinition, 'title'>>;

/** The default export of `definition.ts`: what one exercise asks for, and the mistakes it knows. */
export interface ExerciseDefinition {
  readonly title: string;
  /** What it is worth where no assignment says otherwise. */
  readonly points: number;
  /** The inputs of the function by name, in the order of its arguments. */
  readonly inputs: Readonly<Record<string, InputDescription>>;
  /** The least and the greatest value of a named size; default: 1 to 4. */
  readonly sizes?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** 0 if only values are asked, 1 if gradients need not be differentiable themselves; default: 2. */
  readonly order?: 0 | 1 | 2;
  /**
   * What students return if it is not the function with its rule. `vjp`: they get the adjoint of the output, then the
   * inputs, and return the adjoints of the inputs. `jacobian`: they get the inputs, and return the Jacobian by each.
   */
  readonly answer?: 'vjp' | 'jacobian';
  /** For `answer`: the inputs by which adjoints or Jacobians are asked; for a `vjp`, the others are constants. Default: all. */
  readonly by?: readonly string[];
  /**
   * The function, made of the engine's ops; if it goes entry by entry, also an expression of the inputs' names, such as
   * `x * sigmoid(x)`. What is true of it is worked out from this. Tensors that it makes, such as a mask, are constants.
   * For order 0 it may return several tensors.
   */
  readonly definition: ((...inputs: Tensor[]) => Tensor | readonly Tensor[]) | string;
  /** Wrong rules, or wrong answers, that students really write, by their names, such as `forgets-the-product-rule`. */
  readonly misconceptions: Readonly<Record<string, WrongRule | WrongAnswer>>;
  /** From a nudge to nearly the answer; default: those of `README.md`. */
  readonly hints?: readonly string[];
}

interface InputDescription {
  /** Sizes, as numbers or names: `['n', 'm']`. `'...'` in front stands for any axes, the same for all inputs. */
  readonly shape: readonly (string | number)[];
  /** Where its numbers lie: in one of these sets, or between two numbers, which are left out; default: real. */
  readonly domain?: Numbers;
}

interface Wrong {
  /** What the mistake is, in a sentence. */
  readonly says: string;
  /** What to think about, without giving the answer away. */
  readonly hint: string;
}

/** Where gradients are asked for. */
export interface WrongRule extends Wrong {
  /** The wrong adjoints: one per input, in a list; a single one without it. Made of tensor functions. */
  readonly gradient: (given: WrongRuleGiven, ...inputs: Tensor[]) => Tensor | readonly Tensor[];
}

/** For `order: 0`, and for `answer: 'jacobian'`. */
export interface WrongAnswer extends Wrong {
  /** What students return: values, or one Jacobian per input. A single one needs no list. */
  readonly returns: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
}

/** What a wrong rule gets beside the inputs. */
export interface WrongRuleGiven {
  /** The adjoint of the output. */
  readonly outGrad: Tensor;
  /** The output of the function. */
  readonly output: Tensor;
}
