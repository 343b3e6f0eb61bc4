import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { nameOf } from '../../case/print.js';
import type { Program } from '../../case/program.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Id, Step } from '../../case/vocabulary.js';
import type { Law } from '../law.js';
import { selfRounding } from '../tolerance.js';
import { compareAnswers } from '../two-answers.js';
import { agree } from '../verdict.js';

/** Gives every use of an input a copy of its own: the copies' gradients must sum to the input's. */
export const accumulate: Law = {
  id: 'accumulate',
  sentence: 'an input used k times gets the sum of k adjoints',
  reruns: true,
  async check(trial, done) {
    const split = splitUses(trial.testCase);
    if (split.owners.length === trial.testCase.program.inputs.length) return undefined;
    const outcome = await trial.run(split.changes, 'with an input of its own for each use');
    if (outcome.kind !== 'done') return outcome;
    for (const [cotangent, gradients] of done.vjps.entries()) {
      for (const [input, got] of gradients.entries()) {
        const copies = (outcome.vjps[cotangent] ?? []).filter((_, copy) => split.owners[copy] === input);
        const value = got.data.map((_, at) =>
          copies.reduce((sum, copy) => sum + (copy.data[at] as number), 0),
        );
        const truth = at(trial.truth.pullback(cotangent), input);
        // The uses of a wrong rule may cancel, too: the loss is estimated from their own numbers.
        const rounding = selfRounding(truth, 2, trial.truth.dtype).map(
          (own, at) => own + copies.length * sizes(copies, at),
        );
        const what = `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`;
        const verdict = compareAnswers(
          { what, shape: got.shape, dtype: trial.truth.dtype, rounding, truth },
          { by: `the sum over its ${copies.length} uses taken as separate inputs`, data: value },
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
  const { owners, copies } = copiesOf(program);
  // Copies come after the inputs, and every step's id moves up by their number.
  const shift = owners.length - program.inputs.length;
  const moved = (id: Id): Id => (id < program.inputs.length ? id : id + shift);
  const steps = program.steps.map(
    (step, at) =>
      ({
        ...step,
        args: step.args.map((id, argument) => copies.get(placeOf(at, argument)) ?? moved(id)),
      }) as unknown as Step,
  );
  const changed: Program = {
    inputs: owners.map((owner) => at(program.inputs, owner)),
    steps,
    outputs: program.outputs.map(moved),
  };
  const data = owners.map((owner) => at(inputs, owner));
  return { owners, changes: { program: changed, inputs: data, cotangents, order: 1, directions: [] } };
}

/**
 * The first use of an input reads the input itself, every other use a copy: `copies` has its id by the place of the
 * use.
 */
function copiesOf({ inputs, steps }: Program): { owners: Id[]; copies: ReadonlyMap<string, Id> } {
  const owners: Id[] = [...inputs.keys()];
  const copies = new Map<string, Id>();
  const used = new Set<Id>();
  for (const [at, { args }] of steps.entries()) {
    for (const [argument, id] of args.entries()) {
      if (id >= inputs.length) continue;
      if (used.has(id)) copies.set(placeOf(at, argument), owners.push(id) - 1);
      used.add(id);
    }
  }
  return { owners, copies };
}

const placeOf = (step: number, argument: number): string => `${step} ${argument}`;
