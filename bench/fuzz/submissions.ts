/** Submissions with changed rules and deaths, under random credit: no part passes that is wrong or left without an answer. */
import fc from 'fast-check';
import type { AssignedExercise, Credit } from '../../src/grader/assignment/assignment.js';
import { checkPart, type PartResult } from '../../src/grader/check-part.js';
import { scoreOf } from '../../src/grader/credit.js';
import { exercises } from '../../src/grader/exercises.js';
import { lawsOf } from '../../src/grader/laws.js';
import { partsOf } from '../../src/grader/parts.js';
import { type Change, dyingSubmission, type Fate, fates, type Plan } from './dying-submission.js';

interface Trial extends Plan {
  readonly exercise: AssignedExercise;
  readonly seed: number;
}

/** So many cases a part: few enough to be quick, and enough that a rule off by a factor shows. */
const runs = 12;

const changes: readonly Change[] = ['unwritten', 'throws', 0, 2, -1];

const credits = (laws: readonly string[]): fc.Arbitrary<Credit> =>
  fc.oneof(
    fc.constantFrom('all' as const, 'parts' as const),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...laws), fc.integer({ min: 0, max: 9 })), {
        minLength: 1,
        maxLength: 4,
        selector: ([law]) => law,
      })
      .map((entries) => Object.fromEntries(entries)),
  );

const assigned: fc.Arbitrary<AssignedExercise> = fc
  .constantFrom(...exercises.filter(({ kind }) => kind === 'rules'))
  .chain((exercise) => {
    const laws = lawsOf(exercise).map(({ id }) => id);
    return fc
      .tuple(
        fc.subarray([...exercise.ops], { minLength: 1, maxLength: Math.min(2, exercise.ops.length) }),
        credits(laws),
      )
      .map(([ops, credit]) => {
        const points =
          typeof credit === 'string' ? 10 : Object.values(credit).reduce((sum, each) => sum + each, 0);
        return { ...exercise, ops, points, credit, hidden: [] };
      });
  });

const trials: fc.Arbitrary<Trial> = assigned.chain((exercise) =>
  fc.record({
    exercise: fc.constant(exercise),
    changed: fc
      .array(fc.tuple(fc.constantFrom<string>(...exercise.ops), fc.constantFrom(...changes)), {
        maxLength: 2,
      })
      .map((entries) => new Map(entries)),
    deaths: fc
      .array(fc.tuple(fc.oneof(fc.nat(3), fc.nat(200)), fc.constantFrom<Fate>(...fates)), { maxLength: 5 })
      .map((entries) => new Map(entries)),
    seed: fc.nat(1000),
  }),
);

/** @returns what is wrong with how this submission was graded, if anything is */
async function grading({ exercise, changed, deaths, seed }: Trial): Promise<string | undefined> {
  const { submission, renew, unanswered } = dyingSubmission({ changed, deaths });
  const options = { laws: lawsOf(exercise), probes: [], seed, runs, onRun: () => {} };
  const results: PartResult[] = [];
  const parts = partsOf(exercise);
  for (const part of parts) {
    const before = unanswered();
    renew();
    const result = await checkPart(part, submission, options);
    results.push(result);
    if (result.status !== 'passed') continue;
    if (changed.has(part.op ?? part.name)) return `${part.name} passed, although its rule is changed`;
    if (unanswered() > before) return `${part.name} passed, although a request was not answered`;
  }
  renew();
  const { score } = await scoreOf(exercise, parts, results, submission, () => options);
  const wrong = results.some(({ status }) => status !== 'passed');
  if (!wrong) return undefined;
  const most = exercise.points - leastLost(exercise, parts.length);
  return score > most ? `it scored ${score} of ${exercise.points}, and deserves at most ${most}` : undefined;
}

/** What a part that is not passed costs: of laws, `vjp` is broken by every factor and every silence, in that part. */
const leastLost = ({ credit, points }: AssignedExercise, parts: number): number => {
  if (credit === 'all') return points;
  const shared = credit === 'parts' ? points : (credit.vjp ?? 0);
  return Math.floor((100 * shared) / parts) / 100;
};

/** @returns the first failure, with its seed and path */
export async function fuzz(count: number, seed: number, onRun: () => void): Promise<string | undefined> {
  const property = fc.asyncProperty(trials, async (trial) => {
    onRun();
    const problem = await grading(trial);
    if (problem !== undefined) throw new Error(problem);
  });
  const details = await fc.check(property, { numRuns: count, seed });
  return details.failed ? fc.defaultReportMessage(details) : undefined;
}
