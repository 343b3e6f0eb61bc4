/** Every op of the vocabulary: the families joined to one table. The compiler names an op that is missing. */
import type { OpName } from '../../case/vocabulary.js';
import { attention } from './attention.js';
import { elementwise } from './elementwise.js';
import type { Entries, GenerateEntry } from './entry.js';
import { exponential } from './exponential.js';
import { indexing } from './indexing.js';
import { joining } from './joining.js';
import { movement } from './movement.js';
import { network } from './network.js';
import { norms } from './norms.js';
import { order } from './order.js';
import { product } from './product.js';
import { reduction } from './reduction.js';
import { windows } from './windows.js';

const entries = {
  ...attention,
  ...elementwise,
  ...exponential,
  ...indexing,
  ...joining,
  ...movement,
  ...network,
  ...norms,
  ...order,
  ...product,
  ...reduction,
  ...windows,
} satisfies Entries<OpName>;

/** The entry of an op, with the op's type forgotten: for code that treats all ops alike. */
export const entryOf = (op: OpName): GenerateEntry<OpName> => entries[op] as GenerateEntry<OpName>;
