/**
 * Implementations that are right for every op on its own, and wrong once operands or results are views, or steps are
 * wired in a certain way.
 */
import type { Op } from '../../src/engine/index.js';
import {
  flip,
  grad,
  gradientOf,
  type Inputs,
  type Node,
  type OpName,
  permute,
  reshape,
  sizeOf,
  Tensor,
  topologicalOrder,
  transpose,
} from '../../src/engine/index.js';
import { functions } from '../../src/engine/ops/by-name.js';
import { addTo, type Receive, walkBack } from '../../src/misconceptions/walk.js';
import { type Fault, planted, rulesOf } from './planted.js';

const kindOf: Readonly<Record<string, string>> = {
  transpose: 'permuted',
  permute: 'permuted',
  broadcast_to: 'expanded',
  flip: 'flipped',
  slice: 'sliced',
};

const articled = (kind: string): string => (kind === 'expanded' ? `an ${kind}` : `a ${kind}`);

/** What lies in the memory of a view, in the order in which it lies there. */
function inStorageOrder(view: Tensor): Tensor {
  let base = view;
  while (base.op !== null && kindOf[base.op.name] !== undefined) base = base.inputs[0] as Tensor;
  const { dtype, data } = base.toData();
  const entries = Array.from({ length: sizeOf(view.shape) }, (_, k) => data[k % data.length] as number);
  return Tensor.fromData({ dtype, shape: view.shape, data: entries });
}

const isView = (tensor: Tensor, kind: string): boolean =>
  tensor.op !== null && kindOf[tensor.op.name] === kind && sizeOf(tensor.shape) > 0;

/** The rule of an op, told of other inputs. */
function misreading(own: Op, kind: string, touch: () => void): void {
  const right = own.gradient;
  own.gradient = (outGrad, node) => {
    if (!node.inputs.some((input) => isView(input, kind))) return right.call(own, outGrad, node);
    touch();
    const inputs = node.inputs.map((input) => (isView(input, kind) ? inStorageOrder(input) : input));
    const other = Object.assign(Object.create(Tensor.prototype), node, { inputs }) as Node<Inputs>;
    return right.call(own, outGrad, other);
  };
}

/** The backward of an op reads such views in the order of their storage. */
const readsStorage = (row: OpName, kind: string): Fault => ({
  name: `the backward of ${row} reads ${articled(kind)} operand in storage order`,
  kind: 'strides ignored',
  row,
  plant: () =>
    planted((touch) => ({
      prepare(outputs) {
        for (const { op } of rulesOf(row, outputs)) if (op !== null) misreading(op, kind, touch);
      },
    })),
});

/** The forward does. */
const computesFromStorage = (row: 'reshape' | 'gather', kind: string): Fault => ({
  name: `${row} reads ${articled(kind)} operand in storage order`,
  kind: 'strides ignored',
  row,
  plant: () =>
    planted((touch) => ({
      functions: {
        [row]: ([a]: readonly [Tensor], step: never) => {
          const stored = isView(a, kind);
          if (stored) touch();
          return functions[row]([stored ? inStorageOrder(a) : a], step);
        },
      },
    })),
});

/** The cotangent as it lies in memory: that of the view's own output, in order. */
function stored(view: Op, outGrad: Tensor): Tensor {
  const { axes } = view as Op & { axes: never };
  const moved = { transpose, permute, flip }[view.name as 'flip'](outGrad, axes);
  return reshape(moved, outGrad.shape);
}

/** The backward of an op reads a cotangent that came through such a view in the order of its storage. */
const readsCotangent = (row: OpName, kind: 'permuted' | 'flipped'): Fault => ({
  name: `the backward of ${row} reads ${articled(kind)} cotangent in storage order`,
  kind: 'strides ignored',
  row,
  plant: () =>
    planted((touch) => ({
      prepare(outputs) {
        const order = topologicalOrder(outputs);
        for (const node of rulesOf(row, outputs)) {
          const readers = order.filter(({ inputs }) => inputs.includes(node));
          const [reader] = readers;
          const through = readers.length === 1 && !outputs.includes(node) && reader && isView(reader, kind);
          if (!through || node.op === null) continue;
          const [own, view] = [node.op, reader.op as Op];
          const right = own.gradient;
          own.gradient = (outGrad, at) => {
            touch();
            return right.call(own, stored(view, outGrad), at);
          };
        }
      },
    })),
});

/** A walk that passes on parts of adjoints in a way of its own. */
const walking = (
  row: OpName,
  kind: string,
  name: string,
  receiver: (touch: () => void, order: readonly Tensor[], seeds: ReadonlyMap<Tensor, Tensor>) => Receive,
): Fault => ({
  name: `${name} (${row})`,
  kind,
  row,
  plant: () =>
    planted((touch) => ({
      differentiate: {
        topologicalOrder,
        propagate: (order, seeds) => walkBack(order, seeds, receiver(touch, order, seeds)),
      },
    })),
});

