/** The ATen ops that are known, by their names without the overload. */
import type { Entries } from '../node.js';
import { elementwise } from './elementwise.js';
import { movement } from './movement.js';
import { network } from './network.js';

export const aten: Entries = { ...elementwise, ...movement, ...network };
