/** What a learner reads: what was expected, what came, on which case, where in their file, and how to run it again. */
import type { CrashReport } from '../case/implementation.js';
import { type Naming, nameOf } from '../case/print.js';
import { joined } from '../formats/joined.js';
import { en, type FailureTexts, type Texts } from '../texts/index.js';
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
  texts: Texts = en,
  more = '',
): string {
  const said = `${explainVerdict(verdict, submitted, naming, texts)}${more}`;
  if (verdict.kind === 'not-implemented') return said;
  const shown = caseOf({ law, testCase }, naming, texts);
  const heading =
    verdict.kind === 'disagree' || verdict.kind === 'malformed'
      ? `${texts.failure.lawBroken(texts.says(law.sentence))}\n`
      : '';
  const depends = dependence === undefined ? '' : explainDependence(dependence, naming, texts.failure);
  return joined([`${heading}${said}`, shown, whatThrew(verdict, texts), depends], '\n\n');
}

/** The case of a failure, for people to read. */
export function caseOf(
  { law, testCase }: Pick<Broken, 'law' | 'testCase'>,
  naming: Naming,
  { failure }: Texts,
): string {
  const { steps } = testCase.program;
  // A Jacobian is that of the program, whatever cotangents it is multiplied by.
  const asked = law.id === 'jacobian' ? { ...testCase, cotangents: [] } : testCase;
  return steps.length > mostStepsShown
    ? failure.longGraph(steps.length, String(steps[0]?.op))
    : explainCase(asked, naming, failure);
}

/** For a crash, says if it is known that the gradient threw. */
function whatThrew(verdict: Verdict, texts: Texts): string {
  const text = verdict.kind === 'crashed' ? throwerText(verdict.thrower, texts) : '';
  if (text === '') return '';
  return texts.failure.throws(text, verdict.kind === 'crashed' && verdict.thrower?.how === undefined);
}

/** The same in one line, without the case. */
export const reasonOf = (
  { verdict }: Broken,
  submitted: Submitted,
  naming: Naming,
  texts: Texts = en,
): string => explainVerdict(verdict, submitted, naming, texts).split('\n', 1)[0] ?? '';

/** A verdict in a sentence or two. @param naming what the inputs are called */
export function explainVerdict(
  verdict: Verdict,
  submitted: Submitted,
  naming: Naming = nameOf,
  texts: Texts = en,
): string {
  const { failure, says } = texts;
  switch (verdict.kind) {
    case 'crashed':
      return explainCrash(verdict.error, submitted, texts);
    case 'timeout':
      return failure.noAnswer(verdict.milliseconds / 1000);
    case 'not-implemented':
      return failure.unwritten(clipped(verdict.why));
    case 'unsupported':
      return failure.notRun(clipped(says(verdict.why)));
    case 'disagree':
      return capitalized(withNames(formatVerdict(verdict, texts), naming));
    default:
      return clipped(asWritten(withNames(formatVerdict(verdict, texts), naming), submitted));
  }
}

function explainCrash(
  { type, message, traceback }: CrashReport,
  submitted: Submitted,
  { failure, says }: Texts,
): string {
  if (type === 'Exit') return `${says(message)}${printed(traceback, failure)}`;
  const lines = linesIn(submitted, traceback);
  if (type === 'RangeError' && message.includes('call stack')) {
    // Where exactly the stack overflowed depends on what was compiled by then; which function called itself does not.
    const calls = lines.filter((line, index) => lines.indexOf(line) !== index);
    return `${failure.outOfStack}${places(calls)}`;
  }
  return `${failure.itThrew(clipped(type, nameRoom), clipped(asWritten(message, submitted)))}${places(lines)}`;
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

const printed = (text: string, { lastPrinted }: FailureTexts): string => {
  const last = text.trim().split('\n').slice(-5).join('\n');
  return last === '' ? '' : `\n${lastPrinted(clipped(last))}`;
};

const capitalized = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
