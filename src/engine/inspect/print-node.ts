import { formatTensor } from '../../case/tensor-data.js';
import { nodesOf } from '../autograd/nodes.js';
import type { Tensor } from '../tensor/tensor.js';
import { labelOf, namesOf, typeOf } from './nodes.js';

/**
 * The graph below a tensor, one line per node, inputs first. Values that are not computed yet stay so.
 * ```text
 * a = leaf   float64 (2,) requires grad: [1, 2]
 * b = exp a  float64 (2,) requires grad: not computed yet
 * ```
 */
export function printNode(tensor: Tensor): string {
  const nodes = nodesOf([tensor]);
  const names = namesOf(nodes);
  const calls = nodes.map((node) =>
    [labelOf(node), ...node.inputs.map((input) => names.get(input))].join(' '),
  );
  const width = calls.reduce((longest, { length }) => Math.max(longest, length), 0);
  return nodes
    .map((node, index) => {
      const grad = node.requiresGrad ? ' requires grad' : '';
      return `${names.get(node)} = ${calls[index]?.padEnd(width)}  ${typeOf(node)}${grad}: ${describeValue(node)}`;
    })
    .join('\n');
}

function describeValue({ cachedData, dtype, shape }: Tensor): string {
  if (cachedData === undefined) return 'not computed yet';
  const text = formatTensor({ dtype, shape, data: Array.from(cachedData.data) });
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
