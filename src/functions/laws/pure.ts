import { at } from '../../case/at.js';
import { type Verdict, writtenTo } from '../../verify/index.js';
import { type Asked, nameIn, numbersOf } from '../asked.js';
import { flat } from '../points.js';
import type { Question, Tensors } from '../subject.js';

/** A second run gives the same, bit for bit. */
export async function pure(asked: Asked): Promise<Verdict> {
  const { outputs, gradients } = await asked.secondRun();
  return (
    varying('values', flat(asked.looked.outputs), flat(outputs)) ??
    varying(
      'gradients',
      asked.gradients.slice(0, gradients.length).flatMap(numbersOf),
      gradients.flatMap(numbersOf),
    ) ?? { kind: 'agree' }
  );
}

function varying(what: string, first: readonly number[], second: readonly number[]): Verdict | undefined {
  const k = first.findIndex((value, place) => !Object.is(value, second[place]));
  if (k === -1) return undefined;
  const answers = [
    { by: 'the first run', value: at(first, k), supported: undefined },
    { by: 'the second run', value: at(second, k), supported: undefined },
  ] as const;
  const why = `That is, a second run of the same case returned other ${what}.`;
  const got = at(second, k);
  return {
    kind: 'disagree',
    where: { what, index: [] },
    expected: undefined,
    spread: 0,
    got,
    tolerance: 0,
    answers,
    why,
  };
}

type Given = Pick<Question, 'inputs' | 'cotangents'>;

/** @param given the arrays that were handed to the function: what it was asked, unless it wrote to them */
export function changedInPlace(
  { inputs, cotangents }: Given,
  given: Given,
  names: readonly string[],
): Verdict | undefined {
  const input = firstChanged(inputs, given.inputs);
  const isCotangent = firstChanged(cotangents.flat(), given.cotangents.flat()) !== -1;
  if (input === -1 && !isCotangent) return undefined;
  const what = input === -1 ? 'a cotangent' : nameIn(names, input);
  return writtenTo(what);
}

/** The first tensor that is no longer what it was, bit for bit; -1 if none. */
export const firstChanged = (before: Tensors, after: Tensors): number =>
  before.findIndex(({ data }, index) => {
    const now = after[index]?.data;
    return now === undefined || data.some((entry, k) => !Object.is(entry, now[k]));
  });
