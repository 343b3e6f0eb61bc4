/** What a failure comes from, in words that stay the same while its numbers and shapes change: by it a new bug is told from a known one. */
import { parseCase } from '../case/parse.js';
import { opsOf } from '../case/program.js';
import type { Verdict } from '../verify/index.js';
import type { OracleFailure } from './report.js';

const mostCharacters = 160;

/**
 * The name of the mistake; or the kind of the error's text, or of the sentence about a wrong form; or of numbers that
 * disagree, the ops of the shrunk case, whether a value or a gradient is wrong, and whether it is a number at all.
 */
export function causeOf(failure: OracleFailure): string {
  const { misconception, entry, got } = failure;
  if (misconception !== null) return `mistake: ${misconception}`;
  if (entry === null) return `said: ${kindOfText(String(got))}`;
  const part = entry.what.replace(/ of (in|out)put.*$/, '');
  return `case: ${subjectOf(failure)}, ${part} is ${kindOfNumber(got)}`;
}

/** What is seen of the cause before the case is shrunk and named. */
export function seenCause(verdict: Verdict): string {
  if (verdict.kind === 'disagree') return kindOfNumber(verdict.got);
  if (verdict.kind === 'crashed') return kindOfText(`${verdict.error.type}: ${verdict.error.message}`);
  return verdict.kind === 'malformed' ? kindOfText(verdict.problem) : verdict.kind;
}

/** Without numbers, and what is quoted: these are one case's. */
const kindOfText = (text: string): string =>
  text
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replace(/-?\d+(\.\d+)?(e[+-]?\d+)?/gi, '#')
    .replace(/[([]\s*#?(,\s*#?)*\s*[)\]]/g, '(#)')
    .replace(/\b(input|output|gradient by|the shape of|the dtype of) [a-z]\b/g, '$1 #')
    .replace(/\s+/g, ' ')
    .slice(0, mostCharacters);

const kindOfNumber = (got: unknown): string => {
  const number = Number(got);
  return Number.isFinite(number) ? (number === 0 ? 'zero' : 'another number') : String(got);
};

function subjectOf({ op, case: json }: OracleFailure): string {
  const parsed = parseCase(json);
  return parsed.ok ? opsOf(parsed.value.program).join(' + ') || 'no step' : op;
}
