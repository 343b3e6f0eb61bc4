/** What programs at edges look like: after public reports of NaN gradients. */
import { at } from '../case/at.js';
import { indexOf, type Shape, sizeOf } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import type { OpName, Step } from '../case/vocabulary.js';
import type { Pool } from './pools.js';

interface Drawn {
  readonly inputs: readonly { readonly shape: Shape; readonly pool: Pool }[];
  readonly steps: readonly Step[];
  readonly guard?: Guard;
}

/** How a case follows from the numbers of its first input. */
export interface Guard {
  /** Which entries of input 0 an op may read: `where` selects the others away. */
  readonly allows?: (entry: number) => boolean;
  /** Along this axis, the first entry of input 0 is never infinite, so that no slice is. */
  readonly finiteFirst?: number;
}

/** Templates of one kind, each as likely as the other. */
export type Slot = readonly Template[];

interface Template {
  readonly needs: readonly OpName[];
  /** It has an empty axis. */
  readonly isEmpty?: true;
  make(shape: Shape, choice: number): Drawn;
}

/** Bits for `where`, in its order: its own bits say on which side the op is. */
export function selected([x]: readonly TensorData[], { allows }: Guard, own: readonly number[]): number[] {
  return own.map((side, k) => (Number(allows?.(x?.data[k] as number) ?? true) === side ? 1 : 0));
}

/** The inputs, with a finite number first along the axis. */
export function guarded(inputs: readonly TensorData[], { finiteFirst }: Guard): readonly TensorData[] {
  if (finiteFirst === undefined) return inputs;
  const [x, ...others] = inputs as [TensorData, ...TensorData[]];
  const data = x.data.map((entry, k) =>
    indexOf(k, x.shape)[finiteFirst] === 0 && !Number.isFinite(entry) ? 0.5 : entry,
  );
  return [{ ...x, data }, ...others];
}

const pick = <T>(list: readonly T[], choice: number): T => at(list, choice % list.length);

const plain: Pool = [2, -1.5, 3, 0.5, -2, 1.5];
const fromZero: Pool = [0, 4, 0, 2.25, 1, 0.25];
const aroundZero: Pool = [0, 4, -1, 0, -2.25, 0, 2.25];
const zeros: Pool = [0, 0, 2, 0, -1.5, 0, 0.5];
const masked: Pool = [
  Number.NEGATIVE_INFINITY,
  1,
  Number.NEGATIVE_INFINITY,
  2,
  Number.NEGATIVE_INFINITY,
  -1.5,
];
const infinite: Pool = [
  Number.NEGATIVE_INFINITY,
  Number.POSITIVE_INFINITY,
  2,
  Number.NEGATIVE_INFINITY,
  Number.POSITIVE_INFINITY,
  -1.5,
];

const positive = (x: number): boolean => x > 0;
const nonzero = (x: number): boolean => x !== 0;

/** where(x is inside, f(x), y): the side that is not chosen lies outside f's domain, or at its edge. */
function unchosen(
  needs: readonly OpName[],
  pool: Pool,
  allows: (x: number) => boolean,
  f: (choice: number) => readonly Step[],
): Template {
  return {
    needs: ['where', ...needs],
    make(shape, choice) {
      const side = choice % 2;
      const inner = f(Math.floor(choice / 2));
      const last = 1 + inner.length;
      const condition = new Array<number>(sizeOf(shape)).fill(1 - side);
      const args = side === 0 ? ([last, 1] as const) : ([1, last] as const);
      return {
        inputs: [
          { shape, pool },
          { shape, pool: plain },
        ],
        steps: [...inner, { op: 'where', condition, args }],
        guard: { allows },
      };
    },
  };
}

const unchosenRoot = unchosen(['sqrt'], aroundZero, positive, () => [{ op: 'sqrt', args: [0] }]);
const unchosenLog = unchosen(['log'], aroundZero, positive, () => [{ op: 'log', args: [0] }]);

/** What may stand on the side that is not chosen: roots and logarithms, of which most reports are, twice as often. */
const unchosenSides: readonly Slot[] = [
  [unchosenRoot],
  [unchosenRoot],
  [unchosenLog],
  [unchosenLog],
  [unchosen(['divide'], zeros, nonzero, () => [{ op: 'divide', args: [1, 0] }])],
  [
    unchosen(['sqrt', 'divide'], aroundZero, positive, () => [
      { op: 'sqrt', args: [0] },
      { op: 'divide', args: [1, 2] },
    ]),
    unchosen(['log', 'multiply'], aroundZero, positive, () => [
      { op: 'log', args: [0] },
      { op: 'multiply', args: [0, 2] },
    ]),
    unchosen(['sin', 'divide'], zeros, nonzero, () => [
      { op: 'sin', args: [0] },
      { op: 'divide', args: [2, 0] },
    ]),
  ],
  [
    unchosen(['power_scalar'], zeros, nonzero, (choice) => [
      { op: 'power_scalar', args: [0], scalar: pick([-1, -2], choice) },
    ]),
    unchosen(['power_scalar'], fromZero, nonzero, (choice) => [
      { op: 'power_scalar', args: [0], scalar: pick([0.5, -0.5], choice) },
    ]),
  ],
  [unchosen(['multiply'], infinite, Number.isFinite, () => [{ op: 'multiply', args: [0, 1] }])],
  [
    unchosen(
      ['exp'],
      [1000, 2, -1.5, 1000, 0.5],
      (x) => x < 100,
      () => [{ op: 'exp', args: [0] }],
    ),
  ],
];

