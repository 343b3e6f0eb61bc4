/** What can be said of one question to a function: the laws, in order. */
import { at } from '../case/at.js';
import type { Verdict } from '../verify/index.js';
import { Asked, gradientsOf, gradientsTwice } from './asked.js';
import { batched } from './laws/batched.js';
import { dot } from './laws/dot.js';
import { formProblem } from './laws/form.js';
import { Forward, jvp, transposed } from './laws/forward.js';
import { type FunctionLaw, functionLaws } from './laws/index.js';
import { accumulate, linear, mixedOf, singlesOf } from './laws/linear.js';
import { changedInPlace, pure } from './laws/pure.js';
import { second, symmetric } from './laws/second.js';
import { ties } from './laws/ties.js';
import { vjp } from './laws/vjp.js';
import { type Looked, lookAt } from './looked.js';
import { crashed, lawOf, NoAnswer } from './no-answer.js';
import { copyOf } from './points.js';
import type { Place, Question, Subject, Tensors } from './subject.js';

export interface FunctionVerdict {
  readonly law: FunctionLaw;
  readonly verdict: Verdict;
}

/** A point, and the cotangents, or how they are made of what the function returns there. */
export interface Asking extends Place {
  readonly cotangents: Question['cotangents'] | ((outputs: Tensors) => Question['cotangents']);
}

export interface JudgeOptions {
  /** What the inputs are called in messages. */
  readonly names: readonly string[];
  /** The laws that are asked, by id. Default: all. */
  readonly laws?: readonly string[] | undefined;
  /** 2 also asks the laws of second order. Default 1. */
  readonly order?: 1 | 2 | undefined;
  /** What is known of points that were asked before: where shrinking leaves the inputs as they are. */
  readonly seen?: WeakMap<Tensors, Looked>;
}

export interface Judged {
  readonly verdicts: readonly FunctionVerdict[];
  readonly question: Question;
}

/** The verdicts of the laws that apply, in order. A gradient that throws, or that has a wrong form, is the only verdict. */
export async function judgeFunction(
  subject: Subject,
  asking: Asking,
  options: JudgeOptions,
): Promise<Judged> {
  let question: Question = { ...asking, cotangents: [] };
  let law: FunctionLaw = functionLaws.value;
  try {
    const given = asking.inputs.map(copyOf);
    const looked = await look(subject, asking, given, options.seen);
    const { cotangents } = asking;
    question = {
      ...asking,
      cotangents: typeof cotangents === 'function' ? cotangents(looked.outputs) : cotangents,
    };
    law = functionLaws.vjp;
    return { verdicts: await verdicts(subject, question, looked, given, options), question };
  } catch (error) {
    return { verdicts: [{ law: lawOf(error, law), verdict: crashed(error) }], question };
  }
}

async function look(
  whole: Subject,
  place: Place,
  given: Tensors,
  seen: JudgeOptions['seen'],
): Promise<Looked> {
  const before = seen?.get(place.inputs);
  if (before !== undefined) return { ...before, outputs: at(await whole.values([given]), 0) };
  const looked = await lookAt(whole, onCopies(whole), place, given);
  seen?.set(place.inputs, looked);
  return looked;
}

