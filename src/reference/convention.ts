/** A declared convention instead of the interval, for entries exactly on a kink. */
import { at } from '../case/at.js';
import type { KinkedOp, Kinks } from '../case/kinks.js';
import type { Chain } from './chain.js';
import type { StepPlan } from './plan.js';
import { kinkDistance } from './radius.js';
import type { Slope } from './slopes.js';

/** The chain with the declared slope, without spread, wherever its op is on a kink. */
export function withKinks(chain: Chain, kinks: Kinks): Chain {
  const slopes = chain.plan.steps.map((plan, index) => {
    const declared = kinks[plan.step.op as KinkedOp];
    const ofStep = at(chain.slopes, index);
    if (declared === undefined) return ofStep;
    const onKink = kinkedEntries(plan, chain);
    // At a tie the second operand has the rest.
    return ofStep.map((ofArgument, argument) =>
      ofArgument.map((slope) => declare(slope, onKink, argument === 0 ? declared : 1 - declared)),
    );
  });
  return { ...chain, slopes };
}

function kinkedEntries({ step, layout, size }: StepPlan, { values }: Chain): number[] {
  // An op of one operand has none for the second.
  const entry = (argument: number, k: number) =>
    values[step.args[argument] as number]?.[layout.positions[argument]?.[k] as number] as number;
  return Array.from({ length: size }, (_, k) => k).filter(
    (k) => kinkDistance(step, entry(0, k), entry(1, k)) === 0,
  );
}

function declare(slope: Slope, onKink: readonly number[], declared: number): Slope {
  const [value, spread] = [slope.value.slice(), slope.spread.slice()];
  for (const k of onKink) {
    value[k] = declared;
    spread[k] = 0;
  }
  return { ...slope, value, spread };
}
