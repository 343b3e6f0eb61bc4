/** The graph as a picture: boxes are tensors, arrows lead from inputs to what is computed from them. */

import { entry } from '../../case/at.js';
import { nodesOf } from '../autograd/nodes.js';
import type { Tensor } from '../tensor/tensor.js';
import { labelOf, namesOf, typeOf } from './nodes.js';

interface Box {
  readonly name: string;
  readonly label: string;
  readonly isLeaf: boolean;
  readonly inputs: readonly string[];
}

function boxesOf(outputs: readonly Tensor[]): Box[] {
  const nodes = nodesOf(outputs);
  const names = namesOf(nodes);
  return nodes.map((node) => ({
    name: entry(names, node),
    label: `${labelOf(node)}, ${typeOf(node)}`,
    isLeaf: node.op === null,
    inputs: node.inputs.map((input) => entry(names, input)),
  }));
}

/** Graphviz: `dot -Tsvg` draws it. */
export function toDot(outputs: readonly Tensor[]): string {
  const lines = boxesOf(outputs).flatMap(({ name, label, isLeaf, inputs }) => [
    `  ${name} [label="${name}: ${label}"${isLeaf ? ' shape=box' : ''}];`,
    ...inputs.map((input) => `  ${input} -> ${name};`),
  ]);
  return ['digraph {', ...lines, '}'].join('\n');
}

/** Mermaid: a fenced `mermaid` block on GitHub draws it. */
export function toMermaid(outputs: readonly Tensor[]): string {
  const lines = boxesOf(outputs).flatMap(({ name, label, isLeaf, inputs }) => [
    `  n_${name}${isLeaf ? '[' : '(['}"${name}: ${label}"${isLeaf ? ']' : '])'}`,
    ...inputs.map((input) => `  n_${input} --> n_${name}`),
  ]);
  return ['graph TD', ...lines].join('\n');
}
