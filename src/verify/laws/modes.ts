import type { Done } from '../../program/implementation.js';
import { nameOf } from '../../program/print.js';
import type { TensorData } from '../../program/tensor-data.js';
import type { Truth } from '../../reference/index.js';
import type { Law } from '../law.js';
import { selfRounding } from '../tolerance.js';
import type { Trial } from '../trial.js';
import { agree, type Verdict, verdictOf } from '../verdict.js';

/** Each mode is held to the first: lazy to eager, compiled to eager. */
export const modes: Law = {
  id: 'modes',
  sentence: 'lazy and eager (or compiled and eager) agree',
  ofValues: true,
  async check(trial, done) {
    const others = trial.implementation.modes.filter((mode) => mode !== trial.testCase.mode);
    if (others.length === 0) return undefined;
    for (const mode of others) {
      const outcome = await trial.vary({ mode });
      if (outcome.kind === 'malformed') {
        return { kind: 'malformed', problem: `in mode ${mode}: ${outcome.problem}` };
      }
      if (outcome.kind !== 'done') return verdictOf(outcome);
      const verdict = sameResults(trial, done, outcome, mode);
      if (verdict.kind !== 'agree') return verdict;
    }
    return agree;
  },
};

function sameResults(trial: Trial, one: Done, other: Done, mode: string): Verdict {
  for (const [output, got] of other.values.entries()) {
    const id = trial.program.outputs[output] as number;
    const rounding = (trial.chain.roundings[id] as Float64Array).map((own) => 2 * own);
    const value = (one.values[output] as TensorData).data;
    const verdict = trial.judge(`value of output ${nameOf(id)} in mode ${mode}`, { value, rounding }, got);
    if (verdict.kind !== 'agree') return verdict;
  }
  for (const [cotangent, gradients] of one.vjps.entries()) {
    for (const [input, { data: value }] of gradients.entries()) {
      const rounding = selfRounding(trial.truths(cotangent)[input] as Truth, 2, trial.dtype);
      const what = `gradient of input ${nameOf(input)} in mode ${mode}, for cotangent ${cotangent}`;
      const verdict = trial.judge(what, { value, rounding }, other.vjps[cotangent]?.[input] as TensorData);
      if (verdict.kind !== 'agree') return verdict;
    }
  }
  return agree;
}
