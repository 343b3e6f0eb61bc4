/** Which misconception gives the same answers as a submission? */
import type fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { Implementation } from '../case/implementation.js';
import {
  Evidence,
  type Misconception,
  misconceptions,
  nameMisconception,
  plant,
  plantTraced,
} from '../misconceptions/index.js';
import { laws } from '../verify/index.js';
import type { Broken } from './check-part.js';
import type { Exercise } from './exercises.js';
import { graph } from './graph-law.js';
import type { Halves, Submission } from './implementation.js';
import { lawsOf } from './laws.js';
import { withUnits } from './own/jacobian.js';
import { misconceptionsOf } from './own/misconceptions.js';
import type { Part } from './part.js';
import { plantHalves, remembering } from './plant-half.js';

/** Made for the parts of one exercise: what the submission answered for one part is not asked again for the next. */
export class Recognizer {
  private readonly evidence = new Map<fc.Arbitrary<Case>, Evidence>();
  private readonly halves: Halves | undefined;

  constructor(
    private readonly exercise: Exercise,
    private readonly submission: Submission,
  ) {
    this.halves = submission.halves && remembering(submission.halves);
  }

  async nameOf(part: Part, failure: Broken): Promise<Misconception | undefined> {
    // Numbers that are right at the point where they were taken are not a mistake in a formula.
    if (failure.law.id === graph.id) return undefined;
    const suspects = suspectsOf(this.exercise, part);
    const planted = await this.plantingFor(failure);
    return nameMisconception({
      failure: withAllAsked(this.exercise, failure),
      laws: [...laws, ...lawsOf(this.exercise)],
      evidence: this.evidenceOf(part.alike ?? part.cases),
      suspects,
      planted,
    });
  }

  private evidenceOf(cases: fc.Arbitrary<Case>): Evidence {
    const known = this.evidence.get(cases) ?? new Evidence((each) => this.submission.run(each), cases);
    this.evidence.set(cases, known);
    return known;
  }

  private async plantingFor({ testCase }: Broken): Promise<Planted> {
    if (this.halves !== undefined) return plantHalves(this.submission, this.halves, testCase);
    return this.exercise.kind === 'rules' ? traced : plant;
  }
}

/** Of a Jacobian, a case in its simplest form asks too little to tell one mistake from another. */
const withAllAsked = ({ own }: Exercise, failure: Broken): Broken =>
  own?.answer === 'jacobian' ? { ...failure, testCase: withUnits(failure.testCase) } : failure;

type Planted = (suspect: Misconception) => Implementation | undefined;

const traced = (suspect: Misconception): Implementation =>
  suspect.kind === 'rule' ? plantTraced(suspect) : plant(suspect);

function suspectsOf(exercise: Exercise, { name, op }: Part): readonly Misconception[] {
  const { id, kind } = exercise;
  if (exercise.own !== undefined) return misconceptionsOf(exercise);
  return misconceptions.filter((each) => {
    const ofOp = each.kind === 'rule' && each.op === (op ?? name);
    return kind === 'adapter' ? ofOp : each.exercise === id && (kind !== 'rules' || ofOp);
  });
}
