/** Compares two answers of one implementation that should be equal, and says which of them the reference supports. */
import { indexOf } from '../case/shape.js';
import type { DType, TensorData } from '../case/tensor-data.js';
import { isHalf } from '../reference/index.js';
import { noBound, undecidedAt } from './compared.js';
import { compare, type Expected } from './tolerance.js';
import { agree, type Disagreement, type OwnAnswer, type Verdict } from './verdict.js';

export interface Answered {
  /** How it was asked: `mode lazy`. */
  readonly by: string;
  readonly data: readonly number[];
}

/** Judges one number, or list of numbers, against the reference's. */
export type Truth = Expected | undefined;

interface Question {
  /** `gradient of input a, for cotangent 0`. */
  readonly what: string;
  /** Its entries' shape. */
  readonly shape: TensorData['shape'];
  readonly dtype: DType;
  /** What the two may differ by, in units of the dtype's roundoff. */
  readonly rounding: ArrayLike<number>;
  /** The reference's value; undefined if it has none. */
  readonly truth: Truth;
}

/** The entry whose difference is largest relative to what is allowed. */
export function compareAnswers(question: Question, one: Answered, other: Answered): Verdict {
  const { what, shape, dtype, rounding, truth } = question;
  // In float16 and bfloat16 the terms of the truth tell whether the two may be infinite.
  const terms = isHalf(dtype) ? (truth?.magnitude ?? truth?.value) : undefined;
  const magnitude = terms && Float64Array.from(terms, Math.abs);
  const comparison = compare(
    { value: one.data, rounding, ...(magnitude && { magnitude }) },
    other.data,
    dtype,
  );
  if (comparison.kind === 'right') return agree;
  const { entry } = comparison;
  if (comparison.kind === 'undecided') return undecidedAt(what, entry, noBound);
  const allowed = { tolerance: comparison.tolerance, dtype };
  return disagreement({ what, index: indexOf(entry, shape) }, [one, other], entry, truth, allowed);
}

/** The disagreement of two answers in one entry. */
export function disagreement(
  where: Disagreement['where'],
  [one, other]: readonly [Answered, Answered],
  entry: number,
  truth: Truth,
  { tolerance, dtype }: { readonly tolerance: number; readonly dtype: DType },
): Disagreement {
  const right = truth === undefined ? undefined : entryOf(truth, entry);
  const answer = ({ by, data }: Answered): OwnAnswer => {
    const value = data[entry] as number;
    return { by, value, supported: right && supports(right, value, dtype) };
  };
  const answers = [answer(one), answer(other)] as const;
  const { value, spread = [0] } = right ?? { value: [undefined] };
  return {
    kind: 'disagree',
    where,
    expected: value[0],
    spread: spread[0] as number,
    got: answers[1].value,
    tolerance,
    answers,
  };
}

/** Whether it is within what rounding and the reference's own error allow. */
function supports(right: Expected, value: number, dtype: DType): boolean | undefined {
  const isBounded = Number.isFinite((right.error?.[0] ?? 0) + (right.rounding[0] as number));
  return isBounded ? compare(right, [value], dtype).kind !== 'wrong' : undefined;
}

const entryOf = ({ value, spread, error, rounding }: Expected, entry: number): Expected => ({
  value: [value[entry] as number],
  ...(spread && { spread: [spread[entry] as number] }),
  ...(error && { error: [error[entry] as number] }),
  rounding: [rounding[entry] as number],
});
