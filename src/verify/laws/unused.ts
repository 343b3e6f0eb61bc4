import { at } from '../../case/at.js';
import type { Done } from '../../case/implementation.js';
import { nameOf } from '../../case/print.js';
import { indexOf } from '../../case/shape.js';
import type { Law } from '../law.js';
import { reachableFrom } from '../reach.js';
import type { Trial } from '../trial.js';
import { agree, type Verdict } from '../verdict.js';

export const unused: Law = {
  id: 'unused',
  sentence: 'an unused input gets zeros',
  check(trial, done) {
    const used = reachableFrom(trial.testCase.program, { throughDetach: true });
    return zerosFor(trial, done, (input) => !used.has(input), 'No output depends on it.');
  },
};

export const detach: Law = {
  id: 'detach',
  sentence: 'detach and no_grad stop exactly what they should',
  check(trial, done) {
    const [all, open] = [true, false].map((throughDetach) =>
      reachableFrom(trial.testCase.program, { throughDetach }),
    );
    const cut = (input: number) => all?.has(input) === true && open?.has(input) === false;
    return zerosFor(trial, done, cut, 'Every path from it to an output is detached.');
  },
};

/** Exact zeros in the gradients of the chosen inputs; undefined if there are none. */
function zerosFor(
  trial: Trial,
  done: Done,
  chosen: (input: number) => boolean,
  why: string,
): Verdict | undefined {
  const inputs = trial.testCase.program.inputs.map((_, input) => input).filter(chosen);
  if (inputs.length === 0) return undefined;
  for (const [cotangent, gradients] of done.vjps.entries()) {
    for (const input of inputs) {
      const { data, shape } = at(gradients, input);
      const entry = data.findIndex((got) => got !== 0);
      if (entry === -1) continue;
      const where = {
        what: `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`,
        index: indexOf(entry, shape),
      };
      return {
        kind: 'disagree',
        where,
        expected: 0,
        spread: 0,
        got: data[entry] as number,
        tolerance: 0,
        why,
      };
    }
  }
  return agree;
}
