/** ATen ops that make each entry of the entries at its place. */
import type { CaseEntry } from '../../case/ops/entry.js';
import { opNames, vocabulary } from '../../case/vocabulary.js';
import type { Entries, Entry, Node, Value } from '../node.js';
import { broadcastEntries } from '../node.js';
import { maskedFill, scaled } from './shared.js';

/** Ops with no attributes that have ATen's names need no entry of their own. */
const named: Entries = Object.fromEntries(
  opNames.flatMap((op) => {
    const { arity, attributes, elementwise: isElementwise }: CaseEntry = vocabulary[op];
    if (!isElementwise || Object.keys(attributes).length > 0) return [];
    const args = ['self', 'other'].slice(0, Number(arity));
    return [[`aten.${op}`, (n: Node) => n.bare(op, args)]];
  }),
);

const power =
  (scalar: number): Entry =>
  (n) =>
    n.add({ op: 'power_scalar', scalar }, n.value('self'));
const same: Entry = (n) => n.value('self');

/** self ± alpha · other, of which either may be a number. */
const sum =
  (sign: 1 | -1): Entry =>
  (n) => {
    const by = sign * n.number('alpha', 1);
    if (n.isNumber('other'))
      return n.add({ op: 'add_scalar', scalar: by * n.number('other') }, n.value('self'));
    const other = n.value('other');
    if (by === -1) return n.add({ op: 'subtract' }, n.value('self'), other);
    return n.add({ op: 'add' }, n.value('self'), scaled(n, other, by));
  };

const product: Entry = (n) =>
  n.isNumber('other')
    ? n.add({ op: 'mul_scalar', scalar: n.number('other') }, n.value('self'))
    : n.add({ op: 'multiply' }, n.value('self'), n.value('other'));

const quotient: Entry = (n) => {
  n.only(n.isNull('rounding_mode'), 'it rounds');
  return n.isNumber('other')
    ? n.add({ op: 'divide_scalar', scalar: n.number('other') }, n.value('self'))
    : n.add({ op: 'divide' }, n.value('self'), n.value('other'));
};

const raised: Entry = (n) => {
  n.only(!n.isNumber('self'), 'its base is a number');
  return n.isNumber('exponent')
    ? n.add({ op: 'power_scalar', scalar: n.number('exponent') }, n.value('self'))
    : n.add({ op: 'power' }, n.value('self'), n.value('exponent'));
};

function clamp(n: Node, min: string, max: string): Value {
  const bound = (name: string) => (n.isNull(name) ? null : n.number(name));
  return n.add({ op: 'clip', min: bound(min), max: bound(max) }, n.value('self'));
}

const chosen: Entry = (n) => {
  const condition = broadcastEntries(n.known('condition'), n.out());
  return n.spread(n.add({ op: 'where', condition }, n.value('self'), n.value('other')), n.out());
};

/** x where it is positive, else slope · x. */
function leaky(n: Node): Value {
  const x = n.value('self');
  const below = n.add({ op: 'relu' }, n.add({ op: 'negate' }, x));
  return n.add(
    { op: 'subtract' },
    n.add({ op: 'relu' }, x),
    scaled(n, below, n.number('negative_slope', 0.01)),
  );
}

/** Triangles of matrices: entries beyond a diagonal are zeros. */
const triangle =
  (keeps: (row: number, column: number, diagonal: number) => boolean): Entry =>
  (n) => {
    const [rows = 0, columns = 0] = n.out().slice(-2);
    const cells = Array.from({ length: rows * columns }, (_, cell) =>
      Number(!keeps(Math.floor(cell / columns), cell % columns, n.number('diagonal', 0))),
    );
    return maskedFill(
      n,
      broadcastEntries({ name: '', dtype: 'bool', shape: [rows, columns], data: cells }, n.out()),
      0,
    );
  };

export const elementwise: Entries = {
  ...named,
  'aten.add': sum(1),
  'aten.sub': sum(-1),
  'aten.rsub': (n) =>
    n.add(
      { op: 'add_scalar', scalar: n.number('other') },
      n.add({ op: 'negate' }, scaled(n, n.value('self'), n.number('alpha', 1))),
    ),
  'aten.mul': product,
  'aten.div': quotient,
  'aten.pow': raised,
  'aten.neg': (n) => n.add({ op: 'negate' }, n.value('self')),
  'aten.log2': (n) => n.add({ op: 'divide_scalar', scalar: Math.LN2 }, n.add({ op: 'log' }, n.value('self'))),
  'aten.rsqrt': power(-0.5),
  'aten.reciprocal': power(-1),
  'aten.square': power(2),
  'aten.gelu': (n) =>
    n.add(
      { op: 'gelu', approximate: n.text('approximate', 'none') === 'tanh' ? 'tanh' : 'none' },
      n.value('self'),
    ),
  'aten.softplus': (n) => {
    n.only(n.number('beta', 1) === 1, 'its beta is not 1');
    return n.add({ op: 'softplus' }, n.value('self'));
  },
  'aten.leaky_relu': leaky,
  'aten.clamp': (n) => clamp(n, 'min', 'max'),
  'aten.clamp_min': (n) => n.add({ op: 'clip', min: n.number('min'), max: null }, n.value('self')),
  'aten.clamp_max': (n) => n.add({ op: 'clip', min: null, max: n.number('max') }, n.value('self')),
  'aten.hardtanh': (n) => clamp(n, 'min_val', 'max_val'),
  'aten.where': chosen,
  'aten.masked_fill': (n) => maskedFill(n, broadcastEntries(n.known('mask'), n.out()), n.number('value')),
  'aten.tril': triangle((row, column, diagonal) => column - row <= diagonal),
  'aten.triu': triangle((row, column, diagonal) => column - row >= diagonal),
  'aten.clone': same,
  'aten.alias': same,
  'aten.contiguous': same,
  'aten.lift_fresh_copy': same,
  'aten._to_copy': same,
};
