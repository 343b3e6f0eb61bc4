/** What a learner reads: what was expected, what came, on which case, where in their file, and how to run it again. */
import type { CrashReport } from '../case/implementation.js';
import { type Naming, nameOf } from '../case/print.js';
import { joined } from '../formats/joined.js';
import { explainCase, explainDependence, formatVerdict, throwerText, type Verdict } from '../verify/index.js';
import { asWritten } from './as-written.js';
import type { Broken } from './check-part.js';
import { clipped, nameRoom } from './clip.js';
import { withNames } from './own/names.js';
import type { Submitted } from './submitted.js';

/** Longer programs than this are described by the law they break, not printed. */
const mostStepsShown = 12;

/**
 * A broken law in full.
 * @param naming what the inputs are called
 * @param more a further remark on the verdict
 */
export function explainBroken(
  { law, verdict, testCase, dependence }: Broken,
  submitted: Submitted,
  naming: Naming = nameOf,
  more = '',
): string {
  const said = `${explainVerdict(verdict, submitted, naming)}${more}`;
  if (verdict.kind === 'not-implemented') return said;
  const { steps } = testCase.program;
  // A Jacobian is that of the program, whatever cotangents it is multiplied by.
  const asked = law.id === 'jacobian' ? { ...testCase, cotangents: [] } : testCase;
  const shown =
    steps.length > mostStepsShown
      ? `The graph: ${steps.length} times ${steps[0]?.op}, one after the other.`
      : explainCase(asked, naming);
  const heading =
    verdict.kind === 'disagree' || verdict.kind === 'malformed'
      ? `This law is broken: ${law.sentence}.\n`
      : '';
  const depends = dependence === undefined ? '' : explainDependence(dependence, naming);
  return joined([`${heading}${said}`, shown, whatThrew(verdict), depends], '\n\n');
}

/** For a crash, says if it is known that the gradient threw. */
function whatThrew(verdict: Verdict): string {
  const text = verdict.kind === 'crashed' ? throwerText(verdict.thrower).trim() : '';
  if (text === '') return '';
  const isAlone = verdict.kind === 'crashed' && verdict.thrower?.how === undefined;
  return `${capitalized(text)} threw${isAlone ? '; the value is right' : ''}.`;
}

/** The same in one line, without the case. */
export const reasonOf = ({ verdict }: Broken, submitted: Submitted, naming: Naming): string =>
  explainVerdict(verdict, submitted, naming).split('\n', 1)[0] ?? '';

/** A verdict in a sentence or two. @param naming what the inputs are called */
export function explainVerdict(verdict: Verdict, submitted: Submitted, naming: Naming = nameOf): string {
  switch (verdict.kind) {
    case 'crashed':
      return explainCrash(verdict.error, submitted);
    case 'timeout':
      return `It gave no answer within ${verdict.milliseconds / 1000} s. Is there a loop that does not end?`;
    case 'not-implemented':
      return `Still to be written: ${clipped(verdict.why)}.`;
    case 'unsupported':
      return `It was not run, and a case without an answer is not passed: ${clipped(verdict.why)}.`;
    case 'disagree':
      return capitalized(withNames(formatVerdict(verdict), naming));
    default:
      return clipped(asWritten(withNames(formatVerdict(verdict), naming), submitted));
  }
}

function explainCrash({ type, message, traceback }: CrashReport, submitted: Submitted): string {
  if (type === 'Exit') return `${message}${printed(traceback)}`;
  const lines = linesIn(submitted, traceback);
  if (type === 'RangeError' && message.includes('call stack')) {
    // Where exactly the stack overflowed depends on what was compiled by then; which function called itself does not.
    const calls = lines.filter((line, index) => lines.indexOf(line) !== index);
    return `It ran out of stack: a function calls itself without end, or once for each node of a long graph.${places(calls)}`;
  }
  return `It threw ${clipped(type, nameRoom)}: ${clipped(asWritten(message, submitted))}${places(lines)}`;
}

const places = (lines: readonly string[]): string =>
  [...new Set(lines)]
    .slice(0, 4)
    .map((line) => `\n${line}`)
    .join('');

const linesIn = (submitted: Submitted, traceback: string): string[] =>
  placesIn(submitted, traceback).map(({ caller, path, at }) =>
    `  at ${clipped(asWritten(caller, submitted), nameRoom)} ${path}:${at}`.replace('  at  ', '  at '),
  );

/** The places of a traceback that are in the submitted file or folder; the innermost first. */
export const placesIn = (submitted: Submitted, traceback: string): Place[] =>
  [
    ...traceback.split('\n').flatMap((line) => placeOf(line)),
    ...traceback
      .split('\n')
      .flatMap((line) => pythonPlaceOf(line))
      .reverse(),
  ]
    .filter(({ path }) => submitted.holds(path))
    .map((place) => ({ ...place, path: submitted.shown(place.path) }));

export interface Place {
  readonly caller: string;
  readonly path: string;
  /** Line and, where it is known, column. */
  readonly at: string;
}

function placeOf(line: string): Place[] {
  const [found, caller = '', path = '', at = ''] =
    /at (?:(\S+).*?\()?(?:file:\/\/)?(\/.*?):(\d+:\d+)\)?$/.exec(line) ?? [];
  return found === undefined ? [] : [{ caller, path, at }];
}

function pythonPlaceOf(line: string): Place[] {
  const [found, path = '', at = '', caller = ''] = /^ *File "(.*)", line (\d+), in (\S+)/.exec(line) ?? [];
  return found === undefined ? [] : [{ caller, path, at }];
}

const printed = (text: string): string => {
  const last = text.trim().split('\n').slice(-5).join('\n');
  return last === '' ? '' : `\nThe last lines it printed:\n${clipped(last)}`;
};

const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
