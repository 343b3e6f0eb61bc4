/** The course as data: what each exercise asks for, its points and its hints. The READMEs repeat it for readers. */

import type { OpName } from '../case/vocabulary.js';
import type { Bias } from '../generate/index.js';
import type { Language } from '../texts/index.js';
import { type Hint, of, on } from './hints/hint.js';

/**
 * What the learner writes: `rules` are gradient methods, `backward` and `realize` engine functions; `function` is a
 * function of an instructor's own; `adapter` is ops in any language, run over the wire.
 */
export type ExerciseKind = 'rules' | 'backward' | 'realize' | 'function' | 'adapter';

/** Where an instructor's own exercise comes from, as plain data: workers are sent it. */
export interface Own {
  /** Its folder, as an absolute path. */
  readonly folder: string;
  /** Its definition as one script; see own/definition.ts. */
  readonly code: string;
  /** The names of the function's inputs; a case may have more inputs, the constants of the definition. */
  readonly inputs: readonly string[];
  /** Which of the definitions in the code it is, if the folder is a chapter. */
  readonly entry?: string;
  /** What the function returns; see own/definition.ts. */
  readonly answer: Answer;
  /** Of its inputs, those by which Jacobians are asked. */
  readonly by?: readonly number[];
  /** The hints of its page in other languages, in the order of the English ones. */
  readonly hintsIn?: Readonly<Partial<Record<Language, readonly string[]>>>;
}

/** `gradient` is a value that has a rule, `vjp` the rule alone. */
export type Answer = 'gradient' | 'values' | 'vjp' | 'jacobian';

export interface Exercise {
  /** Its name; in a chapter of an instructor's own, `chapter.exercise`. */
  readonly id: string;
  readonly title: string;
  readonly kind: ExerciseKind;
  /** The engine files it is projected from, under src/engine; its one file stands for all of them. */
  readonly sources: readonly string[];
  /** The functions to write; empty for `rules`, where it is every `gradient` method. */
  readonly functions: readonly string[];
  /** The ops that the cases hold. Each op of a `rules` exercise earns its share of the points. */
  readonly ops: readonly OpName[];
  readonly points: number;
  /** For a `function` exercise. */
  readonly own?: Own;
  /** For an `adapter` exercise: whether it is scored by programs of its ops, not op by op. */
  readonly programs?: boolean;
  /** For an `adapter` exercise: the ops that are asked only of submissions that have them. */
  readonly optional?: readonly OpName[];
  /** For an `adapter` or a `function` exercise: 1 if gradients need not be differentiable. */
  readonly order?: 1 | 2;
  /** For an `adapter` exercise: what its cases never show, because the course does not ask for it. */
  readonly without?: readonly Bias[];
  /** For an `adapter` exercise: whether submissions accept an empty list of axes, and then reduce nothing. */
  readonly emptyAxes?: boolean;
  /** From a nudge to nearly the answer. */
  readonly hints: readonly Hint[];
}

