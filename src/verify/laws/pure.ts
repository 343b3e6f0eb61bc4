import type { Done } from '../../program/implementation.js';
import { indexOf } from '../../program/shape.js';
import type { TensorData } from '../../program/tensor-data.js';
import type { Law } from '../law.js';
import { type Part, partsOf } from '../parts.js';
import type { Trial } from '../trial.js';
import { disagreement } from '../two-answers.js';
import { agree, type Verdict } from '../verdict.js';

export const pure: Law = {
  id: 'pure',
  sentence: 'differentiating changes no value, no input and no cotangent, and a second call gives the same',
  ofValues: true,
  anySize: true,
  async check(trial, done) {
    const changed = changedInPlace(trial, done);
    if (changed !== undefined) return changed;
    const again = await trial.run({}, 'run a second time');
    return again.kind === 'done' ? compareRuns(trial, done, again) : again;
  },
};

function changedInPlace({ testCase }: Trial, { echo }: Done): Verdict | undefined {
  const { inputs, cotangents } = testCase;
  const changed = [...inputs, ...cotangents.flat()].findIndex(
    (tensor, at) => differingEntry(tensor, echo[at] as TensorData) !== -1,
  );
  if (changed === -1) return undefined;
  const what = changed < inputs.length ? `input ${changed}` : 'a cotangent';
  return { kind: 'malformed', problem: `${what} was changed in place by the run; compute into new arrays` };
}

/** Bit for bit. */
function compareRuns(trial: Trial, first: Done, second: Done): Verdict {
  const again = partsOf(trial, second);
  for (const [index, part] of partsOf(trial, first).entries()) {
    const other = again[index] as Part;
    const entry = differingEntry(part.got, other.got);
    if (entry === -1) continue;
    const where = { what: part.what, index: indexOf(entry, part.got.shape) };
    const runs = [
      { by: 'the first run', data: part.got.data },
      { by: 'the second run', data: other.got.data },
    ] as const;
    const found = disagreement(where, runs, entry, part.truth(), { tolerance: 0, dtype: trial.dtype });
    return { ...found, why: `That is, a second run of the same case returned other ${part.kind}.` };
  }
  return agree;
}

const differingEntry = (a: TensorData, b: TensorData): number =>
  a.data.findIndex((entry, k) => !Object.is(entry, b.data[k]));
