/** What a law says of a case that is run again. */
import { thrownAt, thrownAtText } from '../oracle/frames.js';
import { formatVerdict, stateOf, type Verdict } from '../verify/index.js';

const marks = { holds: '✓', broken: '✗', undecided: '?' } as const;

/** A line, and where the implementation threw, the places below it. */
export function verdictText({ law, verdict }: Judged): string {
  const said = verdict.kind === 'agree' ? '' : `: ${formatVerdict(verdict)}`;
  const places = verdict.kind === 'crashed' ? thrownAtText(thrownAt(verdict.error.traceback)) : '';
  return `${marks[stateOf([{ verdict }])]} ${law.sentence}${said}${places === '' ? '' : `\n${places}`}`;
}

interface Judged {
  readonly law: { readonly sentence: string };
  readonly verdict: Verdict;
}
