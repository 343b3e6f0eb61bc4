/** What the reference says of one question to a function whose definition is known. */
import { nameOf } from '../case/print.js';
import { laws as allLaws, judge, type Verdict } from '../verify/index.js';
import { type Definition, definedCase, implementationOf } from './defined.js';
import { type FunctionVerdict, type JudgeOptions, judgeFunction } from './judge.js';
import { functionLaws } from './laws/index.js';
import type { Question, Subject } from './subject.js';

/** The verdicts of the reference's laws, and for order 2, where nobody gave the vjp of the vjp, that of symmetry. */
export async function judgeDefined(
  subject: Subject,
  question: Question,
  definition: Definition,
  { names, laws, order }: Omit<JudgeOptions, 'seen'>,
): Promise<readonly FunctionVerdict[]> {
  const { inputs, cotangents, differentiable } = question;
  const asked = allLaws.filter(({ id }) => laws?.includes(id) ?? true);
  const testCase = definedCase(inputs, definition, () => cotangents);
  const verdicts = await judge(implementationOf(subject, differentiable), testCase, asked);
  const own = verdicts.map(({ law, verdict }) => ({ law, verdict: inNames(verdict, names) }));
  const { id } = functionLaws.symmetric;
  if (order !== 2 || !(laws?.includes(id) ?? true)) return own;
  const second = await judgeFunction(subject, question, { names, laws: [id], order });
  return [...own, ...second.verdicts.filter(({ law }) => law.id === id)];
}

/** A case calls its inputs a, b, c, …, and its output by what follows. */
export function inNames(verdict: Verdict, names: readonly string[]): Verdict {
  const own = new Map(names.map((name, input) => [nameOf(input), name]));
  const said = (text: string) =>
    text
      .replace(/\b(input|shape of|dtype of) (\w+)/g, (_, what, name) => `${what} ${own.get(name) ?? name}`)
      .replace(/^value of output \w+$/, 'value');
  if (verdict.kind === 'malformed') return { ...verdict, problem: said(verdict.problem) };
  if (verdict.kind !== 'disagree') return verdict;
  return { ...verdict, where: { ...verdict.where, what: said(verdict.where.what) } };
}
