/** All misconceptions, and nothing that judges: a course's test process that one is planted in starts quickly. */
import { alone } from './alone.js';
import { arithmetic } from './arithmetic.js';
import { attending } from './attention.js';
import { backward } from './backward.js';
import { choosing } from './choice.js';
import { contraction } from './contraction.js';
import { convolution } from './convolution.js';
import { curves } from './curves.js';
import { engines } from './engine.js';
import { exponential } from './exponential.js';
import { gathering } from './gather.js';
import { generatedFor } from './generated.js';
import { indexing } from './indexing.js';
import { joining } from './joining.js';
import { kinked } from './kinks.js';
import { lengths } from './lengths.js';
import { activations, losses } from './losses.js';
import { matrixProduct } from './matmul.js';
import { maxPooling } from './max-pool.js';
import type { Misconception, RuleMisconception } from './misconception.js';
import { norms } from './norms.js';
import { ordering } from './order.js';
import { factors } from './products.js';
import { quotients } from './quotients.js';
import { realizing } from './realize.js';
import { shape } from './shape.js';
import { sizes } from './sizes.js';
import { smooth } from './smooth.js';
import { stable } from './stable.js';
import { statistics } from './statistics.js';
import { subtle } from './subtle.js';
import { sums } from './sums.js';

const ofExercises: readonly RuleMisconception[] = [
  ...arithmetic,
  ...quotients,
  ...kinked,
  ...exponential,
  ...curves,
  ...shape,
  ...sums,
  ...matrixProduct,
  ...stable,
];

/** Which exercise asks for an op's rule: one of its mistakes says so. */
const exerciseOf = new Map(ofExercises.map(({ op, exercise }) => [op, String(exercise)]));

/** All of them, those of the exercises first. */
export const misconceptions: readonly Misconception[] = [
  ...ofExercises,
  ...generatedFor(exerciseOf),
  ...backward,
  ...realizing,
  ...engines,
  ...subtle,
  ...alone,
  ...choosing,
  ...ordering,
  ...statistics,
  ...factors,
  ...lengths,
  ...activations,
  ...smooth,
  ...losses,
  ...norms,
  ...joining,
  ...indexing,
  ...sizes,
  ...gathering,
  ...contraction,
  ...convolution,
  ...attending,
  ...maxPooling,
];
