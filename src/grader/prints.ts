/**
 * What a submission printed while it ran the failing case: the last lines in a report, all of it in a replay. Each
 * line is marked, so that none can be mistaken for one of ours.
 */
import type { Case } from '../case/case.js';
import { en, type FailureTexts } from '../texts/index.js';
import { isDeath, type Verdict } from '../verify/index.js';
import type { Room } from './clip.js';
import type { Submission } from './implementation.js';

/** How many characters of a case's output a report reads, and a replay shows. */
const mostLookedAt = 10_000;
const mostReplayed = 1_000_000;

const lastRoom: Room = { characters: 500, lines: 10 };

export interface Printed {
  /** Empty if nothing was printed. */
  readonly text: string;
  /** Whether there was more before it. */
  readonly isClipped: boolean;
}

/** The case is run once more to read its output, unless that would end the process again. */
export async function printedIn(
  submission: Submission,
  testCase: Case,
  verdict: Verdict,
  room?: 'all',
): Promise<Printed> {
  if (submission.printed === undefined || endedIt(verdict)) return { text: '', isClipped: false };
  const most = room === 'all' ? mostReplayed : mostLookedAt;
  const text = (await submission.printed(testCase, most)).replace(/\s+$/, '');
  return room === 'all' ? { text, isClipped: text.length >= most } : lastOf(text);
}

const endedIt = (verdict: Verdict): boolean =>
  isDeath(verdict) ||
  verdict.kind === 'unsupported' ||
  (verdict.kind === 'crashed' && verdict.error.type === 'TimeLimit');

function lastOf(text: string): Printed {
  const some = text
    .split('\n')
    .slice(-lastRoom.lines)
    .join('\n')
    .slice(-lastRoom.characters)
    .replace(/^[\udc00-\udfff]/, '');
  return { text: some, isClipped: some.length < text.length };
}

/** A paragraph of a message; empty if nothing was printed. */
export function printedParagraph(
  { text, isClipped }: Printed,
  texts: FailureTexts = en.failure,
  room?: 'all',
): string {
  if (text === '') return '';
  const marked = text.split('\n').map((line) => `  | ${line}`);
  if (!isClipped) return [texts.printed, ...marked].join('\n');
  const heading = room === 'all' ? texts.printedMore(mostReplayed) : texts.printedLast;
  return [heading, ...marked].join('\n');
}
