/** What a law says about one case. */
import type { CrashReport, Outcome } from '../case/implementation.js';
import type { OpName } from '../case/vocabulary.js';
import { en, type Texts } from '../texts/index.js';

interface Place {
  /** `value of output c` or `gradient of input a, for cotangent 1`. */
  readonly what: string;
  /** The entry's multi-index. */
  readonly index: readonly number[];
}

export interface Disagreement {
  readonly kind: 'disagree';
  readonly where: Place;
  /** The reference's number; at a kink, the middle of the right interval. Undefined if the reference has none. */
  readonly expected: number | undefined;
  /** Half the width of that interval; zero away from kinks. */
  readonly spread: number;
  readonly got: number;
  /** How far from the interval `got` may be. For two answers: how far apart they may be. */
  readonly tolerance: number;
  /** A sentence, for laws that say more than "expected, got". */
  readonly why?: string;
  /** Two answers of the implementation itself, if a law compares them; `got` is the second. */
  readonly answers?: readonly [OwnAnswer, OwnAnswer];
}

/** The implementation's answer to one of two ways of asking. */
export interface OwnAnswer {
  /** How it was asked: `mode lazy`, `the second run`. */
  readonly by: string;
  readonly value: number;
  /** Whether the reference supports it; undefined if it cannot tell. */
  readonly supported: boolean | undefined;
}

/** What threw. */
export interface Thrower {
  /** `run`: not known. `second`: the gradient of a gradient. `jvp`: forward mode. */
  readonly what: 'run' | 'values' | 'gradient' | 'second' | 'jvp';
  /** The ops of the program. */
  readonly ops: readonly OpName[];
  /** How it was asked, if not for the case itself: `in mode lazy`. */
  readonly how?: string;
}

/** What a law says of an answer. */
export type Verdict =
  | { readonly kind: 'agree' }
  | Disagreement
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'unsupported'; readonly why: string }
  | { readonly kind: 'not-implemented'; readonly why: string }
  | { readonly kind: 'crashed'; readonly error: CrashReport; readonly thrower?: Thrower }
  | { readonly kind: 'timeout'; readonly milliseconds: number }
  | { readonly kind: 'inconclusive'; readonly why: string };

/** The kinds of verdicts by name. */
export type VerdictKind = Verdict['kind'];

/** The same, as a list. */
export const verdictKinds = [
  'agree',
  'disagree',
  'malformed',
  'unsupported',
  'not-implemented',
  'crashed',
  'timeout',
  'inconclusive',
] as const satisfies readonly VerdictKind[];

export const agree: Verdict = { kind: 'agree' };

/** Something that was handed over was written to. @param what it is called */
export const writtenTo = (what: string): Verdict => ({
  kind: 'malformed',
  problem: `${what} was changed in place by the run; compute into new arrays`,
});

/** Whether the verdict says that the implementation is wrong. */
export function fails(verdict: Verdict): boolean {
  return verdict.kind !== 'agree' && verdict.kind !== 'inconclusive' && verdict.kind !== 'unsupported';
}

/** Whether the process ended of it: asking the same again would cost another. */
export const isDeath = (said: Outcome | Verdict): boolean =>
  said.kind === 'timeout' || (said.kind === 'crashed' && ['AdapterDied', 'Exit'].includes(said.error.type));

export type State = 'holds' | 'broken' | 'undecided';

/** What the verdicts on one case say together: all is right only if laws said so and none was left undecided. */
export function stateOf(verdicts: readonly { readonly verdict: Verdict }[]): State {
  if (verdicts.some(({ verdict }) => fails(verdict))) return 'broken';
  const all = verdicts.every(({ verdict }) => verdict.kind === 'agree');
  return all && verdicts.length > 0 ? 'holds' : 'undecided';
}

/** The verdict of a run that returned nothing to judge. */
export function verdictOf(outcome: Exclude<Outcome, { kind: 'done' }>): Verdict {
  return outcome.kind === 'unsupported' ? { kind: 'unsupported', why: outcome.why } : outcome;
}

/** The verdict in a sentence or two, numbers included. */
export function formatVerdict(verdict: Verdict, texts: Texts = en): string {
  const { failure, says } = texts;
  switch (verdict.kind) {
    case 'agree':
      return failure.agrees;
    case 'disagree':
      return formatDisagreement(verdict, texts);
    case 'malformed':
      return says(verdict.problem);
    case 'unsupported':
      return failure.unsupported(says(verdict.why));
    case 'not-implemented':
      return failure.notImplemented(verdict.why);
    case 'crashed':
      return failure.threw(throwerText(verdict.thrower, texts), verdict.error.type, verdict.error.message);
    case 'timeout':
      return failure.noAnswerWithin(verdict.milliseconds);
    case 'inconclusive':
      return failure.undecidable(says(verdict.why));
  }
}

/** `the gradient of log `, or nothing if all that is known is that it threw. */
export function throwerText(
  thrower: Thrower | undefined,
  { failure, says }: Pick<Texts, 'failure' | 'says'> = en,
): string {
  if (thrower === undefined) return '';
  const { what, ops, how } = thrower;
  const [only] = ops;
  const of = ops.length === 1 && only !== undefined ? only : failure.programOf(ops);
  const by = {
    run: '',
    values: '',
    gradient: failure.gradientOf(of),
    second: failure.secondOrderOf(of),
    jvp: failure.jvpOf(of),
  };
  return how === undefined ? by[what] : failure.asked(says(how), by[what]);
}

function formatDisagreement(verdict: Disagreement, texts: Texts): string {
  const { where, got, tolerance, why, answers } = verdict;
  const { failure, says } = texts;
  const what = says(where.what);
  const place = where.index.length === 0 ? what : failure.entry(what, `[${where.index.join(', ')}]`);
  const reason = why === undefined ? '' : ` ${says(why)}`;
  if (answers !== undefined) return `${formatAnswers(place, answers, verdict, texts)}${reason}`;
  const right = rightOf(verdict, texts);
  return `${failure.expected(place, right, String(got), tolerance.toPrecision(2))}${reason}`;
}

/** `mode lazy gives 3, mode eager gives 2 (they may differ by 1.0e-15). The reference supports mode eager.` */
function formatAnswers(
  place: string,
  answers: readonly [OwnAnswer, OwnAnswer],
  verdict: Disagreement,
  texts: Texts,
): string {
  const { failure, says } = texts;
  const { tolerance } = verdict;
  const both = answers.map(({ by, value }) => failure.gives(says(by), value));
  const allowed = tolerance === 0 ? '' : tolerance.toPrecision(2);
  return failure.answers(place, both, allowed, supportText(answers, verdict, texts));
}

function supportText(
  [one, other]: readonly [OwnAnswer, OwnAnswer],
  verdict: Disagreement,
  texts: Texts,
): string {
  const { failure, says } = texts;
  if (one.supported === undefined || other.supported === undefined || verdict.expected === undefined)
    return failure.cannotTell;
  const right = rightOf(verdict, texts, (number) => String(Number(number.toPrecision(14))));
  if (one.supported && other.supported) return failure.supportsBoth(right);
  if (!one.supported && !other.supported) return failure.supportsNeither(right);
  return failure.supports(says((one.supported ? one : other).by), right);
}

function rightOf(
  { expected = Number.NaN, spread }: Disagreement,
  { failure }: Texts,
  write: (number: number) => string = String,
): string {
  return spread > 0 ? failure.between(write(expected - spread), write(expected + spread)) : write(expected);
}
