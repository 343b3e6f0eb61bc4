/**
 * What known mistakes say, and their hints, in Chinese, by the English. A sentence that several have stands once, where
 * it is met first: those of src/misconceptions, then the chapters in their order.
 */

import { attention } from './chapters/attention.js';
import { conv } from './chapters/conv.js';
import { functions } from './chapters/function.js';
import { gather } from './chapters/gather.js';
import { jacobian } from './chapters/jacobian.js';
import { network } from './chapters/network.js';
import { second } from './chapters/second.js';
import { softmax } from './chapters/softmax.js';
import { transformer } from './chapters/transformer.js';
import { activations } from './misconceptions/activations.js';
import { choice } from './misconceptions/choice.js';
import { elementwise } from './misconceptions/elementwise.js';
import { engines } from './misconceptions/engines.js';
import { exponential } from './misconceptions/exponential.js';
import { graphs } from './misconceptions/graphs.js';
import { indexing } from './misconceptions/indexing.js';
import { normalization } from './misconceptions/normalization.js';
import { products } from './misconceptions/products.js';
import { shape } from './misconceptions/shape.js';
import { statistics } from './misconceptions/statistics.js';
import { windows } from './misconceptions/windows.js';

export const misconceptions: Readonly<Record<string, string>> = {
  ...elementwise,
  ...exponential,
  ...shape,
  ...products,
  ...graphs,
  ...engines,
  ...choice,
  ...statistics,
  ...activations,
  ...normalization,
  ...indexing,
  ...windows,
  ...jacobian,
  ...softmax,
  ...second,
  ...gather,
  ...conv,
  ...functions,
  ...attention,
  ...network,
  ...transformer,
};
