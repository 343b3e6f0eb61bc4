/** The graph of tensors as SVG, beside the engine's own `toDot` and `toMermaid`: it needs a library, and the engine none. */
import type { Tensor } from '../engine/index.js';
import { boxesOf, type GraphBox } from '../engine/inspect/draw.js';
import { element } from './element.js';
import { type Box, drawGraph } from './graph.js';
import { shortTensor } from './short-number.js';
import { pictureStyle } from './style.js';

/**
 * A picture that stands alone: boxes are tensors, arrows lead from inputs to what is computed from them and carry its
 * values, if they are computed already. It is light or dark as the reader's system is, and is described in words, too.
 * @param outputs what the graph is drawn above
 * @param title what the picture is called
 */
export async function toSvg(
  outputs: readonly Tensor[],
  { title = 'Graph of a computation', id = 'graph' }: { readonly title?: string; readonly id?: string } = {},
): Promise<string> {
  const boxes = boxesOf(outputs);
  const byName = new Map(boxes.map((box) => [box.name, box]));
  const svg = await drawGraph({
    ...{ id, title },
    description: boxes.map(sentenceOf).join(' '),
    boxes: boxes.map(drawn),
    arrows: boxes.flatMap(({ name, inputs }) =>
      inputs.map((from) => ({ from, to: name, lines: valueIn(byName.get(from)) })),
    ),
  });
  return svg.replace('</desc>', `</desc>${element('style', {}, pictureStyle)}`);
}

const drawn = ({ name, label, type, isLeaf, node }: GraphBox): Box => ({
  name,
  isLeaf,
  lines: [
    `${name}: ${label}`,
    type,
    ...(node.grad === undefined ? [] : [`grad = ${shortTensor(node.grad.toData())}`]),
  ],
});

/** Nothing is computed for a picture. */
function valueIn(box: GraphBox | undefined): string[] {
  const cached = box?.node.cachedData;
  if (box === undefined || cached === undefined) return [];
  const data = Array.from(cached.data);
  return [`${box.name} = ${shortTensor({ shape: box.node.shape, data })}`];
}

const sentenceOf = ({ name, label, isLeaf, inputs }: GraphBox): string =>
  `${name} is ${isLeaf ? 'a ' : ''}${label}${inputs.length === 0 ? '' : ` of ${inputs.join(' and ')}`}.`;
