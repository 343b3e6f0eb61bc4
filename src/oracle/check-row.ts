/** One row of the matrix: many cases against all laws, and for each broken law its first case, shrunk. */

import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import {
  checkLaws,
  type Dependence,
  dependenceOf,
  fails,
  judge,
  type Law,
  type LawVerdict,
  lawsAt,
  lawsOfOneRun,
  simplified,
  type Verdict,
} from '../verify/index.js';
import { seenCause } from './cause.js';
import { inLawOrder } from './law-order.js';
import { type Counts, kindOf, noCounts } from './report.js';
import type { Draws } from './rows.js';
import type { Session } from './session.js';

/** A row that ended the adapter's process this often is abandoned, so that the others get their turn. */
const livesPerRow = 2;

export interface RowOptions {
  readonly draws: readonly Draws[];
  /** Run before anything is drawn; they are not shrunk. */
  readonly saved: readonly Case[];
  /** Run last, each once, so that a smaller case shows what both show; nor are they shrunk. */
  readonly large: readonly Case[];
  readonly laws: readonly Law[];
  readonly seed: number;
  /** The issue that reports a failure of this law, which is then left as it was found. */
  readonly issueOf: (law: Law) => string | undefined;
  /** Whether failures of this law are told apart by what is seen of their cause: one of them is known. */
  readonly toldApart?: (law: Law) => boolean;
  readonly onCase: (verdicts: readonly LawVerdict[], testCase: Case) => void;
  /** Called when the row is abandoned because the adapter died too often. */
  readonly onLeft: () => void;
}

export interface Broken {
  readonly law: Law;
  readonly verdict: Verdict;
  readonly testCase: Case;
  /** If it passes in a process of its own: what it depends on. */
  readonly dependence?: Dependence;
  /** The issue that reports it, if it was left as it was found. */
  readonly known?: string;
}

export interface RowResult {
  /** By law id. */
  readonly counts: ReadonlyMap<string, Counts>;
  /** At most one per law, or per law and cause. */
  readonly broken: readonly Broken[];
}

/** From where a case can be drawn again: by the index among the cases of its draws, which is fast-check's path to it. */
interface Origin {
  readonly cases: fc.Arbitrary<Case>;
  readonly index: number;
}

interface Asked {
  /** None for a saved case, or a large one. */
  readonly origin: Origin | undefined;
  readonly testCase: Case;
  readonly laws: readonly Law[];
}

interface Judged extends Omit<Asked, 'laws'> {
  readonly verdicts: readonly LawVerdict[];
}

export async function checkRow(session: Session, options: RowOptions): Promise<RowResult> {
  const { counts, failed } = await judgeAll(session, askedOf(session, options), options);
  const broken: Broken[] = [];
  for (const found of inLawOrder(firstBroken(failed, options.toldApart))) {
    const known = options.issueOf(found.law);
    broken.push(known === undefined ? await shown(session, found, broken, options) : { ...found, known });
  }
  return { counts, broken };
}

/** On a case that is shown already, if that breaks the law, too: most mistakes break several. */
async function shown(
  session: Session,
  found: FirstBroken,
  before: readonly Broken[],
  options: RowOptions,
): Promise<Broken> {
  // Another mistake that breaks the same law needs a case of its own.
  const others = before.some(({ law }) => law === found.law) ? [] : before;
  for (const { testCase, verdict, dependence, known } of others) {
    if (known !== undefined || dependence !== undefined || killsTheAdapter(verdict)) continue;
    if (session.broken !== undefined) break;
    const verdicts = await judge(session, testCase, [found.law]);
    const same = verdicts.find((each) => each.law === found.law && fails(each.verdict));
    if (same !== undefined) return { ...same, testCase };
  }
  return followed(session, found, options);
}

/** The case as small as it gets, and what it depends on. */
async function followed(session: Session, found: FirstBroken, options: RowOptions): Promise<Broken> {
  const { origin, law, verdict } = found;
  const small = origin === undefined ? found : await shrunk(session, found, origin, options);
  // It may have become a case of another mistake in the same cell.
  const slipped = options.toldApart?.(law) === true && seenCause(small.verdict) !== seenCause(verdict);
  return withDependence(session, slipped ? found : small);
}

/** In the order in which they are run. */
function askedOf(session: Session, { saved, large, draws, seed, laws }: RowOptions): Asked[] {
  const once = lawsOfOneRun(laws);
  const drawn = drawnWithin(session, draws, seed).flatMap((each) =>
    each.map(({ testCase, origin }, index) => ({ testCase, origin, laws: lawsAt(index, laws) })),
  );
  return [
    ...saved.map((testCase) => ({ testCase, laws, origin: undefined })),
    ...drawn,
    ...large.map((testCase) => ({ testCase, laws: once, origin: undefined })),
  ];
}

