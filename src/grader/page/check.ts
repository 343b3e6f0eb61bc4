/** One part of an exercise, checked in a page by the grader itself, and told in pieces that a page can lay out. */

import type { Misconception } from '../../misconceptions/index.js';
import type { Texts } from '../../texts/index.js';
import { explainDependence, isDeath, type Verdict } from '../../verify/index.js';
import { type AssignedExercise, partNames } from '../assignment/assignment.js';
import { checkPart, type PartResult } from '../check-part.js';
import { reportError } from '../child/report-error.js';
import { conventionNames } from '../conventions/conventions.js';
import { worthOf } from '../credit.js';
import { chapterOf } from '../exercises.js';
import { explainVerdict } from '../explain.js';
import { findOut } from '../find-out.js';
import { hintParagraph, type Stuck, topicOf } from '../hints/index.js';
import { type Submission, submissionOf } from '../implementation.js';
import { lawsOf, shownLaw } from '../laws.js';
import { known } from '../opened.js';
import { defaultRuns, defaultSeed } from '../options.js';
import { namingOf } from '../own/names.js';
import { type Findings, notBlamedInFull, nothingFound } from '../part-report.js';
import { placeOf } from '../place.js';
import type { LawResult, Status } from '../result.js';
import type { Submitted } from '../submitted.js';
import { type Counterexample, counterexampleOf } from './counterexample.js';
import type { Harness } from './host.js';
import { InPage, type Waiting } from './in-page.js';
import { MissingExports, pathOf, writtenIn } from './written.js';

export interface Asked {
  readonly exercise: AssignedExercise;
  readonly part: string;
  /** What the learner wrote. */
  readonly source: string;
  /** The same as JavaScript: a CommonJS module with the same lines. */
  readonly code: string;
  readonly harness: Harness;
  readonly waiting: Waiting;
  /** In which language the result is told. */
  readonly texts: Texts;
  /** What it failed about last, and how often in a row. */
  readonly earlier: { readonly topic: string; readonly times: number } | undefined;
}

export interface Checked {
  readonly part: string;
  readonly status: Status;
  readonly score: number;
  readonly maxScore: number;
  readonly laws: readonly LawResult[];
  /** The broken law in words, if answers were judged. */
  readonly law: string | null;
  /** What was expected and what came, or what went wrong. Empty if nothing is wrong. */
  readonly said: string;
  readonly counterexample: Counterexample | null;
  /** The known mistake that gives the same answers. */
  readonly mistake: { readonly name: string; readonly says: string; readonly hint: string } | null;
  /** The hint that fits the failure. */
  readonly hint: string;
  /** What it failed about. */
  readonly topic: string | null;
  readonly printed: string;
  /** Where in the file, if that is known. */
  readonly line: number | null;
}

export async function check(asked: Asked): Promise<Checked> {
  const { exercise, source, code, harness, waiting, texts } = asked;
  const path = pathOf(chapterOf(exercise));
  const submitted = inPage(path, source);
  const channel = new InPage(harness, (print) => writtenIn(code, path, print), waiting);
  const { parts, submission, excuse } = known(
    exercise,
    submissionOf(exercise, channel),
    conventionNames,
    undefined,
  );
  const part = parts.find(({ name }) => name === asked.part);
  if (part === undefined) throw new Error(`${exercise.id} has no part ${asked.part}`);
  const maxScore = worthOf(exercise.points, parts, part);
  const unloadable = await problemOf(() => channel.load(), submitted, texts);
  if (unloadable !== undefined) return { ...nothingTold, ...unloadable, part: part.name, maxScore };
  const options = {
    laws: lawsOf(exercise),
    probes: part.probes ?? [],
    seed: defaultSeed,
    runs: defaultRuns,
    onRun: () => {},
  };
  const checked = await checkPart(part, submission, options);
  const result = (await excuse?.(checked, options)) ?? checked;
  channel.renewLives();
  const findings = await findingsOf(asked, result, submission);
  return {
    ...(await told(asked, result, findings, submission, submitted)),
    maxScore,
    score: result.status === 'passed' ? maxScore : 0,
  };
}

