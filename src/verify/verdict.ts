/** What a law says of one case. */
import type { CrashReport, Outcome } from '../program/implementation.js';

export interface Place {
  /** `value of output c` or `gradient of input a, for cotangent 1`. */
  readonly what: string;
  /** The entry's multi-index. */
  readonly index: readonly number[];
}

export interface Disagreement {
  readonly kind: 'disagree';
  readonly where: Place;
  /** The right number; at a kink, the middle of the right interval. */
  readonly expected: number;
  /** Half the width of that interval; zero off kinks. */
  readonly spread: number;
  readonly got: number;
  /** How far from the interval `got` may lie. */
  readonly tolerance: number;
  /** In one sentence, for laws that say more than "expected, got". */
  readonly why?: string;
}

export type Verdict =
  | { readonly kind: 'agree' }
  | Disagreement
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'unsupported'; readonly why: string }
  | { readonly kind: 'not-implemented'; readonly why: string }
  | { readonly kind: 'crashed'; readonly error: CrashReport }
  | { readonly kind: 'timeout'; readonly milliseconds: number }
  | { readonly kind: 'inconclusive'; readonly why: string };

export type VerdictKind = Verdict['kind'];

export const agree: Verdict = { kind: 'agree' };

/** Whether the verdict says that the implementation is wrong. */
export function fails(verdict: Verdict): boolean {
  return verdict.kind !== 'agree' && verdict.kind !== 'inconclusive' && verdict.kind !== 'unsupported';
}

export type State = 'holds' | 'broken' | 'undecided';

/** What verdicts on one case say together. It holds only where laws said so, and none was left undecided. */
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
      return `threw ${verdict.error.type}: ${verdict.error.message}`;
    case 'timeout':
      return `gave no answer within ${verdict.milliseconds} ms`;
    case 'inconclusive':
      return `cannot be decided: ${verdict.why}`;
  }
}

function formatDisagreement({ where, expected, spread, got, tolerance, why }: Disagreement): string {
  const place = where.index.length === 0 ? where.what : `${where.what}, entry [${where.index.join(', ')}]`;
  const right = spread > 0 ? `between ${expected - spread} and ${expected + spread}` : String(expected);
  const reason = why === undefined ? '' : ` ${why}`;
  return `${place}: expected ${right}, got ${got} (tolerance ${tolerance.toPrecision(2)}).${reason}`;
}
