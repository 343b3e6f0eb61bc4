/** ATen ops that change shapes, join arrays, cut them apart or pick entries. */
import { at } from '../../case/at.js';
import { normalizeAxis, type Shape, sizeOf } from '../../case/shape.js';
import type { Entries, Entry, Node, Value } from '../node.js';
import { broadcastEntries } from '../node.js';

/** Views know the shape that they have: -1 and the like are settled. */
const viewed: Entry = (n) => n.reshaped(n.value('self'), n.out());

const axisOf = (n: Node, value: Value): number =>
  normalizeAxis(n.number('dim', 0), value.shape.length, 'dim');

function swapped(n: Node): Value {
  const self = n.value('self');
  return self.shape.length < 2 ? self : n.add({ op: 'transpose', axes: null }, self);
}

/** Entries from `start` to `stop` along one axis. */
function between(
  n: Node,
  value: Value,
  axis: number,
  start: number | null,
  stop: number | null,
  step = 1,
): Value {
  const along = <T>(own: T, other: T): T[] => value.shape.map((_, each) => (each === axis ? own : other));
  return n.add(
    { op: 'slice', starts: along(start, null), stops: along(stop, null), steps: along(step, 1) },
    value,
  );
}

/** Pieces one after another, as large as the framework found them. */
const pieces: Entry = (n) => {
  const self = n.value('self');
  const axis = axisOf(n, self);
  let start = 0;
  return Array.from({ length: n.count }, (_, index) => {
    const size = at(n.out(index), axis);
    start += size;
    return between(n, self, axis, start - size, start);
  });
};

function sliced(n: Node): Value {
  const self = n.value('self');
  const bound = (name: string) => {
    const number = n.isNull(name) ? null : n.number(name);
    return number !== null && Math.abs(number) > sizeOf(self.shape) ? null : number;
  };
  const [start, stop, step] = [bound('start'), bound('end'), n.number('step', 1)];
  const made = between(n, self, axisOf(n, self), start === 0 ? null : start, stop, step);
  return made.shape.join() === self.shape.join() ? self : made;
}

function selected(n: Node): Value {
  const self = n.value('self');
  const axis = axisOf(n, self);
  const index = n.number('index');
  return n.add({ op: 'split', axis, index: index < 0 ? index + at(self.shape, axis) : index }, self);
}

function looked(n: Node): Value {
  const { shape, data } = n.known('indices');
  return n.add({ op: 'embedding', indices: data, indicesShape: shape }, n.value('weight'));
}

const gathered = (n: Node, self: Value, axis: number, index: readonly number[], indexShape: Shape): Value =>
  n.add({ op: 'gather', axis, index, indexShape }, self);

/** Whole slices along an axis. */
function indexed(n: Node): Value {
  const self = n.value('self');
  const axis = axisOf(n, self);
  const { shape, data } = n.known('index');
  const along = self.shape.map((_, each) => (each === axis ? sizeOf(shape) : 1));
  return gathered(
    n,
    self,
    axis,
    broadcastEntries({ name: '', dtype: 'int64', shape: along, data }, n.out()),
    n.out(),
  );
}

function padded(n: Node): Value {
  n.only(n.number('value', 0) === 0, 'it pads with another number than 0');
  const self = n.value('self');
  const ends = n.numbers('pad');
  const padding = self.shape.map((_, axis): readonly [number, number] => {
    const place = 2 * (self.shape.length - 1 - axis);
    return [ends[place] ?? 0, ends[place + 1] ?? 0];
  });
  return n.add({ op: 'pad', padding }, self);
}

export const movement: Entries = {
  'aten.t': swapped,
  'aten.transpose': (n) =>
    n.add({ op: 'transpose', axes: [n.number('dim0'), n.number('dim1')] }, n.value('self')),
  'aten.permute': (n) => n.add({ op: 'permute', axes: n.numbers('dims') }, n.value('self')),
  'aten.view': viewed,
  'aten._unsafe_view': viewed,
  'aten._reshape_alias': viewed,
  'aten.reshape': viewed,
  'aten.flatten': viewed,
  'aten.squeeze': viewed,
  'aten.unsqueeze': (n) => n.add({ op: 'unsqueeze', axes: [n.number('dim')] }, n.value('self')),
  'aten.expand': (n) => n.spread(n.value('self'), n.out()),
  'aten.cat': (n) => n.add({ op: 'concat', axis: n.number('dim', 0) }, ...n.values('tensors')),
  'aten.stack': (n) => n.add({ op: 'stack', axis: n.number('dim', 0) }, ...n.values('tensors')),
  'aten.split': pieces,
  'aten.unsafe_split': pieces,
  'aten.split_with_sizes': pieces,
  'aten.chunk': pieces,
  'aten.unbind': (n) =>
    Array.from({ length: n.count }, (_, index) =>
      n.add({ op: 'split', axis: n.number('dim', 0), index }, n.value('self')),
    ),
  'aten.slice': sliced,
  'aten.select': selected,
  'aten.flip': (n) => n.add({ op: 'flip', axes: n.numbers('dims') }, n.value('self')),
  'aten.constant_pad_nd': padded,
  'aten.embedding': looked,
  'aten.gather': (n) =>
    gathered(n, n.value('self'), n.number('dim'), n.known('index').data, n.known('index').shape),
  'aten.index_select': indexed,
};
