/** A whole model against the laws: all of it at once, then its steps, and the functions beside them, at the values that they have there. */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { dtypeOf, opsOf } from '../../case/program.js';
import type { DType } from '../../case/tensor-data.js';
import {
  cutterOf,
  type Dependence,
  fails,
  inFewestSteps,
  judge,
  type Law,
  type LawVerdict,
  lawsAt,
  simplified,
} from '../../verify/index.js';
import { type Broken, killsTheAdapter, tally, withDependence } from '../check-row.js';
import { failureOf } from '../found.js';
import { inLawOrder, inOrder } from '../law-order.js';
import { Reasons } from '../not-run.js';
import { recognize } from '../recognize.js';
import { type Counts, type OracleReport, summarize } from '../report.js';
import { casesOf, modelRow, type Shard, stepsRow } from '../rows.js';
import type { Session } from '../session.js';
import { checkNodes, type NodesOptions } from './check-nodes.js';
import type { Model } from './model.js';

export interface ModelOptions extends Omit<NodesOptions, 'onNode'> {
  readonly laws: readonly Law[];
  readonly dtype: DType;
  /** Every so many of the steps and functions; the first part has the whole model, too. */
  readonly shard?: Shard;
  /** Keeps a counterexample; returns the command that runs it again. */
  readonly keep: (testCase: Case, dependence?: Dependence) => string;
  /** Called after every judged case: the whole model, each step, and each function. */
  readonly onCase: (row: string) => void;
  /** Called at every try to make a failing case smaller. */
  readonly onTry: () => void;
  /** Called when a failure was reduced from so many steps to so many. */
  readonly onReduced: (from: number, to: number) => void;
}

/**
 * Over many steps the bounds on rounding grow, and what is wrong may hide below them: so each step is judged, too. A failure is
 * shown in the fewest steps that have it. One that shows in the whole model and in a step is shown once.
 */
export async function checkModel(
  session: Session,
  { testCase, functions }: Pick<Model, 'testCase' | 'functions'>,
  options: ModelOptions,
): Promise<OracleReport> {
  const whole = new Map<string, Counts>();
  const steps = new Map<string, Counts>();
  const shown: { readonly row: string; readonly broken: Broken }[] = [];
  const reasons = new Reasons();
  const { part, of } = options.shard ?? { part: 1, of: 1 };
  const { length } = testCase.program.steps;
  if (part === 1 && length > 0) {
    const all = await judge(session, testCase, options.laws);
    tally(whole, all);
    reasons.note(modelRow, all, testCase, session.modes);
    options.onCase(modelRow);
    for (const broken of await reduced(session, testCase, all, options))
      shown.push({ row: modelRow, broken });
  }
  const cut = cutterOf(testCase);
  for (const index of testCase.program.steps.keys()) {
    if (index % of !== part - 1) continue;
    if (session.broken !== undefined || length === 1) break;
    const step = cut([index]);
    const verdicts = await judge(session, step, lawsAt(index, options.laws));
    tally(steps, verdicts);
    reasons.note(stepsRow, verdicts, step, session.modes);
    options.onCase(stepsRow);
    const op = at(step.program.steps, 0).op;
    if (shown.some(({ broken }) => opsOf(broken.testCase.program).includes(op))) continue;
    for (const broken of await reduced(session, step, verdicts, options))
      shown.push({ row: stepsRow, broken });
  }
  const own = functions.filter((_, index) => (length + index) % of === part - 1);
  const nodes = await checkNodes(session, own, { ...options, onNode: options.onCase });
  const matrix = {
    ...(whole.size > 0 && { [modelRow]: inOrder(whole) }),
    ...(steps.size > 0 && { [stepsRow]: inOrder(steps) }),
    ...Object.fromEntries([...nodes].map(([name, { counts }]) => [name, inOrder(counts)])),
  };
  const failures = [];
  for (const { row, broken } of shown) {
    const name = await nameOf(session, broken);
    failures.push(failureOf(row, broken, name, options.keep(broken.testCase, broken.dependence)));
  }
  for (const { failure } of nodes.values()) if (failure !== undefined) failures.push(failure);
  const { mode } = testCase;
  const names = functions.map(({ name }) => name);
  const about = {
    dtype: options.dtype,
    mode,
    limits: session.limits,
    ...(names.length > 0 && { functions: names }),
  };
  const implementation = { ...session.about.implementation, ...about };
  const summary = summarize(matrix);
  return { version: 1, implementation, seed: options.seed, summary, matrix, notRun: reasons.list, failures };
}

/** For each broken law a small case, unless that of another law breaks it, too. */
async function reduced(
  session: Session,
  testCase: Case,
  verdicts: readonly LawVerdict[],
  { laws, onTry, onReduced }: ModelOptions,
): Promise<Broken[]> {
  const found: Broken[] = [];
  const explained = new Set<string>();
  const failed = verdicts.filter(({ verdict }) => fails(verdict)).map((each) => ({ ...each, testCase }));
  for (const broken of inLawOrder(failed)) {
    if (explained.has(broken.law.id) || session.broken !== undefined) continue;
    const small = await smallest(session, broken, laws, onTry);
    onReduced(testCase.program.steps.length, small.testCase.program.steps.length);
    for (const { law, verdict } of await judge(session, small.testCase, laws))
      if (fails(verdict)) explained.add(law.id);
    // With a finer law that is not broken on the whole, such as vjp, the same failure is meant.
    explained.add(broken.law.id);
    found.push(await withDependence(session, small));
  }
  return found;
}

async function smallest(
  session: Session,
  broken: Broken,
  laws: readonly Law[],
  onTry: () => void,
): Promise<Broken> {
  // Each try would cost the process a life.
  if (killsTheAdapter(broken.verdict)) return broken;
  const asked = laws.filter(({ id }) => id === broken.law.id || id === 'vjp');
  const small = await inFewestSteps(session, broken, asked, onTry);
  const { verdict, testCase } = await simplified(session, small, [small.law]);
  return { law: small.law, verdict, testCase };
}

/** The name of the mistake, if it is one of a single op. */
async function nameOf(session: Session, broken: Broken): Promise<string | undefined> {
  const ops = opsOf(broken.testCase.program);
  const { program, mode } = broken.testCase;
  const cases =
    ops.length === 1 ? casesOf(at(ops, 0), session, { dtype: dtypeOf(program), mode }) : undefined;
  return cases && recognize(session, broken, cases);
}
