/** Asks an implementation and trusts nothing that comes back: it may throw, hang, or answer in a wrong form. */
import type { Case } from '../case/case.js';
import type { Done, Implementation, Outcome } from '../case/implementation.js';
import { InternalError } from '../case/internal-error.js';
import { opsOf } from '../case/program.js';
import { type FormProblems, formProblems } from './form.js';
import { isDeath, type Thrower, type Verdict, verdictOf } from './verdict.js';

/**
 * The outcome of a case. An implementation that throws has crashed.
 * @throws {InternalError} only for errors of our own
 */
export async function ask(implementation: Implementation, testCase: Case): Promise<Outcome> {
  try {
    const outcome: unknown = await implementation.run(testCase);
    if (isOutcome(outcome)) return outcome;
    return { kind: 'malformed', problem: 'what it returned is not an outcome of a case' };
  } catch (error) {
    if (error instanceof InternalError) throw error;
    return { kind: 'crashed', error: reportOf(error) };
  }
}

const isOutcome = (outcome: unknown): outcome is Outcome => typeof Object(outcome).kind === 'string';

function reportOf(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), traceback: '' };
  const { name, message, stack } = error;
  return { type: name, message, traceback: stack ?? '' };
}

/**
 * An answer with the right counts, shapes and dtypes, or the verdict on what came instead.
 * @param how how it was asked, as the end of a sentence: `in mode lazy`
 * @param known what was wrong with an earlier answer: parts that no law computes with are not reported again
 */
export async function answerTo(
  implementation: Implementation,
  testCase: Case,
  how: string,
  known: FormProblems,
): Promise<Done | Verdict> {
  const outcome = await ask(implementation, testCase);
  if (outcome.kind === 'crashed') {
    const { thrower } = await whatThrew(implementation, testCase, outcome);
    return { ...outcome, thrower: { ...thrower, how } };
  }
  if (outcome.kind === 'malformed') return { kind: 'malformed', problem: `${how}: ${outcome.problem}` };
  if (outcome.kind !== 'done') return verdictOf(outcome);
  const problems = [...formProblems(outcome, testCase)];
  const problem = problems.find(([part]) => !(besides.includes(part) && known.has(part)))?.[1];
  return problem === undefined ? outcome : { kind: 'malformed', problem: `${how}: ${problem}` };
}

/** The echo, aliases and calls. */
const besides: readonly string[] = ['pure', 'memory', 'linear-time'];

export type Crashed = Extract<Outcome, { kind: 'crashed' }>;

/** Implementations that died on a case without cotangents: they are not asked for values alone again. */
const fragile = new WeakSet<Implementation>();

/**
 * Finds what threw: without cotangents no gradient can throw, and in first order no gradient of a gradient.
 * @returns also the answer without cotangents, if there was one
 */
export async function whatThrew(
  implementation: Implementation,
  testCase: Case,
  crash: Crashed,
): Promise<{ readonly thrower: Thrower; readonly values?: Done }> {
  const ops = opsOf(testCase.program);
  // A process that ended does not say where.
  if (isDeath(crash) || fragile.has(implementation)) return { thrower: { what: 'run', ops } };
  if (testCase.tangents !== undefined) return { thrower: { what: 'jvp', ops } };
  if (testCase.cotangents.length === 0) return { thrower: { what: 'values', ops } };
  const firstOrder: Case = { ...testCase, order: 1, directions: [] };
  const values = await ask(implementation, { ...firstOrder, cotangents: [] });
  if (isDeath(values)) fragile.add(implementation);
  if (values.kind !== 'done') return { thrower: { what: values.kind === 'crashed' ? 'values' : 'run', ops } };
  if (testCase.order === 1) return { thrower: { what: 'gradient', ops }, values };
  const gradient = await ask(implementation, firstOrder);
  return { thrower: { what: gradient.kind === 'done' ? 'second' : 'gradient', ops }, values };
}
