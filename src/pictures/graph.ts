/** A graph as an SVG picture: boxes in layers, and arrows with what flows along them. dagre finds the places. */
import { curveBasis, line } from 'd3-shape';
import { at } from '../case/at.js';
import { type Described, element, lineHeight, picture, text, widthOf } from './element.js';

export interface Box {
  readonly name: string;
  /** The first is set in bold. */
  readonly lines: readonly string[];
  readonly isLeaf: boolean;
  /** What is wrong here, in a few words. */
  readonly wrong?: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
}

export interface Drawing extends Described {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

const padding = 10;
const margin = 12;

/** The layout library is loaded when the first graph is drawn. */
export async function drawGraph(drawing: Drawing): Promise<string> {
  const { boxes, arrows, id } = drawing;
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, edgesep: 24, ranksep: 30, marginx: margin, marginy: margin });
  for (const box of boxes) graph.setNode(box.name, sizeOfBox(box));
  arrows.forEach(({ from, to, lines }, index) => {
    graph.setEdge(from, to, { ...sizeOfLines(lines), labelpos: 'c' }, String(index));
  });
  layout(graph);
  const placedBoxes = boxes.map((box) => drawnBox(box, graph.node(box.name)));
  const placedArrows = arrows.map(({ from, to, lines }, index) =>
    drawnArrow(lines, graph.edge(from, to, String(index)), id),
  );
  const { width = 0, height = 0 } = graph.graph();
  return picture(
    drawing,
    { width, height },
    element('defs', {}, headOf(id)),
    // Arrows first: their labels lie over other arrows, and boxes over all.
    ...placedArrows.map(({ path }) => path),
    ...placedArrows.map(({ label }) => label),
    ...placedBoxes,
  );
}

const headOf = (id: string): string =>
  element(
    'marker',
    {
      ...{ id: `${id}-head`, viewBox: '0 0 8 8', refX: 8, refY: 4 },
      ...{ markerWidth: 8, markerHeight: 8, orient: 'auto-start-reverse' },
    },
    element('path', { class: 'head', d: 'M0 0L8 4L0 8z' }),
  );

const linesOf = ({ lines, wrong = [] }: Box): readonly string[] => [
  ...lines,
  ...wrong.map((why) => `✗ ${why}`),
];

function sizeOfBox(box: Box): { width: number; height: number } {
  const { width, height } = sizeOfLines(linesOf(box));
  return { width: width + padding, height: height + padding };
}

const sizeOfLines = (lines: readonly string[]): { width: number; height: number } =>
  lines.length === 0
    ? { width: 0, height: 0 }
    : { width: Math.max(...lines.map(widthOf)) + padding, height: lines.length * lineHeight + 4 };

interface Place {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

function drawnBox(box: Box, { x = 0, y = 0, width = 0, height = 0 }: Place): string {
  const isWrong = box.wrong !== undefined;
  return element(
    'g',
    { class: isWrong ? 'node wrong' : 'node' },
    element('rect', {
      class: isWrong ? 'box wrong-box' : 'box',
      ...{ x: x - width / 2, y: y - height / 2, width, height, rx: box.isLeaf ? 0 : 12 },
    }),
    ...linesAt(linesOf(box), x, y, (index) => {
      if (index >= box.lines.length) return 'bad';
      return index === 0 ? 'bold' : undefined;
    }),
  );
}

function drawnArrow(
  lines: readonly string[],
  { points = [], x = 0, y = 0, width = 0, height = 0 }: Place & { points?: readonly Point[] },
  id: string,
): { readonly path: string; readonly label: string } {
  const curve = line<Point>(
    (point) => round(point.x),
    (point) => round(point.y),
  ).curve(curveBasis);
  const path = element('path', {
    class: 'arrow',
    d: curve([...points]) ?? '',
    'marker-end': `url(#${id}-head)`,
  });
  if (lines.length === 0) return { path, label: '' };
  const behind = { class: 'paper', x: x - width / 2, y: y - height / 2, width, height };
  const label = element('g', { class: 'edge' }, element('rect', behind), ...linesAt(lines, x, y));
  return { path, label };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Lines of text around a point. */
const linesAt = (
  lines: readonly string[],
  x: number,
  y: number,
  classOf: (index: number) => string | undefined = () => undefined,
): string[] =>
  lines.map((_, index) =>
    text(
      {
        class: classOf(index),
        ...{ x, y: y + (index - (lines.length - 1) / 2) * lineHeight + 4, 'text-anchor': 'middle' },
      },
      at(lines, index),
    ),
  );
