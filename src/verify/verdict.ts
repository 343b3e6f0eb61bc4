/** What a law says about one case. */
import type { CrashReport, Outcome } from '../case/implementation.js';
import type { OpName } from '../case/vocabulary.js';

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
export function formatVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'agree':
      return 'agrees';
    case 'disagree':
      return formatDisagreement(verdict);
    case 'malformed':
      return verdict.problem;
    case 'unsupported':
      return `unsupported: ${verdict.why}`;
    case 'not-implemented':
      return `not implemented yet: ${verdict.why}`;
    case 'crashed':
      return `${throwerText(verdict.thrower)}threw ${verdict.error.type}: ${verdict.error.message}`;
    case 'timeout':
      return `gave no answer within ${verdict.milliseconds} ms`;
    case 'inconclusive':
      return `cannot be decided: ${verdict.why}`;
  }
}

/** `the gradient of log `, or nothing if all that is known is that it threw. */
export function throwerText(thrower: Thrower | undefined): string {
  if (thrower === undefined) return '';
  const { what, ops, how } = thrower;
  const of = ops.length === 1 ? ops[0] : `a program of ${ops.join(', ') || 'no steps'}`;
  const texts = {
    run: '',
    values: '',
    gradient: `the gradient of ${of} `,
    second: `the second order of ${of} `,
    jvp: `the jvp of ${of} `,
  };
  return how === undefined ? texts[what] : `${how}, ${texts[what] || 'it '}`;
}

function formatDisagreement(verdict: Disagreement): string {
  const { where, got, tolerance, why, answers } = verdict;
  const place = where.index.length === 0 ? where.what : `${where.what}, entry [${where.index.join(', ')}]`;
  const reason = why === undefined ? '' : ` ${why}`;
  if (answers !== undefined) return `${place}: ${formatAnswers(answers, verdict)}${reason}`;
  return `${place}: expected ${rightOf(verdict)}, got ${got} (tolerance ${tolerance.toPrecision(2)}).${reason}`;
}

/** `mode lazy gives 3, mode eager gives 2 (they may differ by 1.0e-15). The reference supports mode eager.` */
function formatAnswers(answers: readonly [OwnAnswer, OwnAnswer], verdict: Disagreement): string {
  const { tolerance } = verdict;
  const both = answers.map(({ by, value }) => `${by} gives ${value}`).join(', ');
  const allowed = tolerance === 0 ? 'they may not differ' : `they may differ by ${tolerance.toPrecision(2)}`;
  return `${both} (${allowed}). ${supportText(answers, verdict)}`;
}

function supportText([one, other]: readonly [OwnAnswer, OwnAnswer], verdict: Disagreement): string {
  if (one.supported === undefined || other.supported === undefined || verdict.expected === undefined)
    return 'The reference cannot tell which of them is right.';
  const right = rightOf(verdict, (number) => String(Number(number.toPrecision(14))));
  if (one.supported && other.supported) return `Up to rounding, the reference supports both: ${right}.`;
  if (!one.supported && !other.supported) return `The reference supports neither: it has ${right}.`;
  return `The reference supports ${(one.supported ? one : other).by}: it has ${right}.`;
}

function rightOf(
  { expected = Number.NaN, spread }: Disagreement,
  write: (number: number) => string = String,
): string {
  return spread > 0 ? `between ${write(expected - spread)} and ${write(expected + spread)}` : write(expected);
}
