import type { Done } from '../../program/implementation.js';
import type { TensorData } from '../../program/tensor-data.js';
import type { Law } from '../law.js';
import { agree, type Verdict, verdictOf } from '../verdict.js';

export const pure: Law = {
  id: 'pure',
  sentence: 'differentiating changes no value, no input and no cotangent, and a second call gives the same',
  ofValues: true,
  anySize: true,
  async check(trial, done) {
    const { inputs, cotangents } = trial.testCase;
    const given = [...inputs, ...cotangents.flat()];
    const changed = differing(given, done.echo);
    if (changed !== undefined) {
      const what = changed < inputs.length ? `input ${changed}` : 'a cotangent';
      return {
        kind: 'malformed',
        problem: `${what} was changed in place by the run; compute into new arrays`,
      };
    }
    const again = await trial.vary({});
    return again.kind === 'done' ? compareRuns(done, again) : verdictOf(again);
  },
};

function compareRuns(first: Done, second: Done): Verdict {
  if (differing(first.values, second.values) !== undefined) {
    return { kind: 'malformed', problem: 'a second run of the same case returned other values' };
  }
  const gradients = (done: Done) => done.vjps.flat();
  if (differing(gradients(first), gradients(second)) !== undefined) {
    return { kind: 'malformed', problem: 'a second run of the same case returned other gradients' };
  }
  return agree;
}

/** The first tensor that is not the same, bit for bit. */
function differing(a: readonly TensorData[], b: readonly TensorData[]): number | undefined {
  const index = a.findIndex((tensor, at) => {
    const other = b[at];
    return other === undefined || !tensor.data.every((entry, k) => Object.is(entry, other.data[k]));
  });
  return index === -1 ? undefined : index;
}
