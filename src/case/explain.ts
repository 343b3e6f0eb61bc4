/** A case for people to read: the program, its inputs, Δ. */
import type { Case } from './case.js';
import { formatKinks } from './kinks.js';
import { type Naming, nameOf, printProgram } from './print.js';
import { formatTensor, type TensorData } from './tensor-data.js';

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