/** If the limits of its ops allow few of the cases, so many times as many are drawn. */
const timesDrawn = 10;

/** The first cases of each draw that the limits of its ops allow; if none is, one that shows why. */
function drawnWithin(session: Session, draws: readonly Draws[], seed: number) {
  const all = draws.map(({ cases, runs }) => {
    const numRuns = session.about.opLimits === undefined ? runs : runs * timesDrawn;
    return fc
      .sample(cases, { numRuns, seed })
      .map((testCase, index) => ({ testCase, origin: { cases, index } }));
  });
  const within = all.map((drawn, n) =>
    drawn.filter(({ testCase }) => session.takes(testCase)).slice(0, at(draws, n).runs),
  );
  return within.some(({ length }) => length > 0) ? within : all.slice(0, 1).map((drawn) => drawn.slice(0, 1));
}

/**
 * Several cases at a time, if the adapter allows it: it works on one while another is judged. Once the adapter has
 * died too often, only what it died of is kept.
 * @param queue is emptied: a case that passed is let go, and with it the truth that it was held against
 * @returns how often each verdict was given, and the cases that broke a law, in their order
 */
async function judgeAll(
  session: Session,
  queue: Asked[],
  { onCase, onLeft }: RowOptions,
): Promise<{ counts: Map<string, Counts>; failed: Judged[] }> {
  const counts = new Map<string, Counts>();
  const failed: (Judged | undefined)[] = [];
  const deaths = session.deaths;
  let next = 0;
  const worker = async () => {
    while (session.broken === undefined && session.deaths - deaths < livesPerRow) {
      const asked = queue.shift();
      if (asked === undefined) return;
      const { testCase, laws, origin } = asked;
      const index = next++;
      const verdicts = await judge(session, testCase, laws);
      const fail = verdicts.some(({ verdict }) => fails(verdict));
      if (session.broken !== undefined && !fail) return;
      tally(counts, verdicts);
      if (fail) failed[index] = { origin, testCase, verdicts };
      onCase(verdicts, testCase);
    }
  };
  await Promise.all(Array.from({ length: session.pipeline }, worker));
  if (queue.length > 0 && session.broken === undefined) onLeft();
  return { counts, failed: failed.filter((each) => each !== undefined) };
}

/** Adds the verdicts on one case. */
export function tally(counts: Map<string, Counts>, verdicts: readonly LawVerdict[]): void {
  for (const { law, verdict } of verdicts) {
    const [own, kind] = [counts.get(law.id) ?? noCounts, kindOf(verdict)];
    counts.set(law.id, { ...own, [kind]: own[kind] + 1 });
  }
}

type FirstBroken = Broken & Pick<Judged, 'origin'>;

/** For each law that broke, the first case on which it did; of one that is told apart, the first for each cause that is seen. */
function firstBroken(
  failed: readonly Judged[],
  toldApart: (law: Law) => boolean = () => false,
): FirstBroken[] {
  const found = new Map<string, FirstBroken>();
  for (const { origin, testCase, verdicts } of failed) {
    for (const { law, verdict } of verdicts) {
      const key = toldApart(law) ? `${law.id} ${seenCause(verdict)}` : law.id;
      if (fails(verdict) && !found.has(key)) found.set(key, { origin, law, verdict, testCase });
    }
  }
  return [...found.values()];
}

async function shrunk(
  session: Session,
  found: Broken,
  { cases, index }: Origin,
  { seed }: RowOptions,
): Promise<Broken> {
  // Each try would cost the process a life.
  if (killsTheAdapter(found.verdict)) return found;
  const laws = [found.law];
  const { failure } = await checkLaws(session, { cases, laws, runs: 1, seed, path: String(index) });
  // A failure that does not recur is shown as it was.
  if (failure === undefined || failure.law !== found.law) return found;
  const simple = await simplified(session, failure, laws);
  return { ...simple, law: found.law };
}

/** A saved case, and one whose failure did not recur, may depend on what ran before like any other. */
export async function withDependence(session: Session, { law, verdict, testCase }: Broken): Promise<Broken> {
  if (session.broken !== undefined) return { law, verdict, testCase };
  const dependence = await dependenceOf(session, { law, verdict, testCase }, [law]);
  return { law, verdict, testCase, ...(dependence && { dependence }) };
}

export const killsTheAdapter = (verdict: Verdict): boolean =>
  verdict.kind === 'timeout' || (verdict.kind === 'crashed' && verdict.error.type === 'AdapterDied');
