/** What a class did well and what it got wrong. */
import { at } from '../../case/at.js';
import { misconceptions } from '../../misconceptions/index.js';
import { roundPoints } from '../result.js';
import type { ClassExercise, ClassResult } from './result-file.js';

export interface ExerciseStatistics {
  readonly id: string;
  readonly title: string;
  readonly hidden: boolean;
  readonly maxScore: number;
  readonly mean: number;
  /** How many have full marks. */
  readonly full: number;
  /** How many have each status; statuses that nobody has are left out. */
  readonly statuses: Readonly<Record<string, number>>;
}

export interface MisconceptionCount {
  readonly name: string;
  readonly exercise: string;
  /** The part that it is made in; empty if that is not known. */
  readonly op: string;
  readonly says: string;
  readonly count: number;
}

export interface ClassStatistics {
  readonly count: number;
  readonly maxScore: number;
  readonly mean: number;
  readonly median: number;
  readonly full: number;
  /** Submissions by tenth of the points: [0 %, 10 %), …, [90 %, 100 %), and 100 % alone. */
  readonly histogram: readonly number[];
  readonly exercises: readonly ExerciseStatistics[];
  /** The most frequent first. */
  readonly misconceptions: readonly MisconceptionCount[];
}

/** @param results at least one */
export function classStatistics(results: readonly ClassResult[]): ClassStatistics {
  const [first] = results as [ClassResult];
  const scores = results.map(({ score }) => score).sort((a, b) => a - b);
  const histogram = Array.from({ length: 11 }, () => 0);
  for (const score of scores) {
    const tenth = Math.floor((10 * score) / first.maxScore);
    histogram[tenth] = at(histogram, tenth) + 1;
  }
  return {
    count: results.length,
    maxScore: first.maxScore,
    mean: mean(scores),
    median: roundPoints((at(scores, (scores.length - 1) >> 1) + at(scores, scores.length >> 1)) / 2),
    full: at(histogram, 10),
    histogram,
    exercises: first.exercises.map((_, index) => exerciseStatistics(results, index)),
    misconceptions: misconceptionCounts(results),
  };
}

const mean = (points: readonly number[]): number =>
  roundPoints(points.reduce((sum, each) => sum + each, 0) / points.length);

function exerciseStatistics(results: readonly ClassResult[], index: number): ExerciseStatistics {
  const own = results.flatMap(({ exercises }) => exercises[index] ?? []);
  const { id, title, hidden, maxScore } = at(own, 0);
  const scores = own.map(({ score }) => score);
  return {
    id,
    title,
    hidden,
    maxScore,
    mean: mean(scores),
    full: scores.filter((score) => score === maxScore).length,
    statuses: countsOf(own.map(({ status }) => status)),
  };
}

/** A name counts once for each student, whose parts may have several. */
function misconceptionCounts(results: readonly ClassResult[]): MisconceptionCount[] {
  const found = results.flatMap(({ exercises }) => exercises.flatMap(namedIn));
  const counts = countsOf(found.map(({ name }) => name));
  return Object.entries(counts).map(([name, count]) => ({
    exercise: '',
    op: '',
    ...found.find((each) => each.name === name),
    name,
    count,
    says: misconceptions.find((each) => each.name === name)?.says ?? '',
  }));
}

function namedIn({
  id,
  parts,
  misconception,
}: ClassExercise): { name: string; exercise: string; op: string }[] {
  const ops = new Map<string, string>();
  for (const part of parts) if (part.misconception !== null) ops.set(part.misconception, part.name);
  if (misconception !== null && !ops.has(misconception)) ops.set(misconception, '');
  return [...ops].map(([name, op]) => ({ name, exercise: id, op }));
}

/** How often each name occurs: the most frequent first, then by name. */
function countsOf(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of [...names].sort()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
