/** A declared convention instead of the interval, for entries exactly on a kink. */
import { at } from '../case/at.js';
import type { KinkedOp, Kinks } from '../case/kinks.js';
import type { Chain } from './chain.js';
import type { StepPlan } from './plan.js';
import { kinkDistanceOf } from './radius.js';
import type { Slope } from './slopes.js';

/** The chain with the declared slope, without spread, wherever its op is on a kink. */
export function withKinks(chain: Chain, kinks: Kinks): Chain {
  const slopes = chain.plan.steps.map((plan, index) => {
    const declared = kinks[plan.step.op as KinkedOp];
    const ofStep = at(chain.slopes, index);
    if (declared === undefined) return ofStep;
    const onKink = entriesOnKink(plan, chain);
    // At a tie the second operand has the rest.
    return ofStep.map((ofArgument, argument) =>
      ofArgument.map((slope) => declare(slope, onKink, argument === 0 ? declared : 1 - declared)),
    );
  });
  return { ...chain, slopes };
}

function entriesOnKink({ step, layout, size }: StepPlan, { values }: Chain): number[] {
  const distance = kinkDistanceOf(step);
  const args = step.args.map((id) => at(values, id));
  return Array.from({ length: size }, (_, k) => k).filter((k) => {
    const [a, b] = args.map((arg, argument) => arg[layout.positions[argument]?.[k] as number]);
    return distance(a as number, b as number) === 0;
  });
}

function declare(slope: Slope, onKink: readonly number[], declared: number): Slope {
  const [value, spread] = [slope.value.slice(), slope.spread.slice()];
  for (const k of onKink) {
    value[k] = declared;
    spread[k] = 0;
  }
  return { ...slope, value, spread };
}
