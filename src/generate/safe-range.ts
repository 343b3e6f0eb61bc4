/**
 * The range of an id's values: programs are drawn without computing them, yet no log meets a negative number and
 * nothing overflows.
 */
import { at } from '../case/at.js';
import { fromEdge } from '../case/domain.js';
import type { Shape } from '../case/shape.js';
import type { DType } from '../case/tensor-data.js';
import { factsOf, type Step } from '../case/vocabulary.js';
import type { Operands } from './ops/entry.js';
import { entryOf } from './ops/index.js';
import type { Range } from './ranges.js';
import { spanOf } from './spans.js';

/** Arguments stay this far from what their domain leaves out. */
const leastAway = 0.1;

/** The range of a step's output, or undefined where the step could leave its domain or grow too large for the dtype. */
export function safeRange(
  step: Step,
  args: readonly Range[],
  shapes: readonly Shape[],
  dtype: DType = 'float64',
): Range | undefined {
  const safe = factsOf(step)
    .domain(step)
    .every((domain, index) => {
      const { low, away } = at(args, index);
      return fromEdge(domain === 'nonzero' ? away : low, domain) >= leastAway;
    });
  if (!safe) return undefined;
  const range = entryOf(step.op).range(args as Operands<Range>, step, shapes as Operands<Shape>);
  const { values: most } = spanOf[dtype];
  return range.low >= -most && range.high <= most ? range : undefined;
}
