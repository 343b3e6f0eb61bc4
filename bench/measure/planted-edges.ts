/** Implementations whose rules multiply 0 by a slope that is infinite or NaN. */
import { add, type Op, subtract, type Tensor, topologicalOrder } from '../../src/engine/index.js';
import { addTo, walkBack } from '../../src/misconceptions/walk.js';
import { type Fault, planted } from './planted.js';

/** A node at which the rule is taken as it is, and what its operand holds there. */
interface Edge {
  readonly kind: string;
  readonly op: string;
  /** Who reads it: only there is the rule wrong. */
  readonly reader?: string;
  readonly holds: (entry: number) => boolean;
}

const zero = (entry: number): boolean => entry === 0;
const infinite = (entry: number): boolean => !Number.isFinite(entry);

const edges: readonly Edge[] = [
  { kind: 'edge: where over sqrt at 0', op: 'sqrt', reader: 'where', holds: zero },
  { kind: 'edge: where over sqrt below 0', op: 'sqrt', reader: 'where', holds: (entry) => entry < 0 },
  { kind: 'edge: where over log at 0', op: 'log', reader: 'where', holds: zero },
  { kind: 'edge: norm² at 0', op: 'sqrt', reader: 'multiply', holds: zero },
  { kind: 'edge: softmax of −∞', op: 'softmax', holds: infinite },
];

const isAt = ({ op, reader, holds }: Edge, node: Tensor, order: readonly Tensor[]): boolean =>
  node.op?.name === op &&
  node.inputs[0]?.toData().data.some(holds) === true &&
  (reader === undefined || order.some((each) => each.op?.name === reader && each.inputs.includes(node)));

/** NaN at −∞, which the shifted logits −∞ − −∞ are. */
const shifted = (part: Tensor, x: Tensor): Tensor => add(part, subtract(x, x));

const planting = (edge: Edge): Fault => ({
  name: edge.kind,
  kind: edge.kind,
  row: 'edge-programs',
  plant: () =>
    planted((touch) => ({
      differentiate: {
        topologicalOrder,
        propagate: (order, seeds) =>
          walkBack(order, seeds, (adjoints, input, part, index, node) => {
            if (!isAt(edge, node, order)) return addTo(adjoints, input, part);
            touch();
            const outGrad = adjoints.get(node) as Tensor;
            const raw = (node.op as Op).gradient(outGrad, node as never)[index] as Tensor;
            addTo(adjoints, input, edge.op === 'softmax' ? shifted(raw, input) : raw);
          }),
      },
    })),
});

export const edgeFaults: readonly Fault[] = edges.map(planting);
