/** A case for people to read: the program, its inputs, Δ. */
import type { Case } from './case.js';
import { formatKinks } from './kinks.js';
import { type Naming, nameOf, printProgram } from './print.js';
import { formatTensor, type TensorData } from './tensor-data.js';

/** What is said beside programs and numbers, in the language of the reader. */
export interface CaseWords {
  strides(tensor: string, strides: string): string;
  mode(mode: string, isSecondOrder: boolean): string;
  kinks(kinks: string): string;
}

/** Another language is given by who explains. */
export const englishWords: CaseWords = {
  strides: (tensor, strides) => `${tensor}, with strides ${strides}`,
  mode: (mode, isSecondOrder) => `mode ${mode}${isSecondOrder ? ', second order' : ''}`,
  kinks: (kinks) => `kinks ${kinks}`,
};

/** A case, one line per part. */
export function explainCase(
  { program, inputs, cotangents, directions, mode, order, kinks }: Case,
  naming: Naming = nameOf,
  words: CaseWords = englishWords,
): string {
  const placed = (tensor: TensorData) => placedBy(tensor, words);
  const lines = [printProgram(program, naming)];
  lines.push(...inputs.map((tensor, id) => `${naming(id)} = ${placed(tensor)}`));
  cotangents.forEach((cotangent, index) => {
    const label = cotangents.length === 1 ? 'Δ' : `Δ${index}`;
    lines.push(`${label} = ${cotangent.map(placed).join(', ')}`);
  });
  directions.forEach((direction, index) => {
    lines.push(`u${index} = ${direction.map(formatTensor).join(', ')}`);
  });
  lines.push(words.mode(mode, order === 2));
  if (kinks !== undefined) lines.push(words.kinks(formatKinks(kinks)));
  return lines.join('\n');
}

const placedBy = (tensor: TensorData, words: CaseWords): string =>
  tensor.strides === undefined
    ? formatTensor(tensor)
    : words.strides(formatTensor(tensor), `(${tensor.strides.join(', ')})`);
