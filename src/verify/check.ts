/** Laws over generated cases: many runs, the first broken law shrunk to a case small enough to check by hand. */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import { caseId } from '../case/case-id.js';
import type { Implementation } from '../case/implementation.js';
import { judge, type LawVerdict } from './judge.js';
import { type Law, lawsAt } from './law.js';
import { laws as allLaws } from './laws/index.js';
import { fails, type Verdict, type VerdictKind, verdictKinds } from './verdict.js';

/** What `checkLaws` draws, and what it asks. */
export interface CheckOptions {
  readonly cases: fc.Arbitrary<Case>;
  /** Cases to begin with, whatever the seed; `cases` must be able to shrink them. */
  readonly core?: readonly Case[];
  /** Default: all laws. */
  readonly laws?: readonly Law[];
  /** How many cases to check, those of the core included. Default 100. */
  readonly runs?: number;
  /** The same seed draws the same cases. Default 1. */
  readonly seed?: number;
  /** Replays one failure: the path that a failure printed. */
  readonly path?: string;
  /** How many smaller cases to try once a law is broken. */
  readonly shrinks?: number;
  /** Called after each generated case. */
  readonly onRun?: () => void;
}

/** How often each verdict was given. */
export type Counts = Readonly<Record<VerdictKind, number>>;

/** A broken law, on the smallest case that was found. */
export interface Failure {
  readonly law: Law;
  readonly verdict: Verdict;
  /** The shrunk case. */
  readonly testCase: Case;
  readonly caseId: string;
  readonly seed: number;
  readonly path: string;
  /** What `checkLaws` is given, as code, to run it again. */
  readonly again: string;
  /** How many generated cases passed before it. */
  readonly passed: number;
}

/** What `checkLaws` found. */
export interface Report {
  readonly runs: number;
  readonly seed: number;
  /** How often each verdict was given, by law id. */
  readonly counts: ReadonlyMap<string, Counts>;
  readonly failure: Failure | undefined;
  /** Cases that no truth could decide, for investigation. */
  readonly undecided: readonly Case[];
}

/** The first case that broke a law, and where it was drawn. */
interface Found extends LawVerdict {
  readonly testCase: Case;
  readonly index: number;
}

const defaultRuns = 100;
const defaultSeed = 1;

/** The same with all defaults filled in. */
type Asked = CheckOptions & Required<Pick<CheckOptions, 'laws' | 'runs' | 'seed'>>;

/**
 * Checks an implementation against the laws on generated cases, until one breaks. The same seed gives the same cases.
 */
export async function checkLaws(implementation: Implementation, given: CheckOptions): Promise<Report> {
  const options = { laws: allLaws, runs: defaultRuns, seed: defaultSeed, ...given };
  const tally = new Tally();
  const { seed, path } = options;
  const found = path === undefined ? await search(implementation, options, tally) : undefined;
  const start = path ?? (found && String(found.index));
  const shrinking = new Shrinking(implementation, options, found);
  const failure = start === undefined ? undefined : await shrinking.from(start);
  return { runs: tally.runs, seed, counts: tally.counts, failure, undecided: tally.undecided };
}

/** How many cases are sent at once to an implementation that queues them, so that it seldom waits for the next. */
const mostTogether = 8;

/** The first case that breaks a law. Cases judged after it do not count. */
async function search(
  implementation: Implementation,
  { cases, core, laws, runs, seed, onRun }: Asked,
  tally: Tally,
): Promise<Found | undefined> {
  const together = implementation.queues ? mostTogether : 1;
  let waiting: Case[] = [];
  let drawn = 0;
  let found: Found | undefined;
  const property = fc.asyncProperty(cases, async (testCase) => {
    waiting.push(testCase);
    drawn++;
    if (waiting.length < together && drawn < runs) return true;
    const batch = waiting;
    waiting = [];
    const judged = await Promise.all(
      batch.map((each, at) => judge(implementation, each, lawsAt(drawn - batch.length + at, laws))),
    );
    for (const [at, verdicts] of judged.entries()) {
      const own = batch[at] as Case;
      tally.add(own, verdicts);
      onRun?.();
      const failing = verdicts.find(({ verdict }) => fails(verdict));
      if (failing === undefined) continue;
      found = { ...failing, testCase: own, index: drawn - batch.length + at };
      return false;
    }
    return true;
  });
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    examples: examplesOf(core),
    endOnFailure: true,
  });
  // The implementation did not throw this: `judge` would have returned a verdict.
  if (details.failed && found === undefined) throw details.errorInstance;
  return found;
}