/** For a file that does not even compile. @param line where, if that is known */
export function unreadable(
  exercise: AssignedExercise,
  part: string,
  why: string,
  line: number | null,
  { says }: Texts,
): Checked {
  const maxScore = worthOf(
    exercise.points,
    partNames(exercise).map((name) => ({ name })),
    { name: part },
  );
  return {
    ...nothingTold,
    part,
    maxScore,
    status: 'crashed',
    said: says(`The file does not compile.\n${why}`),
    line,
  };
}

const nothingTold: Omit<Checked, 'part' | 'maxScore' | 'status' | 'said'> = {
  score: 0,
  laws: [],
  law: null,
  counterexample: null,
  mistake: null,
  hint: '',
  topic: null,
  printed: '',
  line: null,
};

const inPage = (path: string, source: string): Submitted => ({
  holds: (other) => other === path,
  shown: (other) => other.slice(1),
  file: path,
  text: () => source,
});

/** Why the file cannot be loaded; undefined if it can. */
async function problemOf(
  load: () => Promise<void>,
  submitted: Submitted,
  { says }: Texts,
): Promise<Pick<Checked, 'status' | 'said'> | undefined> {
  try {
    await load();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof MissingExports) return { status: 'missing', said: says(thrown.message) };
    const verdict: Verdict = { kind: 'crashed', error: reportError(thrown) };
    return {
      status: 'crashed',
      said: says(`The file cannot be loaded. ${explainVerdict(verdict, submitted)}`),
    };
  }
}

/** The learner's record says how often it failed in the same way. */
async function findingsOf(
  { exercise, earlier }: Asked,
  result: PartResult,
  submission: Submission,
): Promise<Findings> {
  const unsaved = { replay: undefined, inFull: undefined };
  const rungs = {
    earlier: (_: string, __: string, topic: string) => (earlier?.topic === topic ? earlier.times : 0),
    passed: () => {},
  };
  const found = await findOut(exercise, [result], submission, () => unsaved, rungs);
  return found.get(result.part.name) ?? nothingFound;
}

async function told(
  { exercise, texts }: Asked,
  result: PartResult,
  findings: Findings,
  submission: Submission,
  submitted: Submitted,
): Promise<Omit<Checked, 'score' | 'maxScore'>> {
  const { part, status, broken } = result;
  const { failure, says } = texts;
  const laws = result.laws.map((each) => ({ ...each, law: says(each.law) }));
  const { name } = part;
  if (broken === undefined)
    return {
      ...nothingTold,
      part: name,
      status,
      laws,
      said: notBlamedInFull(exercise, result, findings, texts),
    };
  const { verdict, dependence } = broken;
  const { misconception, earlier, ofDifferences, printed } = findings;
  const naming = namingOf(exercise);
  const judged = explainVerdict(verdict, submitted, naming, texts);
  const said = `${judged}${ofDifferences ? `\n${failure.nearly}` : ''}`;
  const place = placeOf(exercise, part.op ?? name, verdict, submitted);
  return {
    part: name,
    status,
    laws,
    law:
      verdict.kind === 'disagree' || verdict.kind === 'malformed'
        ? says(shownLaw(exercise, broken.law).sentence)
        : null,
    said: dependence === undefined ? said : `${said}\n\n${explainDependence(dependence, naming, failure)}`,
    counterexample:
      verdict.kind === 'not-implemented'
        ? null
        : await counterexampleOf(exercise, broken, isDeath(verdict) ? undefined : submission, failure),
    mistake: misconception === undefined ? null : named(misconception, texts),
    hint: ladderHint(exercise, { part, broken, misconception, earlier }, texts),
    topic: topicOf(broken),
    printed: printed.text,
    line: place === null ? null : Number(place.split(':')[1]),
  };
}

/** Only what can be sent to another thread. */
const named = ({ name, says, hint }: Misconception, texts: Texts): Checked['mistake'] => ({
  name,
  says: texts.says(says),
  hint: texts.says(hint),
});

/** The mistake's own hint comes first, where it has a name. */
function ladderHint(exercise: AssignedExercise, stuck: Stuck, texts: Texts): string {
  const { misconception, earlier = 0 } = stuck;
  if (misconception === undefined) return hintParagraph(exercise, stuck, texts);
  return earlier === 0
    ? ''
    : hintParagraph(exercise, { ...stuck, misconception: undefined, earlier: earlier - 1 }, texts);
}
