import type { Case } from '../../case/case.js';
import { nameOf } from '../../case/print.js';
import type { Program } from '../../case/program.js';
import type { Id, Step } from '../../case/step.js';
import type { TensorData, TensorType } from '../../case/tensor-data.js';
import type { Truth } from '../../reference/index.js';
import type { Law } from '../law.js';
import { selfRounding } from '../tolerance.js';
import { compareAnswers } from '../two-answers.js';
import { agree } from '../verdict.js';

/** Gives every use of an input a copy of its own: the copies' gradients must sum to the input's. */
export const accumulate: Law = {
  id: 'accumulate',
  sentence: 'an input used k times gets the sum of k adjoints',
  async check(trial, done) {
    const split = splitUses(trial.testCase);
    if (split.owners.length === trial.program.inputs.length) return undefined;
    const outcome = await trial.run(split.changes, 'with an input of its own for each use');
    if (outcome.kind !== 'done') return outcome;
    for (const [cotangent, gradients] of done.vjps.entries()) {
      for (const [input, got] of gradients.entries()) {
        const copies = (outcome.vjps[cotangent] ?? []).filter((_, copy) => split.owners[copy] === input);
        const value = got.data.map((_, at) =>
          copies.reduce((sum, copy) => sum + (copy.data[at] as number), 0),
        );
        const truth = trial.truths(cotangent)[input] as Truth;
        // The uses of a wrong rule may cancel, too: what is lost is told by their own numbers.
        const rounding = selfRounding(truth, 2, trial.dtype).map(
          (own, at) => own + copies.length * sizes(copies, at),
        );
        const what = `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`;
        const verdict = compareAnswers(
          { what, shape: got.shape, dtype: trial.dtype, rounding, truth },
          { by: `the sum of its ${copies.length} uses, each an input of its own,`, data: value },
          { by: 'the input as it is used', data: got.data },
        );
        if (verdict.kind !== 'agree') return verdict;
      }
    }
    return agree;
  },
};

const sizes = (copies: readonly TensorData[], at: number): number =>
  copies.reduce((sum, copy) => sum + Math.abs(copy.data[at] as number), 0);

/** The case with one input for each use of an input; `owners` says whose copy each new input is. */
function splitUses({ program, inputs, cotangents }: Case): { owners: Id[]; changes: Partial<Case> } {
  const count = program.inputs.length;
  const owners: Id[] = program.inputs.map((_, id) => id);
  const seen = new Set<Id>();
  // Copies are numbered from the end while their number is unknown, and put behind the inputs afterwards.
  const uses = program.steps.map((step) =>
    step.args.map((id) => {
      if (id >= count || !seen.has(id)) {
        seen.add(id);
        return id;
      }
      return -owners.push(id);
    }),
  );
  const shift = owners.length - count;
  const moved = (id: Id): Id => (id < 0 ? -id - 1 : id < count ? id : id + shift);
  const changed: Program = {
    inputs: owners.map((owner) => program.inputs[owner] as TensorType),
    steps: program.steps.map(
      (step, index) => ({ ...step, args: uses[index]?.map(moved) }) as unknown as Step,
    ),
    outputs: program.outputs.map(moved),
  };
  const copies = owners.map((owner) => inputs[owner] as TensorData);
  return { owners, changes: { program: changed, inputs: copies, cotangents, order: 1, directions: [] } };
}
