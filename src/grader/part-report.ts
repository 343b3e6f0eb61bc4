/** From the check of one part to what its learner reads of it. */
import { joined } from '../formats/joined.js';
import type { Misconception } from '../misconceptions/index.js';
import { en, type Texts } from '../texts/index.js';
import type { AssignedExercise } from './assignment/assignment.js';
import type { PartResult } from './check-part.js';
import { clipped } from './clip.js';
import { conventionTexts } from './conventions/conventions.js';
import { caseOf, explainBroken, reasonOf } from './explain.js';
import { hintParagraph } from './hints/index.js';
import { shownLaw } from './laws.js';
import { namesParagraph, namingOf } from './own/names.js';
import { placeOf } from './place.js';
import { type Printed, printedParagraph } from './prints.js';
import type { PartReport, Points } from './result.js';
import type { Submitted } from './submitted.js';

/** What is known about a part that failed. */
export interface Findings {
  /** The command that runs its counterexample again, if it has one. */
  readonly replay: string | undefined;
  /** Why the counterexample could not be saved, if it should have been. */
  readonly notSaved?: string;
  /** The command that grades only this part, and shows all of it. */
  readonly inFull: string | undefined;
  /** The misconception that gives the same answers. */
  readonly misconception: Misconception | undefined;
  /** How often the part failed in this way before; undefined if no record is kept. */
  readonly earlier?: number;
  /** Whether its gradients are those of finite differences. */
  readonly ofDifferences?: boolean;
  /** What it printed in its counterexample. */
  readonly printed: Printed;
}

export const nothingFound: Findings = {
  replay: undefined,
  inFull: undefined,
  misconception: undefined,
  printed: { text: '', isClipped: false },
};

interface Found {
  readonly result: PartResult;
  readonly findings: Findings;
  readonly points: Points;
}

export function partReport(
  exercise: AssignedExercise,
  { result, findings, points }: Found,
  submitted: Submitted,
  texts: Texts = en,
): PartReport {
  const { part, status, laws, broken } = result;
  const { replay, misconception } = findings;
  return {
    name: part.name,
    status,
    ...points,
    place: broken === undefined ? null : placeOf(exercise, part.op ?? part.name, broken.verdict, submitted),
    reason:
      broken === undefined
        ? notBlamed(result, texts)
        : reasonOf(broken, submitted, namingOf(exercise), texts),
    message: messageOf(exercise, result, findings, submitted, texts),
    laws,
    counterexample: replay === undefined ? null : (broken?.testCase ?? null),
    misconception: misconception?.name ?? null,
    replay: replay ?? null,
    restsOn: result.restsOn ?? [],
    conventions: result.conventions ?? [],
    printed: findings.printed.text,
  };
}

/** @param others what to say about other parts */
export function messageOf(
  exercise: AssignedExercise,
  result: PartResult,
  { replay, notSaved, misconception, earlier, printed, ofDifferences }: Findings,
  submitted: Submitted,
  texts: Texts = en,
  others = '',
): string {
  const { part, broken } = result;
  const { failure } = texts;
  if (broken === undefined) return notBlamedInFull(exercise, result, { replay, notSaved }, texts);
  const more = ofDifferences ? `\n${failure.nearly}` : '';
  const paragraphs = [
    explainBroken(
      { ...broken, law: shownLaw(exercise, broken.law) },
      submitted,
      namingOf(exercise),
      texts,
      more,
    ),
    namesParagraph(exercise, broken, failure),
    printedParagraph(printed, failure),
    others,
    hintParagraph(exercise, { part, broken, misconception, earlier }, texts),
    notSaved === undefined ? '' : failure.notSaved(clipped(notSaved)),
    replay === undefined ? '' : failure.replay(replay),
  ];
  return joined(paragraphs, '\n\n');
}

/** The same, with the case in which it was seen, and how to run that again. */
export function notBlamedInFull(
  exercise: AssignedExercise,
  result: PartResult,
  { replay, notSaved }: { readonly replay: string | undefined; readonly notSaved?: string | undefined },
  texts: Texts = en,
): string {
  const said = notBlamed(result, texts);
  const { seenIn } = result;
  if (seenIn === undefined) return said;
  const { failure } = texts;
  const paragraphs = [
    said,
    `${failure.seenIn}\n${caseOf(seenIn, namingOf(exercise), texts)}`,
    notSaved === undefined ? '' : failure.notSaved(clipped(notSaved)),
    replay === undefined ? '' : failure.replay(replay),
  ];
  return joined(paragraphs, '\n\n');
}

/** What is said about a part that earns its points although its answers were wrong; empty for all others. */
function notBlamed({ restsOn = [], conventions = [] }: PartResult, { failure, says }: Texts = en): string {
  if (conventions.length > 0)
    return failure.convention(conventions.map((each) => says(conventionTexts[each])));
  return restsOn.length === 0 ? '' : failure.restsOn(restsOn);
}