async function verdicts(
  whole: Subject,
  question: Question,
  looked: Looked,
  inputs: Tensors,
  { names, laws, order }: JudgeOptions,
): Promise<FunctionVerdict[]> {
  const unusable = notFinite(looked.outputs);
  if (unusable !== undefined) return [{ law: functionLaws.vjp, verdict: unusable }];
  const isAsked = ({ id }: FunctionLaw) => laws?.includes(id) ?? true;
  const own = question.cotangents;
  const mixed = isAsked(functionLaws.linear) ? mixedOf(own) : [];
  const singles = isAsked(functionLaws.accumulate) ? singlesOf(own) : [];
  // One question for all laws that need no second run.
  const cotangents = [...own, ...mixed, ...singles].map((list) => list.map(copyOf));
  const given = { ...question, inputs, cotangents };
  const { gradients: answers, again } = isAsked(functionLaws.pure)
    ? await gradientsTwice(whole, given)
    : { gradients: await gradientsOf(whole, given), again: undefined };
  const problem = formProblem(answers, { ...question, cotangents }, names);
  if (problem !== undefined) return [{ law: functionLaws.form, verdict: { kind: 'malformed', problem } }];
  const found: FunctionVerdict[] = [{ law: functionLaws.form, verdict: { kind: 'agree' } }];
  const changed = changedInPlace(
    { inputs: question.inputs, cotangents: [...own, ...mixed, ...singles] },
    { inputs, cotangents },
    names,
  );
  if (changed !== undefined) return [...found, { law: functionLaws.pure, verdict: changed }];
  const asked = new Asked(onCopies(whole), question, names, looked, answers.slice(0, own.length), again);
  const add = async (law: FunctionLaw, judged: () => Promise<Verdict | undefined>): Promise<void> => {
    const verdict = isAsked(law) ? await judged() : undefined;
    if (verdict !== undefined) found.push({ law, verdict });
  };
  const rest = answers.slice(own.length);
  await add(functionLaws.vjp, async () => {
    const said = await vjp(asked);
    return said.kind === 'disagree' ? said : ((await ties(asked)) ?? said);
  });
  await add(functionLaws.dot, () => dot(asked));
  await add(functionLaws.linear, () => linear(asked, rest.slice(0, mixed.length)[0]));
  await add(functionLaws.accumulate, () => accumulate(asked, rest.slice(mixed.length)));
  await add(functionLaws.pure, () => pure(asked));
  const { jvp: push, batched: batch, second: known } = asked.subject;
  if (push !== undefined && (isAsked(functionLaws.jvp) || isAsked(functionLaws.transposed))) {
    const forward = new Forward(asked, push);
    const tangents = await under(functionLaws.jvp, () => forward.at(question.inputs));
    if ('lacks' in tangents) await add(functionLaws.jvp, async () => tangents.lacks);
    else {
      await add(functionLaws.jvp, () => jvp(asked, forward, tangents));
      await add(functionLaws.transposed, () => transposed(asked, forward, tangents));
    }
  }
  if (batch !== undefined)
    await add(functionLaws.batched, async () => {
      const gradients = await under(functionLaws.batched, () => batch(question.inputs, own));
      return 'lacks' in gradients ? gradients.lacks : batched(asked, gradients);
    });
  if (order !== 2) return found;
  if (known !== undefined) await add(functionLaws.second, () => second(asked, judgeFunction));
  else await add(functionLaws.symmetric, () => symmetric(asked));
  return found;
}

/** What is thrown on the way breaks this law. A way of differentiating that is not supported here concerns no other law. */
async function under<T extends object>(
  law: FunctionLaw,
  ask: () => Promise<T>,
): Promise<T | { readonly lacks: Verdict }> {
  try {
    return await ask();
  } catch (error) {
    const verdict = crashed(error);
    if (verdict.kind === 'unsupported') return { lacks: verdict };
    throw new NoAnswer(verdict, law);
  }
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
  ...(subject.jvp && { jvp: copied(subject.jvp, (tangent) => tangent.map(copyOf)) }),
  ...(subject.batched && {
    batched: copied(subject.batched, (cotangents) => cotangents.map((list) => list.map(copyOf))),
  }),
  ...(subject.second && { second: subject.second }),
});

const copied =
  <A, B>(ask: (inputs: Tensors, others: A) => B, copy: (others: A) => A) =>
  (inputs: Tensors, others: A): B =>
    ask(inputs.map(copyOf), copy(others));

function notFinite(outputs: Tensors): Verdict | undefined {
  const place = outputs.findIndex(({ data }) => !data.every(Number.isFinite));
  if (place === -1) return undefined;
  return {
    kind: 'inconclusive',
    why: `output ${place} is not finite here: there is no slope to compare with`,
  };
}
