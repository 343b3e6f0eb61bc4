/** Verdicts on entries that were compared. */
import { indexOf } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import type { Comparison, Expected } from './tolerance.js';
import { agree, type Verdict } from './verdict.js';

/** Why nothing can be said of an entry where rounding has no bound. */
export const noBound = 'what rounding may cost there has no bound';

export const undecidedAt = (what: string, entry: number, why: string): Verdict => ({
  kind: 'inconclusive',
  why: `${what}, entry ${entry}: ${why}`,
});

/** @param doubt why an entry may be undecided */
export function verdictOn(
  comparison: Comparison,
  what: string,
  expected: Expected,
  got: TensorData,
  doubt: string,
): Verdict {
  if (comparison.kind === 'right') return agree;
  const { entry } = comparison;
  if (comparison.kind === 'undecided') return undecidedAt(what, entry, doubt);
  return {
    kind: 'disagree',
    where: { what, index: indexOf(entry, got.shape) },
    expected: expected.value[entry] as number,
    spread: expected.spread?.[entry] ?? 0,
    got: got.data[entry] as number,
    tolerance: comparison.tolerance,
  };
}
