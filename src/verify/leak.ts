/** Whether a failure depends on what ran before it: state that leaks from one case into the next. */
import type { Case } from '../case/case.js';
import { caseId } from '../case/case-id.js';
import { explainCase } from '../case/explain.js';
import type { Implementation } from '../case/implementation.js';
import type { Naming } from '../case/print.js';
import { en, type FailureTexts } from '../texts/index.js';
import { ask } from './ask.js';
import { judge } from './judge.js';
import type { Law } from './law.js';
import { fails, isDeath, type Verdict } from './verdict.js';

/** How many of the most recent cases are remembered. */
const remembered = 6;

/** The cases that a process ran since it was started. */
export class History {
  count = 0;
  private latest: readonly Case[] = [];

  note(testCase: Case): void {
    this.count++;
    this.latest = [...this.latest, testCase].slice(-remembered);
  }

  clear(): void {
    this.count = 0;
    this.latest = [];
  }

  /** The most recent first. */
  get last(): readonly Case[] {
    return [...this.latest].reverse();
  }
}

/** An implementation that can be restarted, and that records what it was asked. */
export interface Renewable extends Implementation {
  readonly history: History;
  /** In a fresh process. */
  fresh(): void | Promise<void>;
}

/** What the answer depends on, for a case that passes in a process of its own. */
export interface Dependence {
  /** The earlier case that alone makes it fail again; undefined if one is not enough. */
  readonly before: Case | undefined;
  /** How many cases the process had run before it. */
  readonly ran: number;
}

interface Broken {
  readonly law: Pick<Law, 'id'>;
  readonly verdict: Verdict;
  readonly testCase: Case;
}

/** @returns undefined if the case fails in a fresh process, too, as nearly all do */
export const dependenceOf = (
  implementation: Renewable,
  broken: Broken,
  laws: readonly Law[],
): Promise<Dependence | undefined> =>
  dependenceIn(implementation, broken, async () => {
    const verdicts = await judge(implementation, broken.testCase, laws);
    return verdicts.some((each) => fails(each.verdict) && each.law.id === broken.law.id);
  });

/** @param failsNow whether the case fails in the process as it is */
export async function dependenceIn(
  implementation: Renewable,
  { verdict, testCase }: Omit<Broken, 'law'>,
  failsNow: () => Promise<boolean>,
): Promise<Dependence | undefined> {
  // Each try would cost the process a life.
  if (isDeath(verdict)) return undefined;
  const ran = implementation.history.count;
  const candidates = distinct([testCase, halved(testCase), ...implementation.history.last]);
  const failsAfter = async (before: Case | undefined): Promise<boolean> => {
    await implementation.fresh();
    if (before !== undefined && (await ask(implementation, before)).kind === 'timeout') return false;
    return failsNow();
  };
  if (await failsAfter(undefined)) return undefined;
  for (const before of candidates) if (await failsAfter(before)) return { before, ran };
  return { before: undefined, ran };
}

/** The same program with other numbers in its domain: they fill a buffer of its shapes. */
const halved = (testCase: Case): Case => ({
  ...testCase,
  inputs: testCase.inputs.map((input) => ({ ...input, data: input.data.map((entry) => entry / 2) })),
});

function distinct(cases: readonly Case[]): Case[] {
  const ids = cases.map(caseId);
  return cases.filter((_, at) => ids.indexOf(ids[at] as string) === at);
}

/** In words, with the case before it. */
export function explainDependence(
  { before, ran }: Dependence,
  naming?: Naming,
  texts: FailureTexts = en.failure,
): string {
  const { passesFresh, failsAfter } = texts;
  if (before !== undefined) return `${passesFresh}${failsAfter}\n\n${explainCase(before, naming, texts)}`;
  return `${passesFresh}${texts.noneIsEnough(ran)}`;
}
