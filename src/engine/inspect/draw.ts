/** The graph as a picture: boxes are tensors, arrows lead from inputs to what is computed from them. */

import { entry } from '../../case/at.js';
import { nodesOf } from '../autograd/nodes.js';
import type { Tensor } from '../tensor/tensor.js';
import { labelOf, namesOf, typeOf } from './nodes.js';

export interface GraphBox {
  readonly name: string;
  /** The op with its attributes. */
  readonly label: string;
  /** Dtype and shape. */
  readonly type: string;
  readonly isLeaf: boolean;
  /** The names of what it is computed from. */
  readonly inputs: readonly string[];
  readonly node: Tensor;
}

/** What there is to draw, inputs first. `toSvg` of the package, which has a library find the places, begins with it, too. */
export function boxesOf(outputs: readonly Tensor[]): GraphBox[] {
  const nodes = nodesOf(outputs);
  const names = namesOf(nodes);
  return nodes.map((node) => ({
    node,
    name: entry(names, node),
    label: labelOf(node),
    type: typeOf(node),
    isLeaf: node.op === null,
    inputs: node.inputs.map((input) => entry(names, input)),
  }));
}

/** Graphviz: `dot -Tsvg` draws it. */
export function toDot(outputs: readonly Tensor[]): string {
  const lines = boxesOf(outputs).flatMap(({ name, label, type, isLeaf, inputs }) => [
    `  ${name} [label="${name}: ${label}, ${type}"${isLeaf ? ' shape=box' : ''}];`,
    ...inputs.map((input) => `  ${input} -> ${name};`),
  ]);
  return ['digraph {', ...lines, '}'].join('\n');
}

/** Mermaid: a fenced `mermaid` block on GitHub draws it. */
export function toMermaid(outputs: readonly Tensor[]): string {
  const lines = boxesOf(outputs).flatMap(({ name, label, type, isLeaf, inputs }) => [
    `  n_${name}${isLeaf ? '[' : '(['}"${name}: ${label}, ${type}"${isLeaf ? ']' : '])'}`,
    ...inputs.map((input) => `  n_${input} --> n_${name}`),
  ]);
  return ['graph TD', ...lines].join('\n');
}
