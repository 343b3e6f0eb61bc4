/** All laws, in the order in which they are checked: value and form first, then numbers. */
import type { Law } from '../law.js';
import { accumulate } from './accumulate.js';
import { adjoint } from './adjoint.js';
import { batched } from './batched.js';
import { dot } from './dot.js';
import { edges } from './edges.js';
import { form } from './form.js';
import { jvp } from './jvp.js';
import { linear } from './linear.js';
import { linearTime } from './linear-time.js';
import { memory } from './memory.js';
import { modes } from './modes.js';
import { pure } from './pure.js';
import { second } from './second.js';
import { symmetric } from './symmetric.js';
import { ties } from './ties.js';
import { transposed } from './transposed.js';
import { twice } from './twice.js';
import { detach, unused } from './unused.js';
import { value } from './value.js';
import { vjp } from './vjp.js';

/** All laws, in the order in which they are asked. */
export const laws: readonly Law[] = [
  value,
  form,
  vjp,
  edges,
  ties,
  unused,
  detach,
  accumulate,
  adjoint,
  linear,
  dot,
  memory,
  linearTime,
  pure,
  modes,
  second,
  twice,
  symmetric,
  jvp,
  transposed,
  batched,
];

/** Laws without which the others say nothing: when one fails, the rest are not asked. */
export const foundations: readonly Law[] = [value, form];