/** A walk on which some nodes pass on nothing. */
const skipping = (
  row: OpName,
  kind: string,
  name: string,
  skips: (node: Tensor, order: readonly Tensor[]) => boolean,
): Fault =>
  walking(row, kind, name, (touch, order) => (adjoints, input, part, _, node) => {
    if (skips(node, order)) touch();
    else addTo(adjoints, input, part);
  });

const sameStep = (a: Tensor, b: Tensor): boolean =>
  a.op !== null &&
  a.op.name === b.op?.name &&
  JSON.stringify(a.op) === JSON.stringify(b.op) &&
  a.inputs.every((input, index) => input === b.inputs[index]);

/** As after common subexpressions were made one, if the adjoint of the second is forgotten. */
const mergesSteps = (row: OpName): Fault =>
  skipping(row, 'equal steps merged', 'of two equal steps, one is forgotten', (node, order) =>
    order.slice(0, order.indexOf(node)).some((other) => sameStep(node, other)),
  );

const constantFirst = ({ inputs: [first, second] }: Tensor): boolean =>
  first !== undefined && second !== undefined && !first.requiresGrad && second.requiresGrad;

const dropsAfterConstant = (row: OpName): Fault =>
  skipping(row, 'constant dropped', 'a step whose first operand is constant hands nothing on', constantFirst);

const shiftsAfterConstant = (row: OpName): Fault =>
  walking(
    row,
    'constant dropped',
    'with a constant first operand, the second gets the adjoint of the first',
    (touch) => (adjoints, input, part, _, node) => {
      if (!constantFirst(node)) return addTo(adjoints, input, part);
      touch();
      const [ofFirst] = gradientOf(node, adjoints.get(node) as Tensor);
      if (ofFirst !== undefined) addTo(adjoints, input, ofFirst);
    },
  );

/** An output that is an inner node keeps what it was given, or what its readers send, and loses the other. */
const losesAdjoint = (row: OpName, keeps: 'seed' | 'readers'): Fault =>
  walking(
    row,
    'output that is an inner node',
    `an output that is read further keeps only ${keeps === 'seed' ? 'its cotangent' : 'what its readers send'}`,
    (touch, _order, seeds) => {
      const reached = new Set<Tensor>();
      return (adjoints, input, part) => {
        const loses = seeds.has(input) && (keeps === 'seed' || !reached.has(input));
        reached.add(input);
        if (!loses) return addTo(adjoints, input, part);
        touch();
        if (keeps === 'readers') adjoints.set(input, part);
      };
    },
  );

const mergesLeaves = (row: OpName): Fault => ({
  name: `leaves that hold the same numbers are one (${row})`,
  kind: 'equal leaves merged',
  row,
  plant: () =>
    planted((touch) => ({
      grad(outputs, inputs, options) {
        const gradients = grad(outputs, inputs, options);
        const texts = inputs.map((input) => JSON.stringify(input.toData()));
        return gradients.map((own, index) => {
          const first = texts.indexOf(texts[index] as string);
          if (first === index || sizeOf(own.shape) === 0) return own;
          touch();
          return gradients[first] as Tensor;
        });
      },
    })),
});

const kinds = ['permuted', 'expanded', 'flipped', 'sliced'] as const;
const readers: readonly OpName[] = [
  'conv',
  'matmul',
  'einsum',
  'multiply',
  'layer_norm',
  'batch_norm',
  'cross_entropy',
  'logsumexp',
  'tanh',
];
const spreaders: readonly OpName[] = [
  'conv',
  'matmul',
  'softmax',
  'layer_norm',
  'logsoftmax',
  'gather',
  'cumsum',
];
const wiredRows: readonly OpName[] = ['conv', 'softmax', 'abs', 'multiply'];
const pairs: readonly OpName[] = ['conv', 'matmul', 'multiply'];

/** The slopes of cross entropy add up to 0 along the classes: of logits repeated there, nothing wrong can be seen. */
const shows = (row: OpName, kind: string): boolean => row !== 'cross_entropy' || kind !== 'expanded';

/** Each kind of mistake, in several rows. */
export const viewFaults: readonly Fault[] = [
  ...readers.flatMap((row) =>
    kinds.filter((kind) => shows(row, kind)).map((kind) => readsStorage(row, kind)),
  ),
  ...(['reshape', 'gather'] as const).flatMap((row) => kinds.map((kind) => computesFromStorage(row, kind))),
  ...spreaders.flatMap((row) => (['permuted', 'flipped'] as const).map((kind) => readsCotangent(row, kind))),
  ...wiredRows.flatMap((row) => [
    mergesSteps(row),
    mergesLeaves(row),
    losesAdjoint(row, 'seed'),
    losesAdjoint(row, 'readers'),
  ]),
  ...pairs.flatMap((row) => [dropsAfterConstant(row), shiftsAfterConstant(row)]),
];
