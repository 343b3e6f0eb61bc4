import { at } from '../../case/at.js';
import { nameOf } from '../../case/print.js';
import { type DType, unitRoundoff } from '../../case/tensor-data.js';
import type { Law } from '../law.js';
import type { Expected } from '../tolerance.js';
import type { Trial } from '../trial.js';
import { agree } from '../verdict.js';

/** Checked first: the gradient of a wrong function means nothing. */
export const value: Law = {
  id: 'value',
  sentence: 'the value equals the reference',
  ofValues: true,
  anySize: true,
  atEdges: true,
  check(trial, done) {
    for (const [output, got] of done.values.entries()) {
      const what = `value of output ${nameOf(trial.testCase.program.outputs[output] as number)}`;
      const verdict =
        trial.edge?.value(what, output, got) ?? trial.compare.entries(what, valueTruth(trial, output), got);
      if (verdict.kind !== 'agree') return verdict;
    }
    return agree;
  },
};

/** What the value of an output must be. */
export function valueTruth({ truth: { evaluation, program, dtype } }: Trial, output: number): Expected {
  const id = program.outputs[output] as number;
  const [rounding, own] = [at(evaluation.roundings, id), share(dtype)];
  const allowed: number[] = [];
  for (let k = 0; k < rounding.length; k++) allowed.push((rounding[k] as number) * own);
  return { value: at(evaluation.values, id), rounding: allowed };
}

/** The reference rounds too, in float64. */
const share = (dtype: DType): number => 1 + unitRoundoff.float64 / unitRoundoff[dtype];