/** Looks for smaller cases that break the same law in the same way. */
class Shrinking {
  private broken: LawVerdict | undefined;
  private left: number;
  /** Different steps of shrinking often lead to one case: it is judged once. */
  private readonly judged = new Map<string, LawVerdict | undefined>();
  /** An error of our own is not a counterexample, and must not be shrunk. */
  private ours: { readonly error: unknown } | undefined;

  constructor(
    private readonly implementation: Implementation,
    private readonly options: Asked,
    private readonly found: Found | undefined,
  ) {
    this.broken = found;
    this.left = options.shrinks ?? 400;
  }

  /** The smallest case, starting where a path leads; the one that was found, if it breaks the law only sometimes. */
  async from(path: string): Promise<Failure | undefined> {
    const { cases, core, seed } = this.options;
    const bounded = new WhileLeft(cases, () => this.left >= 0);
    const property = fc.asyncProperty(bounded, (testCase) => this.tryOut(testCase));
    const details = await fc.check(property, { numRuns: 1, seed, path, examples: examplesOf(core) });
    if (this.ours !== undefined) throw this.ours.error;
    const smallest = details.counterexample?.[0];
    if (details.failed && (this.broken === undefined || smallest === undefined)) throw details.errorInstance;
    const shown =
      smallest === undefined ? this.found : { ...(this.broken as LawVerdict), testCase: smallest };
    if (shown === undefined) return undefined;
    const { law, verdict, testCase } = shown;
    const end = details.counterexamplePath ?? path;
    const passed = Number.parseInt(path, 10);
    const again = againText(this.options, end);
    return { law, verdict, testCase, caseId: caseId(testCase), seed, path: end, again, passed };
  }

  /** @throws if the case breaks it: that is how fast-check is told */
  private async tryOut(testCase: Case): Promise<void> {
    if (this.ours !== undefined || this.left-- < 0) return;
    const id = caseId(testCase);
    if (!this.judged.has(id)) this.judged.set(id, await this.breaks(testCase));
    const failing = this.judged.get(id);
    if (failing === undefined) return;
    this.broken = failing;
    throw new Error(failing.law.sentence);
  }

  private async breaks(testCase: Case): Promise<LawVerdict | undefined> {
    const { broken } = this;
    const { laws } = this.options;
    // The law that broke is all that shrinking looks at.
    const asked = broken === undefined ? laws : laws.filter((law) => law.id === broken.law.id);
    const verdicts = await judge(this.implementation, testCase, asked).catch((error: unknown) => {
      this.ours = { error };
      return [];
    });
    return verdicts.find((each) => fails(each.verdict) && (broken === undefined || sameBreak(broken, each)));
  }
}

/** fast-check draws all smaller cases of the smallest that it found; here it gets none once enough were tried. */
class WhileLeft extends fc.Arbitrary<Case> {
  constructor(
    private readonly cases: fc.Arbitrary<Case>,
    private readonly isLeft: () => boolean,
  ) {
    super();
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Case> {
    return this.cases.generate(random, bias);
  }

  override canShrinkWithoutContext(value: unknown): value is Case {
    return this.cases.canShrinkWithoutContext(value);
  }

  override shrink(value: Case, context: unknown): fc.Stream<fc.Value<Case>> {
    return this.cases.shrink(value, context).takeWhile(this.isLeft);
  }
}

/** Names stand for what was given under them, unless it is the default. */
function againText({ core, laws, seed }: Asked, path: string): string {
  const names = ['cases', ...(core === undefined ? [] : ['core']), ...(laws === allLaws ? [] : ['laws'])];
  return `{ ${[...names, `seed: ${seed}`, `path: '${path}'`].join(', ')} }`;
}

const examplesOf = (core: readonly Case[] = []): [Case][] => core.map((testCase) => [testCase]);

/** Shrinking stays with the law that broke first, so that the small case shows the same mistake. */
const sameBreak = (first: LawVerdict, now: LawVerdict): boolean =>
  first.law.id === now.law.id &&
  first.verdict.kind === now.verdict.kind &&
  throwerOf(first.verdict) === throwerOf(now.verdict);

const throwerOf = (verdict: Verdict) => (verdict.kind === 'crashed' ? verdict.thrower?.what : undefined);

const none = Object.fromEntries(verdictKinds.map((kind) => [kind, 0])) as Counts;

class Tally {
  runs = 0;
  readonly counts = new Map<string, Counts>();
  readonly undecided: Case[] = [];

  add(testCase: Case, verdicts: readonly LawVerdict[]): void {
    this.runs++;
    for (const { law, verdict } of verdicts) {
      const counts = this.counts.get(law.id) ?? none;
      this.counts.set(law.id, { ...counts, [verdict.kind]: counts[verdict.kind] + 1 });
    }
    if (verdicts.some(({ verdict }) => verdict.kind === 'inconclusive')) this.undecided.push(testCase);
  }
}