/** √ of an entry that relu or clip holds at 0: its slope there is infinite, and that of relu is 0. */
const held: readonly Slot[] = [
  [rootOf('relu', { op: 'relu', args: [0] })],
  [rootOf('clip', { op: 'clip', args: [0], min: 0, max: 9 })],
];

function rootOf(op: OpName, step: Step): Template {
  return {
    needs: [op, 'sqrt'],
    make: (shape) => ({
      inputs: [{ shape, pool: [-2, 4, -1, 2.25, 1, -0.5] }],
      steps: [step, { op: 'sqrt', args: [1] }],
    }),
  };
}

/** √(Σx²), squared again, over one axis or entry by entry. */
const norms: readonly Slot[] = [
  [
    {
      needs: ['multiply', 'sqrt', 'summation'],
      make: (shape, choice) => ({
        inputs: [{ shape, pool: zeros }],
        steps: [
          { op: 'multiply', args: [0, 0] },
          { op: 'summation', args: [1], axes: [choice % shape.length], keepdims: choice % 3 === 0 },
          { op: 'sqrt', args: [2] },
          { op: 'multiply', args: [3, 3] },
        ],
      }),
    },
  ],
  [
    {
      needs: ['multiply', 'sqrt'],
      make: (shape, choice) => ({
        inputs: [{ shape, pool: zeros }],
        steps: [
          { op: 'multiply', args: [0, 0] },
          { op: 'sqrt', args: [1] },
          { op: 'multiply', args: [2, pick([2, 0], choice)] },
        ],
      }),
    },
  ],
];

/** −∞ among the logits of softmax and its kin. */
function masking(op: 'softmax' | 'logsumexp' | 'logsoftmax'): Template {
  return {
    needs: op === 'logsoftmax' ? [op, 'exp', 'multiply'] : [op, 'multiply'],
    make(shape, choice) {
      const axis = choice % shape.length;
      const axes = [axis];
      const keepdims = false;
      const first: Step = op === 'logsumexp' ? { op, axes, keepdims, args: [0] } : { op, axes, args: [0] };
      const out = op === 'logsumexp' ? shape.toSpliced(axis, 1) : shape;
      const rest: readonly Step[] = op === 'logsoftmax' ? [{ op: 'exp', args: [2] }] : [];
      return {
        inputs: [
          { shape, pool: masked },
          { shape: out, pool: plain },
        ],
        steps: [first, ...rest, { op: 'multiply', args: [1, 2 + rest.length] }],
        guard: { finiteFirst: axis },
      };
    },
  };
}

/** Ops that make finite values of infinite ones. */
function ofInfinite(op: OpName, pool: Pool, step: Step): Template {
  return { needs: [op], make: (shape) => ({ inputs: [{ shape, pool }], steps: [step] }) };
}

const sigmoidOfInfinite = ofInfinite('sigmoid', infinite, { op: 'sigmoid', args: [0] });

const infinities: readonly Slot[] = [
  [
    ofInfinite('exp', masked, { op: 'exp', args: [0] }),
    ofInfinite('tanh', infinite, { op: 'tanh', args: [0] }),
    sigmoidOfInfinite,
  ],
  [sigmoidOfInfinite],
  [
    ofInfinite('relu', masked, { op: 'relu', args: [0] }),
    ofInfinite('clip', infinite, { op: 'clip', args: [0], min: -1, max: 1 }),
  ],
  [
    {
      needs: ['maximum'],
      make: (shape, choice) => ({
        inputs: [
          { shape, pool: masked },
          { shape, pool: [0.75, -0.25, 4] },
        ],
        steps: [{ op: 'maximum', args: choice % 2 === 0 ? [0, 1] : [1, 0] }],
      }),
    },
    {
      needs: ['divide'],
      make: (shape) => ({
        inputs: [
          { shape, pool: infinite },
          { shape, pool: plain },
        ],
        steps: [{ op: 'divide', args: [1, 0] }],
      }),
    },
  ],
];

/** x⁰ and other powers at 0. */
const powers: readonly Slot[] = [
  [
    {
      needs: ['power', 'detach'],
      make: (shape) => ({
        inputs: [
          { shape, pool: zeros },
          { shape, pool: [0, 0, 2, 0, 3, 0, 1] },
        ],
        steps: [
          { op: 'detach', args: [1] },
          { op: 'power', args: [0, 2] },
        ],
      }),
    },
  ],
  [
    {
      needs: ['power_scalar'],
      make: (shape, choice) => ({
        inputs: [{ shape, pool: fromZero }],
        steps: [{ op: 'power_scalar', args: [0], scalar: pick([1.5, 2.5], choice) }],
      }),
    },
  ],
];

/** √ of a sum without terms. */
const empties: Slot = [
  {
    needs: ['summation', 'sqrt', 'multiply'],
    isEmpty: true,
    make: (shape) => ({
      inputs: [
        { shape: [...shape, 0], pool: plain },
        { shape, pool: plain },
      ],
      steps: [
        { op: 'summation', args: [0], axes: [shape.length], keepdims: false },
        { op: 'sqrt', args: [2] },
        { op: 'multiply', args: [1, 3] },
      ],
    }),
  },
];

/** Each slot is as likely as the others: so few that each is drawn several times among a hundred cases. */
export const slots: readonly Slot[] = [
  ...unchosenSides,
  ...held,
  ...norms,
  // On an axis of size 1, or without −∞ after all, nothing is seen: drawn twice as often.
  [masking('softmax')],
  [masking('softmax')],
  [masking('softmax'), masking('logsumexp'), masking('logsoftmax')],
  ...infinities,
  ...powers,
  // Zeros must meet: drawn twice as often.
  ...powers,
  empties,
];
