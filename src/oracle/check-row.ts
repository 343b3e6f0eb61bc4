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
  simplified,
  type Verdict,
} from '../verify/index.js';
import { addCounts, type Counts, kindOf, noCounts } from './report.js';
import type { Session } from './session.js';

/** A row that ended the adapter's process this often is abandoned, so that the others get their turn. */
const livesPerRow = 2;

export interface RowOptions {
  readonly cases: fc.Arbitrary<Case>;
  /** Run before anything is drawn; they are not shrunk. */
  readonly saved: readonly Case[];
  readonly laws: readonly Law[];
  readonly runs: number;
  readonly seed: number;
  readonly onCase: (verdicts: readonly LawVerdict[]) => void;
  /** Called when the row is abandoned because the adapter died too often. */
  readonly onLeft: () => void;
}

export interface Broken {
  readonly law: Law;
  readonly verdict: Verdict;
  readonly testCase: Case;
  /** If it passes in a process of its own: what it depends on. */
  readonly dependence?: Dependence;
}

export interface RowResult {
  /** By law id. */
  readonly counts: ReadonlyMap<string, Counts>;
  /** At most one per law. */
  readonly broken: readonly Broken[];
}

interface Judged {
  /** Its index among all cases of the row. */
  readonly index: number;
  readonly testCase: Case;
  readonly verdicts: readonly LawVerdict[];
}

export async function checkRow(session: Session, options: RowOptions): Promise<RowResult> {
  const { saved, cases, runs, seed } = options;
  const all = [...saved, ...fc.sample(cases, { numRuns: runs, seed })];
  const judged = await judgeAll(session, all, options);
  const broken: Broken[] = [];
  for (const found of firstBroken(judged)) {
    const drawn = found.index - saved.length;
    const shown = drawn < 0 ? found : await shrunk(session, found, drawn, options);
    broken.push(await withDependence(session, shown));
  }
  return { counts: tally(judged), broken };
}

/**
 * Several cases at a time, if the adapter allows it: it works on one while another is judged. Once the adapter has
 * died too often, only what it died of is kept.
 */
async function judgeAll(
  session: Session,
  cases: readonly Case[],
  { laws, onCase, onLeft }: RowOptions,
): Promise<Judged[]> {
  const results: (Judged | undefined)[] = cases.map(() => undefined);
  const deaths = session.deaths;
  let next = 0;
  const worker = async () => {
    while (next < cases.length && session.broken === undefined && session.deaths - deaths < livesPerRow) {
      const index = next++;
      const testCase = at(cases, index);
      const verdicts = await judge(session, testCase, laws);
      if (session.broken !== undefined && !verdicts.some(({ verdict }) => fails(verdict))) return;
      results[index] = { index, testCase, verdicts };
      onCase(verdicts);
    }
  };
  await Promise.all(Array.from({ length: session.pipeline }, worker));
  if (next < cases.length && session.broken === undefined) onLeft();
  return results.filter((each) => each !== undefined);
}

function tally(judged: readonly Judged[]): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const { law, verdict } of judged.flatMap(({ verdicts }) => verdicts)) {
    const one = { ...noCounts, [kindOf(verdict)]: 1 };
    counts.set(law.id, addCounts(counts.get(law.id) ?? noCounts, one));
  }
  return counts;
}

/** For each law that broke, the first case on which it did. */
function firstBroken(judged: readonly Judged[]): (Broken & Pick<Judged, 'index'>)[] {
  const found = new Map<Law, Broken & Pick<Judged, 'index'>>();
  for (const { index, testCase, verdicts } of judged) {
    for (const { law, verdict } of verdicts) {
      if (fails(verdict) && !found.has(law)) found.set(law, { index, law, verdict, testCase });
    }
  }
  return [...found.values()];
}

/** @param drawn its index among the drawn cases, from 0: fast-check's path to it */
async function shrunk(session: Session, found: Broken, drawn: number, options: RowOptions): Promise<Broken> {
  // Each try would cost the process a life.
  if (killsTheAdapter(found.verdict)) return found;
  const { cases, seed } = options;
  const laws = [found.law];
  const { failure } = await checkLaws(session, { cases, laws, runs: 1, seed, path: String(drawn) });
  // A failure that does not recur is shown as it was.
  if (failure === undefined || failure.law !== found.law) return found;
  const simple = await simplified(session, failure, laws);
  return { ...simple, law: found.law };
}

/** A saved case, and one whose failure did not recur, may depend on what ran before like any other. */
async function withDependence(session: Session, { law, verdict, testCase }: Broken): Promise<Broken> {
  if (session.broken !== undefined) return { law, verdict, testCase };
  const dependence = await dependenceOf(session, { law, verdict, testCase }, [law]);
  return { law, verdict, testCase, ...(dependence && { dependence }) };
}

const killsTheAdapter = (verdict: Verdict): boolean =>
  verdict.kind === 'timeout' || (verdict.kind === 'crashed' && verdict.error.type === 'AdapterDied');
