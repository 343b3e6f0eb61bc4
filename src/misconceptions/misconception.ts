/** A wrong gradient that people really write, with a name, a sentence for its author, and a hint. */

import type { OpName } from '../case/vocabulary.js';
import type { EngineOptions, Inputs, NDArray, Node, Op, Tensor } from '../engine/index.js';

interface Described {
  /** States the bug: `forgets-to-sum-broadcast`. */
  readonly name: string;
  /** What the mistake is, in a sentence. */
  readonly says: string;
  /** What to think about, without giving the answer away. */
  readonly hint: string;
  /** A law that it breaks. */
  readonly breaks: string;
}

/** A wrong `gradient` of one op. Its body replaces the op's own. */
export interface RuleMisconception extends Described {
  readonly kind: 'rule';
  /** The exercise that asks for the rule; null if none does. */
  readonly exercise: string | null;
  readonly op: OpName;
  /** For rules that are generated for many ops: what they have in common. */
  readonly family?: string;
  readonly gradient: (this: Op, outGrad: Tensor, node: Node<Inputs>) => Inputs;
}

/** A wrong `topologicalOrder` or `propagate`. */
export interface BackwardMisconception extends Described {
  readonly kind: 'backward';
  readonly exercise: 'backward';
  readonly topologicalOrder?: (outputs: readonly Tensor[]) => Tensor[];
  readonly propagate?: (order: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>) => Map<Tensor, Tensor>;
}

/** A wrong `realize`. */
export interface RealizeMisconception extends Described {
  readonly kind: 'realize';
  readonly exercise: 'realize';
  readonly realize: (tensor: Tensor) => NDArray;
}

/** A mistake of a whole engine, which is not part of an exercise. */
export interface EngineMisconception extends Described {
  readonly kind: 'engine';
  readonly exercise: null;
  readonly options: Pick<EngineOptions, 'grad' | 'functions' | 'pushforward' | 'gradBatched'>;
}

/** A wrong rule of the function that an instructor's own exercise is about: it runs in the place of any program. */
export interface OwnMisconception extends Described {
  readonly kind: 'own';
  readonly exercise: string;
  readonly options: Pick<EngineOptions, 'interpret'>;
}

/** The right rule of one op, with its gradients changed afterwards: mistakes too subtle to write as a rule. */
export interface GradientMisconception extends Described {
  readonly kind: 'gradient';
  readonly exercise: null;
  readonly op: OpName;
  /** @param calls how often the op's rules were called, this call included. */
  readonly change: (gradient: Tensor, node: Node<Inputs>, calls: number) => Tensor;
}

/** A mistake that people make, with a name, a sentence that says what is wrong, and a hint. */
export type Misconception =
  | GradientMisconception
  | RuleMisconception
  | BackwardMisconception
  | RealizeMisconception
  | EngineMisconception
  | OwnMisconception;

/** What is written down of one. Its name is the key under which it stands; it breaks `vjp`, unless another law is given. */
type Written<M extends Described> = Omit<M, 'kind' | 'exercise' | 'name' | 'breaks'> & {
  readonly breaks?: string;
};

/** The law that most wrong gradients break. */
export const mostBroken = 'vjp';

/** The misconceptions of a table by their names. */
export const named = <M extends Misconception>(
  common: Pick<M, 'kind' | 'exercise'>,
  table: Readonly<Record<string, Written<M>>>,
): M[] =>
  Object.entries(table).map(
    ([name, written]) => ({ breaks: mostBroken, ...written, ...common, name }) as unknown as M,
  );

type Typed<O extends Op<I>, I extends Inputs> = Written<Described> & {
  gradient(this: O, outGrad: Tensor, node: Node<I>): I;
};

/** Wrong rules of one op by their names. A body is typed as the op's own gradient method is. */
export const rulesOf =
  (exercise: string | null) =>
  <O extends Op<I>, I extends Inputs>(
    op: OpName,
    table: Readonly<Record<string, Typed<O, I>>>,
  ): RuleMisconception[] =>
    Object.entries(table).map(([name, { gradient, ...described }]) => ({
      breaks: mostBroken,
      ...described,
      kind: 'rule',
      exercise,
      name,
      op,
      gradient: gradient as unknown as RuleMisconception['gradient'],
    }));
