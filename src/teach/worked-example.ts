/** A failure as a small example, worked by hand: the inputs, Δ, what should come back, what came, and one entry as a sum. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done } from '../case/implementation.js';
import { adjointNameOf, type Naming, nameOf } from '../case/print.js';
import type { TensorData } from '../case/tensor-data.js';
import { en, type Texts } from '../texts/index.js';
import { byHand } from './by-hand.js';
import { apart, type Block, beside, grid, short } from './numbers.js';
import { type Gradient, type Gradients, wrongGradients } from './wrong-entries.js';

/** Larger arrays are no example to work by hand. */
const mostShown = 36;

interface ExampleOptions {
  readonly width?: number;
  readonly naming?: Naming;
  readonly asked?: readonly number[] | undefined;
  readonly texts?: Texts;
}

/**
 * @param outcome what came back for the case
 * @param width of the terminal, in columns
 * @param naming what the inputs are called
 * @param asked the inputs whose gradients are asked for; default: all
 * @param texts in which language
 * @returns lines; none if no gradient is wrong, or the case is too large to be worked by hand
 */
export function workedExample(
  testCase: Case,
  outcome: Done,
  { width = 80, naming = nameOf, asked, texts = en }: ExampleOptions = {},
): string[] {
  if (!isSmall(testCase)) return [];
  const { teach } = texts;
  const found = wrongGradients(testCase, outcome, asked);
  if (found === undefined) return [];
  const { inputs, cotangents } = testCase;
  const deltas = at(cotangents, found.cotangent);
  const { outputs } = testCase.program;
  const ofDelta = (index: number) => (outputs.length === 1 ? 'Δ' : teach.deltaOf(naming(at(outputs, index))));
  const given = [
    ...inputs.map((tensor, id) => block(naming(id), tensor, texts)),
    ...deltas.map((tensor, index) => block(ofDelta(index), tensor, texts)),
  ];
  const rightOnes = found.inputs
    .filter(({ wrong }) => wrong.length === 0)
    .map(({ input }) => adjointNameOf(input, naming));
  const byHandLines = sum(found, naming, { width, texts });
  return [
    ...beside(given, width - 2),
    '',
    ...beside(
      found.inputs.filter(({ wrong }) => wrong.length > 0).flatMap((each) => bothOf(each, naming, texts)),
      width - 2,
    ),
    ...(rightOnes.length === 0 ? [] : ['', teach.areRight(rightOnes)]),
    ...(byHandLines.length === 0 ? [] : ['', ...byHandLines]),
  ];
}

/**
 * One wrong entry alone, as a sum.
 * @param entry its index; default: the first
 * @returns lines; none where there is no such example
 */
export function workedEntry(
  testCase: Case,
  outcome: Done,
  { width = 80, naming = nameOf, asked, texts = en }: ExampleOptions = {},
  entry?: readonly number[],
): string[] {
  const found = isSmall(testCase) ? wrongGradients(testCase, outcome, asked) : undefined;
  return found === undefined ? [] : sum(found, naming, { width, texts }, entry);
}

interface Written {
  readonly width: number;
  readonly texts: Texts;
}

function sum(
  found: Gradients,
  naming: Naming,
  { width, texts }: Written,
  entry?: readonly number[],
): string[] {
  const lines = byHand(found, naming, { width: width - 2, texts }, entry);
  return lines.length === 0 ? [] : [texts.teach.byHand, ...lines.map((line) => `  ${line}`)];
}

const isSmall = ({ inputs }: Case): boolean => inputs.every(({ data }) => data.length <= mostShown);

const block = (title: string, tensor: TensorData, texts: Texts): Block => ({
  title,
  lines: grid(
    tensor,
    tensor.data.map((entry) => short(entry)),
    texts,
  ),
});

/** Wrong entries stand in brackets. */
function bothOf({ input, right, got, wrong }: Gradient, naming: Naming, texts: Texts): Block[] {
  const pairs = got.data.map((entry, position) => apart(right.value[position] as number, entry));
  const cells = (which: 0 | 1) =>
    pairs.map((pair, position) => {
      if (!wrong.includes(position)) return ` ${short(right.value[position] as number)} `;
      return which === 0 ? ` ${rightText(right, position, pair[0])} ` : `[${pair[1]}]`;
    });
  const adjoint = adjointNameOf(input, naming);
  return [
    { title: texts.teach.shouldBe(adjoint), lines: grid(got, cells(0), texts) },
    { title: texts.teach.cameOut(adjoint), lines: grid(got, cells(1), texts) },
  ];
}

function rightText({ value, spread }: Gradient['right'], position: number, text: string): string {
  const [middle, off] = [value[position] as number, spread[position] as number];
  return off > 0 ? `${short(middle - off)}…${short(middle + off)}` : text;
}
