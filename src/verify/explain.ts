/** A failure for people to read: the law, the program, its inputs, Δ, expected, got, and how to run it again. */
import type { Case } from '../case/case.js';
import { formatKinks } from '../case/kinks.js';
import { type Naming, nameOf, printProgram } from '../case/print.js';
import { formatTensor, type TensorData } from '../case/tensor-data.js';
import type { Failure } from './check.js';
import { formatVerdict } from './verdict.js';

/** A case, one line per part. */
export function explainCase(
  { program, inputs, cotangents, directions, mode, order, kinks }: Case,
  naming: Naming = nameOf,
): string {
  const lines = [printProgram(program, naming)];
  lines.push(...inputs.map((tensor, id) => `${naming(id)} = ${placed(tensor)}`));
  cotangents.forEach((cotangent, index) => {
    const label = cotangents.length === 1 ? 'Δ' : `Δ${index}`;
    lines.push(`${label} = ${cotangent.map(placed).join(', ')}`);
  });
  directions.forEach((direction, index) => {
    lines.push(`u${index} = ${direction.map(formatTensor).join(', ')}`);
  });
  lines.push(`mode ${mode}${order === 2 ? ', second order' : ''}`);
  if (kinks !== undefined) lines.push(`kinks ${formatKinks(kinks)}`);
  return lines.join('\n');
}

const placed = (tensor: TensorData): string =>
  tensor.strides === undefined
    ? formatTensor(tensor)
    : `${formatTensor(tensor)}, with strides (${tensor.strides.join(', ')})`;

/**
 * A failure in full.
 * @param replay the command that runs this case again, if there is one.
 */
export function explainFailure(
  { law, verdict, testCase, caseId, seed, path, passed }: Failure,
  replay?: string,
): string {
  return [
    `Law broken: ${law.sentence}.`,
    formatVerdict(verdict),
    '',
    explainCase(testCase),
    '',
    `case ${caseId}, found after ${passed} passing cases (seed ${seed}, path ${path})`,
    ...(replay === undefined ? [] : [`replay: ${replay}`]),
  ].join('\n');
}
