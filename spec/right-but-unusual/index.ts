import { elementwise } from './elementwise.js';
import { exponential } from './exponential.js';
import { graphs } from './graphs.js';
import { ownOps } from './own-ops.js';
import { products, stable } from './products.js';
import { type Submitted, submissionsOf } from './right.js';
import { shape } from './shape.js';

export const submitted: readonly Submitted[] = submissionsOf(
  [...ownOps, ...elementwise, ...exponential, ...shape, ...products, ...stable],
  graphs,
);