export const exercises: readonly Exercise[] = [
  {
    id: 'elementwise',
    title: 'Arithmetic, entry by entry',
    kind: 'rules',
    sources: ['ops/elementwise.ts'],
    functions: [],
    ops: [
      'add',
      'add_scalar',
      'subtract',
      'multiply',
      'mul_scalar',
      'divide',
      'divide_scalar',
      'negate',
      'relu',
      'abs',
      'maximum',
      'minimum',
    ],
    points: 12,
    hints: [
      'Write y = f(a, b) for one entry and take its two partial derivatives on paper before you type.',
      'outGrad is ∂loss/∂y. The adjoint of a is outGrad times ∂y/∂a, entry by entry; there is one adjoint per input.',
      of(['divide'], 'For divide: ∂(a/b)/∂a = 1/b and ∂(a/b)/∂b = −a/b².'),
      of(
        ['relu', 'abs', 'maximum', 'minimum'],
        'For relu, abs, maximum and minimum, ∂y/∂a is 1, −1 or 0 depending on the entry: multiply outGrad by that mask. `masked(outGrad, …)` does so, and stays 0 where 0 · ∞ would be NaN.',
      ),
    ],
  },
  {
    id: 'exponential',
    title: 'Powers, exponentials and their friends',
    kind: 'rules',
    sources: ['ops/exponential.ts'],
    functions: [],
    ops: ['exp', 'log', 'sqrt', 'sin', 'cos', 'tanh', 'sigmoid', 'power', 'power_scalar'],
    points: 9,
    hints: [
      'The rule is always outGrad · f′(a), entry by entry.',
      of(
        ['exp', 'tanh', 'sigmoid', 'sqrt'],
        'Some derivatives are cheapest in terms of the output y: exp′ = y, tanh′ = 1 − y², sigmoid′ = y(1 − y), sqrt′ = 1/(2y).',
      ),
      on(
        ['second', 'graph'],
        'Build the adjoint from tensors and functions, not from raw numbers: then its own gradient works too.',
      ),
      of(['power'], 'For power: ∂(aᵇ)/∂a = b·aᵇ⁻¹ and ∂(aᵇ)/∂b = aᵇ·ln a, each times outGrad.'),
    ],
  },
  {
    id: 'shape',
    title: 'Moving, repeating and summing entries',
    kind: 'rules',
    sources: ['ops/shape.ts', 'ops/mean.ts'],
    functions: [],
    ops: ['reshape', 'transpose', 'permute', 'broadcast_to', 'summation', 'mean'],
    points: 18,
    hints: [
      'Every op here sends each input entry to some places of the output. The adjoint of an entry is the sum of outGrad over those places.',
      on(
        ['shape', 'crash'],
        'An adjoint has exactly the shape of the input. Print both shapes before you think about numbers.',
      ),
      of(
        ['reshape', 'transpose', 'permute'],
        'reshape, transpose and permute only move entries: move outGrad back. The way back of a permutation is its inverse.',
      ),
      of(
        ['broadcast_to', 'summation', 'mean'],
        'broadcast_to and summation undo each other: one sums over the repeated axes, the other repeats along the summed ones. Put removed axes back at size 1 first.',
      ),
    ],
  },
  {
    id: 'matmul',
    title: 'Matrix multiplication',
    kind: 'rules',
    sources: ['ops/matmul.ts'],
    functions: [],
    ops: ['matmul'],
    points: 9,
    hints: [
      'Take A of shape (n, k), B of shape (k, m) and outGrad of shape (n, m): how can a product of two of them have the shape of A?',
      'Yᵢⱼ = Σₚ AᵢₚBₚⱼ, so ∂loss/∂Aᵢₚ = Σⱼ outGradᵢⱼ·Bₚⱼ. Read the sum as a matrix product.',
      'The adjoint of A is outGrad·Bᵀ, that of B is Aᵀ·outGrad. With batch axes, transpose the last two axes only.',
    ],
  },
  {
    id: 'stable',
    title: 'Reductions that do not overflow',
    kind: 'rules',
    sources: ['ops/stable.ts'],
    functions: [],
    ops: ['logsumexp', 'softmax', 'logsoftmax'],
    points: 12,
    hints: [
      'With p = softmax(x), ∂logsumexp(x)/∂xᵢ = pᵢ. Compute p without exponentials of large numbers: p = exp(x − logsumexp(x)).',
      of(
        ['logsumexp'],
        'A reduction without keepdims loses axes: give outGrad its axes of size 1 back, then broadcast it over x.',
      ),
      of(
        ['softmax', 'logsoftmax'],
        'Each output of softmax depends on every input along the axes: ∂pᵢ/∂xⱼ = pᵢ(δᵢⱼ − pⱼ). Multiply by outGrad and sum over i.',
      ),
      of(
        ['softmax', 'logsoftmax'],
        'softmax: p·(outGrad − Σ outGrad·p). logsoftmax: outGrad − p·Σ outGrad. The sums run along the axes and keep them.',
      ),
    ],
  },
  {
    id: 'backward',
    title: 'Backward: the order, and the sum over uses',
    kind: 'backward',
    sources: ['autograd/backward.ts'],
    functions: ['topologicalOrder', 'propagate'],
    ops: ['add', 'multiply', 'mul_scalar', 'negate', 'exp', 'sin', 'tanh'],
    points: 20,
    hints: [
      'A node may hand its adjoint on only when every consumer has added to it: walk the topological order from its end.',
      'A node that is used k times gets k contributions. Add them; do not overwrite.',
      on(
        ['depth'],
        'Recursion overflows on a chain of a few thousand nodes. Keep the nodes still to visit in an array of your own.',
      ),
      on(
        ['cost'],
        'Mark a node when you first see it, so that a node with many consumers is visited once and not once per path.',
      ),
    ],
  },
  {
    id: 'realize',
    title: 'Realising a lazy graph',
    kind: 'realize',
    sources: ['autograd/realize.ts'],
    functions: ['realize'],
    ops: ['add', 'multiply', 'mul_scalar', 'negate', 'exp', 'sin', 'summation', 'matmul'],
    points: 20,
    hints: [
      'A node can be computed when the data of all its inputs is there: inputs first, then the node.',
      on(['cost'], 'Keep what was computed in cachedData: a node that two others use is computed once.'),
      on(
        ['depth'],
        'Recursion overflows on a long chain. Use a stack of your own: look at the top, push its missing inputs, and compute it when none is missing.',
      ),
    ],
  },
];

/**
 * The chapters of the course in the order in which they are to be read: the exercises above, and the folders of
 * `curriculum`.
 */
export const curriculum: readonly string[] = [
  'jacobian',
  'elementwise',
  'exponential',
  'backward',
  'shape',
  'matmul',
  'stable',
  'softmax',
  'realize',
  'second',
  'gather',
  'conv',
  'function',
  'attention',
  'network',
  'transformer',
];

export const exerciseIds: readonly string[] = exercises.map(({ id }) => id);

export const findExercise = (id: string): Exercise | undefined =>
  exercises.find((exercise) => exercise.id === id);

/** The chapter that it is in: the name of the folder, and of the file, that a submission has for it. */
export const chapterOf = ({ id }: Pick<Exercise, 'id'>): string => id.split('.', 1)[0] as string;

/** Whether it is an instructor's own, written in Python. */
export const isInPython = ({ kind, own }: Pick<Exercise, 'kind' | 'own'>): boolean =>
  kind === 'adapter' && own !== undefined;

/** Whether the learner writes gradient rules: then their graphs are examined, too. */
export const writesRules = ({ kind, own }: Pick<Exercise, 'kind' | 'own'>): boolean =>
  kind === 'rules' || (kind === 'function' && (own?.answer === 'gradient' || own?.answer === 'vjp'));
