/** One entry of an adjoint as the sum that the chain rule says it is: āᵢ = Σₖ Δₖ·∂yₖ/∂aᵢ. */
import { at } from '../case/at.js';
import { adjointNameOf, type Naming } from '../case/print.js';
import { outputTypes } from '../case/program.js';
import { indexOf, sizeOf } from '../case/shape.js';
import { unitCotangents } from '../case/unit-cotangents.js';
import { widthOf } from '../formats/width.js';
import { pullback } from '../reference/index.js';
import type { Texts } from '../texts/index.js';
import { apart, factor, short } from './numbers.js';
import { type Gradient, type Gradients, placeIn } from './wrong-entries.js';

/** More terms than this are shown without those whose slope is 0, and of these no more than so many. */
const mostTerms = 6;

/** Each term needs a pullback of its own. */
const mostEntries = 64;

type Teach = Texts['teach'];

interface Term {
  readonly delta: number;
  readonly slope: number;
  /** Half the width of what the slope may be on a kink. */
  readonly spread: number;
}

/**
 * The first wrong entry, worked out from the dense Jacobian of the reference.
 * @param entry the index of the one to be worked, if it is wrong; default: the first
 * @returns lines; none if the outputs have too many entries to be read as a sum
 */
export function byHand(
  { truth, cotangent, inputs }: Gradients,
  naming: Naming,
  { width, texts: { teach } }: { readonly width: number; readonly texts: Texts },
  entry?: readonly number[],
): string[] {
  const { program, testCase } = truth;
  const wrong = inputs.find((each) => each.wrong.length > 0);
  const entries = outputTypes(program).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (wrong === undefined || entries === 0 || entries > mostEntries) return [];
  const isAsked = (each: number) => String(indexOf(each, wrong.got.shape)) === String(entry);
  const position = wrong.wrong.find(isAsked) ?? at(wrong.wrong, 0);
  const deltas = at(testCase.cotangents, cotangent).flatMap(({ data }) => [...data]);
  const slopes = columnOf(truth, wrong.input, position);
  const terms = slopes.map((slope, k): Term => ({ ...slope, delta: at(deltas, k) }));
  return written(program.outputs, naming, wrong, position, terms, { width, teach });
}

/** ∂y/∂aᵢ for every entry of the outputs. */
function columnOf(
  { chain, program }: Gradients['truth'],
  input: number,
  position: number,
): Pick<Term, 'slope' | 'spread'>[] {
  return unitCotangents(program).map((unit) => {
    const row = at(pullback(chain, unit), input);
    return { slope: row.value[position] as number, spread: row.spread[position] as number };
  });
}

function written(
  ids: readonly number[],
  naming: Naming,
  wrong: Gradient,
  position: number,
  terms: readonly Term[],
  { width, teach }: { readonly width: number; readonly teach: Teach },
): string[] {
  const { input, right, got } = wrong;
  const place = placeIn(got, position);
  const outputs = ids.map(naming);
  const adjoint = `${adjointNameOf(input, naming)}${place}`;
  const by = `∂${naming(input)}${place}`;
  const [shouldBe, came] = apart(right.value[position] as number, got.data[position] as number);
  const spread = right.spread[position] as number;
  const value = right.value[position] as number;
  const is = spread > 0 ? teach.between(short(value - spread), short(value + spread)) : shouldBe;
  const y = outputs.length === 1 ? (outputs[0] as string) : 'y';
  const isOne = terms.length === 1;
  const general = isOne ? `Δ·∂${y}/${by}` : `Σₖ Δₖ·∂${y}ₖ/${by}`;
  const over = outputs.length === 1 ? teach.overEntries(y) : teach.overOutputs(outputs);
  const indent = ' '.repeat(widthOf(adjoint));
  const formula = `${adjoint} = ${general}`;
  const remark = isOne ? '' : `   ${over}`;
  const isLong = widthOf(formula + remark) > width;
  return [
    ...(isLong ? [formula, `${indent}${remark}`] : [formula + remark]),
    ...sumOf(terms, width - indent.length - 3, teach).map(
      (line, index) => `${indent} ${index === 0 ? '=' : ' '} ${line}`,
    ),
    `${indent} = ${teach.but(is, came)}`,
  ];
}

/** Broken between terms where it is too long. */
function sumOf(terms: readonly Term[], width: number, teach: Teach): string[] {
  const some =
    terms.length <= mostTerms ? terms : terms.filter(({ slope, spread }) => slope !== 0 || spread > 0);
  const shown = some.slice(0, mostTerms).map(({ delta, slope, spread }) => {
    const steep =
      spread > 0 ? `(${teach.to(short(slope - spread), short(slope + spread))})` : factor(short(slope));
    return `${factor(short(delta))}·${steep}`;
  });
  const left = some.length - shown.length;
  const zeros = terms.length - some.length;
  if (left > 0) shown.push(teach.moreTerms(left));
  const lines = [shown[0] ?? '0'];
  for (const term of shown.slice(1)) {
    const longer = `${lines.at(-1)} + ${term}`;
    if (widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(`+ ${term}`);
  }
  return zeros > 0 ? [...lines, teach.otherSlopes(zeros)] : lines;
}
