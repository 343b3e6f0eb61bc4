/** A function's gradient on drawn inputs: many cases, the first wrong one shrunk to the smallest. */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import { type Counts, checkLaws, fails, isDeath, laws, type Verdict, verdictKinds } from '../verify/index.js';
import { type Definition, definedCases, implementationOf } from './defined.js';
import { type Description, givenOf } from './describe.js';
import { cotangentsFor, type Drawn, drawsOf, drawsWithEdges, weightsOf } from './draw.js';
import { type FunctionVerdict, type Judged, type JudgeOptions, judgeFunction } from './judge.js';
import { inNames } from './judge-defined.js';
import { type FunctionLaw, functionLaws } from './laws/index.js';
import type { Looked } from './looked.js';
import type { Question, Subject, Tensors } from './subject.js';

export interface FunctionOptions {
  /** How many inputs are drawn. */
  readonly runs: number;
  readonly seed: number;
  /** Replays one failure: the path that it printed. */
  readonly path?: string;
  /** How many cotangents each gets: two or more, so that laws can compare them. */
  readonly cotangents: number;
  /** The laws that are asked, by id. Default: all. */
  readonly laws?: readonly string[];
  /** 2 also asks the laws of second order. Default 1. */
  readonly order?: 1 | 2;
  /** Called after every judged case, until one fails. */
  readonly onCase?: (verdicts: readonly FunctionVerdict[]) => void;
}

export const defaultFunctionOptions: FunctionOptions = { runs: 100, seed: 1, cotangents: 2 };

export interface FunctionFailure {
  readonly law: FunctionLaw;
  readonly verdict: Verdict;
  readonly question: Question;
  /** With the seed, leads to this case again. */
  readonly path: string;
  /** How many cases passed before it. */
  readonly passed: number;
}

export interface FunctionReport {
  readonly name: string;
  readonly seed: number;
  readonly runs: number;
  /** How often each verdict was given, by law. */
  readonly counts: ReadonlyMap<string, Counts>;
  readonly failure: FunctionFailure | undefined;
  /** Why cases were left undecided: the reasons, each once. */
  readonly undecided: readonly string[];
  readonly names: readonly string[];
}

/** How many smaller cases are tried. */
const mostShrinks = 150;

/** Checks a function on inputs drawn from descriptions. The same seed draws the same. */
export const checkDescribed = (
  subject: Subject,
  descriptions: readonly Description[],
  options: FunctionOptions = defaultFunctionOptions,
): Promise<FunctionReport> =>
  checkDrawn(subject, drawsWithEdges(descriptions, options.cotangents), {
    ...options,
    ...givenOf(descriptions),
  });

/** How many cotangents are pulled back at a sample: differences of the function are taken once for all of them. */
const atSample = 4;
const weightsAtSample = weightsOf(atSample);

type OptionsAt = Omit<FunctionOptions, 'runs' | 'cotangents'> & Given;

/** Checks a function at one point. */
export const checkAt = (subject: Subject, inputs: Tensors, options: OptionsAt): Promise<FunctionReport> =>
  checkDrawn(subject, drawsAt(inputs), { ...options, runs: 1, cotangents: atSample });

const drawsAt = (inputs: Tensors): fc.Arbitrary<Drawn> =>
  weightsAtSample.map((weights) => ({ inputs, weights }));

/** Checks a function whose definition is known as tensor code: the reference has the truth. */
export const checkDefined = (
  subject: Subject,
  descriptions: readonly Description[],
  definition: Definition,
  options: FunctionOptions,
): Promise<FunctionReport> =>
  checkBoth(subject, drawsOf(descriptions, options.cotangents), definition, {
    ...options,
    ...givenOf(descriptions),
  });

/** The same at one point. */
export const checkDefinedAt = (
  subject: Subject,
  inputs: Tensors,
  definition: Definition,
  options: OptionsAt,
): Promise<FunctionReport> =>
  checkBoth(subject, drawsAt(inputs), definition, { ...options, runs: 1, cotangents: atSample });

/** By the reference; and what it asks nothing for, by the function itself: second order, where nobody gave its vjp. */
async function checkBoth(
  subject: Subject,
  draws: fc.Arbitrary<Drawn>,
  definition: Definition,
  options: FunctionOptions & Given,
): Promise<FunctionReport> {
  const order = options.order === 2 && subject.second !== undefined ? 2 : 1;
  const report = await checkCases(subject, definedCases(draws, definition, order), options);
  const { id } = functionLaws.symmetric;
  const isAsked = options.order === 2 && order === 1 && (options.laws?.includes(id) ?? true);
  if (!isAsked || report.failure !== undefined) return report;
  const { onCase: _, ...rest } = options;
  const own = await checkDrawn(subject, draws, { ...rest, laws: [id] });
  const undecided = [...new Set([...report.undecided, ...own.undecided])];
  return { ...own, undecided, counts: new Map([...report.counts, ...own.counts]) };
}

