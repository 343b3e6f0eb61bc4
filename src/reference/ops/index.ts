/** What the reference knows of every op: the compiler names an op that is missing here. */
import type { OpName, Step, StepOf } from '../../case/vocabulary.js';
import type { ReferenceEntry } from '../entry.js';
import { attending } from './attention.js';
import { elementwise } from './elementwise.js';
import { exponentials } from './exponentials.js';
import { factored } from './factors.js';
import { movements } from './movements.js';
import { norms } from './norms.js';
import { orders } from './orders.js';
import { products } from './products.js';
import { statistics } from './statistics.js';
import { sums } from './sums.js';

const entries = {
  ...elementwise,
  ...movements,
  ...sums,
  ...factored,
  ...products,
  ...orders,
  ...exponentials,
  ...statistics,
  ...norms,
  ...attending,
} satisfies { readonly [Op in OpName]: ReferenceEntry<StepOf<Op>> };

/** The entry of a step's op, with the step's type forgotten: for code that treats all ops alike. */
export const entryOf = ({ op }: Step): ReferenceEntry => entries[op] as ReferenceEntry;
