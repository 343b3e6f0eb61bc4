/** What can be said of one question to a function: the laws, in order. */
import { at } from '../case/at.js';
import type { Verdict } from '../verify/index.js';
import { Asked, copyOf, gradientsOf } from './asked.js';
import { dot } from './laws/dot.js';
import { formProblem } from './laws/form.js';
import { type FunctionLaw, functionLaws } from './laws/index.js';
import { accumulate, linear } from './laws/linear.js';
import { changedInPlace, pure } from './laws/pure.js';
import { vjp } from './laws/vjp.js';
import { crashed, lawOf } from './no-answer.js';
import type { Question, Subject, Tensors } from './subject.js';

export interface FunctionVerdict {
  readonly law: FunctionLaw;
  readonly verdict: Verdict;
}

/**
 * The verdicts of the laws that apply, in order. A gradient that throws, or that has a wrong form, is the only verdict.
 * @param names what the inputs are called in messages
 */
export async function judgeFunction(
  subject: Subject,
  question: Question,
  names: readonly string[],
): Promise<FunctionVerdict[]> {
  try {
    return await verdicts(subject, question, names);
  } catch (error) {
    return [{ law: lawOf(error, functionLaws.vjp), verdict: crashed(error) }];
  }
}

async function verdicts(
  whole: Subject,
  question: Question,
  names: readonly string[],
): Promise<FunctionVerdict[]> {
  const subject = onCopies(whole);
  const { inputs, cotangents } = question;
  const given = { inputs: inputs.map(copyOf), cotangents: cotangents.map((list) => list.map(copyOf)) };
  const outputs = at(await whole.values([given.inputs]), 0);
  const unusable = notFinite(outputs);
  if (unusable !== undefined) return [{ law: functionLaws.vjp, verdict: unusable }];
  const gradients = await gradientsOf(whole, { ...question, ...given });
  const problem = formProblem(gradients, question, names);
  if (problem !== undefined) return [{ law: functionLaws.form, verdict: { kind: 'malformed', problem } }];
  const asked = new Asked(subject, question, names, outputs, gradients);
  const found: FunctionVerdict[] = [{ law: functionLaws.form, verdict: { kind: 'agree' } }];
  const add = (law: FunctionLaw, verdict: Verdict | undefined): void => {
    if (verdict !== undefined) found.push({ law, verdict });
  };
  const changed = changedInPlace(question, given, names);
  if (changed !== undefined) return [...found, { law: functionLaws.pure, verdict: changed }];
  add(functionLaws.vjp, await vjp(asked));
  add(functionLaws.dot, await dot(asked));
  add(functionLaws.linear, await linear(asked));
  add(functionLaws.accumulate, await accumulate(asked));
  add(functionLaws.pure, await pure(asked));
  return found;
}

/** A function that writes to its inputs shall not spoil the next question. */
const onCopies = (subject: Subject): Subject => ({
  name: subject.name,
  values: (points) => subject.values(points.map((inputs) => inputs.map(copyOf))),
  vjps: (inputs, cotangents) =>
    subject.vjps(
      inputs.map(copyOf),
      cotangents.map((list) => list.map(copyOf)),
    ),
});

function notFinite(outputs: Tensors): Verdict | undefined {
  const place = outputs.findIndex(({ data }) => !data.every(Number.isFinite));
  if (place === -1) return undefined;
  return {
    kind: 'inconclusive',
    why: `output ${place} is not finite here: there is no slope to compare with`,
  };
}
