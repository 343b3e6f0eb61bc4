/** What a learner reads: what was expected, what came, on which case, where in their file, and how to see it again. */
import { relative } from 'node:path';
import type { CrashReport } from '../program/implementation.js';
import { explainCase, formatVerdict, type Verdict } from '../verify/index.js';
import type { Broken } from './check-part.js';

/** Longer programs than this are described by the law they break, not printed. */
const mostStepsShown = 12;

/**
 * A broken law in full.
 * @param file the submitted file: of a traceback, only its lines are shown
 */
export function explainBroken({ law, verdict, testCase }: Broken, file: string): string {
  const said = explainVerdict(verdict, file);
  if (verdict.kind === 'not-implemented') return said;
  const { steps } = testCase.program;
  const shown =
    steps.length > mostStepsShown
      ? `The graph: ${steps.length} times ${steps[0]?.op}, one after the other.`
      : explainCase(testCase);
  const heading =
    verdict.kind === 'disagree' || verdict.kind === 'malformed'
      ? `This law is broken: ${law.sentence}.\n`
      : '';
  return `${heading}${said}\n\n${shown}`;
}

/** A verdict in a sentence or two. */
export function explainVerdict(verdict: Verdict, file: string): string {
  switch (verdict.kind) {
    case 'crashed':
      return explainCrash(verdict.error, file);
    case 'timeout':
      return `It gave no answer within ${verdict.milliseconds / 1000} s. Is there a loop that does not end?`;
    case 'not-implemented':
      return `Still to be written: ${verdict.why}.`;
    case 'unsupported':
      return `It was not run: ${verdict.why}.`;
    case 'disagree':
      return capitalized(formatVerdict(verdict));
    default:
      return formatVerdict(verdict);
  }
}

function explainCrash({ type, message, traceback }: CrashReport, file: string): string {
  if (type === 'Exit') return `${message}${printed(traceback)}`;
  const lines = linesIn(file, traceback);
  if (type === 'RangeError' && message.includes('call stack')) {
    // Where exactly the stack ended depends on what was compiled by then; what called itself does not.
    const calls = lines.filter((line, index) => lines.indexOf(line) !== index);
    return `It ran out of stack: a function calls itself without end, or once for each node of a long graph.${places(calls)}`;
  }
  return `It threw ${type}: ${message}${places(lines)}`;
}

const places = (lines: readonly string[]): string =>
  [...new Set(lines)]
    .slice(0, 4)
    .map((line) => `\n${line}`)
    .join('');

/** The lines of a traceback that lie in the submitted file, as file:line:column. */
const linesIn = (file: string, traceback: string): string[] =>
  traceback.split('\n').flatMap((line) => {
    const [, caller = '', path = '', at = ''] =
      /at (?:(\S+).*?\()?(?:file:\/\/)?(\/.*?):(\d+:\d+)\)?$/.exec(line) ?? [];
    return path === file
      ? [`  at ${caller} ${relative(process.cwd(), file)}:${at}`.replace('  at  ', '  at ')]
      : [];
  });

const printed = (text: string): string => {
  const last = text.trim().split('\n').slice(-5).join('\n');
  return last === '' ? '' : `\nThe last it printed:\n${last}`;
};

const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