async function checkCases(
  subject: Subject,
  cases: fc.Arbitrary<Case>,
  { runs, seed, path, names, differentiable, laws: asked, onCase }: FunctionOptions & Given,
): Promise<FunctionReport> {
  const report = await checkLaws(implementationOf(subject, differentiable), {
    cases,
    laws: laws.filter(({ id }) => asked?.includes(id) ?? true),
    runs,
    seed,
    onRun: () => onCase?.([]),
    ...(path !== undefined && { path }),
  });
  const { failure, counts } = report;
  const undecided =
    report.undecided.length === 0 ? [] : ['rounding has no bound there, or the reference contradicts itself'];
  const common = { name: subject.name, seed, runs: report.runs, counts, names, undecided };
  if (failure === undefined) return { ...common, failure };
  const { law, verdict, testCase, path: found, passed } = failure;
  const question = {
    inputs: testCase.inputs.slice(0, names.length),
    differentiable,
    cotangents: testCase.cotangents,
  };
  return { ...common, failure: { law, verdict: inNames(verdict, names), question, path: found, passed } };
}

interface Given {
  readonly laws?: readonly string[] | undefined;
  readonly order?: 1 | 2 | undefined;
  readonly names: readonly string[];
  readonly differentiable: readonly boolean[];
  readonly bounds?: Question['bounds'];
}

async function checkDrawn(
  subject: Subject,
  draws: fc.Arbitrary<Drawn>,
  { runs, seed, path, onCase, ...given }: FunctionOptions & Given,
): Promise<FunctionReport> {
  const tally = new Tally();
  let broken: FunctionVerdict | undefined;
  let first: Question | undefined;
  let left = mostShrinks;
  const seen = new WeakMap<Tensors, Looked>();
  const property = fc.asyncProperty(draws, async (drawn) => {
    // Each try of what ends the process would cost another life.
    if (broken !== undefined && (isDeath(broken.verdict) || left-- <= 0)) return true;
    const only = broken === undefined ? given.laws : [broken.law.id];
    const { verdicts, question } = await judgeDrawn(subject, drawn, { ...given, laws: only, seen });
    if (broken === undefined) {
      tally.add(verdicts);
      onCase?.(verdicts);
    }
    const failing = verdicts.find(
      ({ law, verdict }) =>
        fails(verdict) &&
        (broken === undefined || (law.id === broken.law.id && verdict.kind === broken.verdict.kind)),
    );
    if (failing !== undefined) first ??= question;
    broken ??= failing;
    return failing === undefined;
  });
  const details = await fc.check(property, { numRuns: runs, seed, ...(path !== undefined && { path }) });
  // What the function threw is a verdict: this was thrown by our own code.
  if (details.failed && broken === undefined) throw details.errorInstance;
  const smallest = details.counterexample?.[0];
  const report = { name: subject.name, seed, runs: tally.runs, counts: tally.counts, names: given.names };
  const undecided = [...tally.undecided];
  if (smallest === undefined || broken === undefined) return { ...report, undecided, failure: undefined };
  const shown =
    isDeath(broken.verdict) && first !== undefined
      ? { ...broken, question: first }
      : await shownAgain(subject, smallest, broken, given);
  const where = { path: details.counterexamplePath ?? '', passed: tally.runs - 1 };
  return { ...report, undecided, failure: { ...shown, ...where } };
}

/** What broke first, on the smallest case. */
async function shownAgain(subject: Subject, smallest: Drawn, broken: FunctionVerdict, given: Given) {
  const { verdicts, question } = await judgeDrawn(subject, smallest, { ...given, laws: [broken.law.id] });
  const same = verdicts.find(({ law, verdict }) => law.id === broken.law.id && fails(verdict));
  return { ...(same ?? broken), question };
}

/** Where nothing can be said at an edge, or the function does not take it, the same numbers without it are judged. */
async function judgeDrawn(
  subject: Subject,
  drawn: Drawn,
  given: Given & Pick<JudgeOptions, 'seen'>,
): Promise<Judged> {
  const judged = await judgePlain(subject, drawn, given);
  return drawn.plain === undefined || isJudged(judged) ? judged : judgePlain(subject, drawn.plain, given);
}

const isJudged = ({ verdicts }: Judged): boolean =>
  verdicts.every(({ law, verdict }) => law.id !== functionLaws.value.id && verdict.kind !== 'inconclusive') ||
  verdicts.some(({ law, verdict }) => law.id !== functionLaws.value.id && fails(verdict));

async function judgePlain(
  subject: Subject,
  { inputs, weights }: Drawn,
  { names, differentiable, bounds, laws: asked, order, seen }: Given & Pick<JudgeOptions, 'seen'>,
): Promise<Judged> {
  const cotangents = (outputs: Tensors) => cotangentsFor(outputs, weights);
  const { verdicts, question } = await judgeFunction(
    subject,
    { inputs, differentiable, cotangents, ...(bounds && { bounds }) },
    { names, laws: asked, order, ...(seen && { seen }) },
  );
  return { verdicts: verdicts.filter(({ law }) => asked?.includes(law.id) ?? true), question };
}

class Tally {
  runs = 0;
  readonly counts = new Map<string, Counts>();
  readonly undecided = new Set<string>();

  add(verdicts: readonly FunctionVerdict[]): void {
    this.runs++;
    for (const { law, verdict } of verdicts) {
      const counts = this.counts.get(law.id) ?? none;
      this.counts.set(law.id, { ...counts, [verdict.kind]: counts[verdict.kind] + 1 });
      if (verdict.kind === 'inconclusive') this.undecided.add(verdict.why);
    }
  }
}

const none = Object.fromEntries(verdictKinds.map((kind) => [kind, 0])) as Counts;
