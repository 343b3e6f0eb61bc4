/**
 * The range of an id's values: programs are drawn without computing them, yet no log meets a negative number and
 * nothing overflows.
 */
import { at } from '../case/at.js';
import { fromEdge } from '../case/domain.js';
import type { Shape } from '../case/shape.js';
import { factsOf, type Step } from '../case/vocabulary.js';
import type { Operands } from './ops/entry.js';
import { entryOf } from './ops/index.js';
import type { Range } from './ranges.js';

/** Intermediate values stay below `mostMagnitude`; arguments stay `leastAway` from what their domain leaves out. */
const mostMagnitude = 1000;
const leastAway = 0.1;

/** The range of a step's output, or undefined where the step could leave its domain or grow too large. */
export function safeRange(step: Step, args: readonly Range[], shapes: readonly Shape[]): Range | undefined {
  const safe = factsOf(step)
    .domain(step)
    .every((domain, index) => {
      const { low, away } = at(args, index);
      return fromEdge(domain === 'nonzero' ? away : low, domain) >= leastAway;
    });
  if (!safe) return undefined;
  const range = entryOf(step.op).range(args as Operands<Range>, step, shapes as Operands<Shape>);
  return range.low >= -mostMagnitude && range.high <= mostMagnitude ? range : undefined;
}
