/** Which laws an exercise is graded by. */
import { type Law, laws } from '../verify/index.js';
import { type Exercise, type ExerciseKind, writesRules } from './exercises.js';
import { graph } from './graph-law.js';
import { jacobianBy } from './jacobian-law.js';
import { allProbes, type Probe } from './probes.js';

/** Every exercise asks for reverse mode, one cotangent at a time. */
const ofOtherModes = ['jvp', 'transposed', 'batched'];

/** Laws that exercises of a kind cannot break, or that need ops they do not have: by all others they are graded. */
const leftOut: Readonly<Record<ExerciseKind, readonly string[]>> = {
  // A Hessian whose entries `second` has compared is symmetric.
  rules: ['detach', 'linear-time', 'symmetric', ...ofOtherModes],
  // One function is asked as a whole: its program is its definition, whose steps are not the learner's.
  function: ['accumulate', 'adjoint', 'detach', 'linear-time', 'symmetric', ...ofOtherModes],
  backward: ['detach', 'linear-time', 'second', 'twice', 'symmetric', ...ofOtherModes],
  adapter: ['symmetric', ...ofOtherModes],
  realize: laws.map(({ id }) => id).filter((id) => id !== 'value' && id !== 'pure'),
};

/** Where no gradient is asked for. */
const ofValues = laws.filter(({ id }) => id === 'value' || id === 'pure');

export function lawsOf(exercise: Pick<Exercise, 'kind' | 'ops' | 'own'>): readonly Law[] {
  const { kind, ops, own } = exercise;
  if (own?.answer === 'values') return ofValues;
  if (own?.answer === 'jacobian')
    return [jacobianBy(own.inputs, own.by), ...laws.filter(({ id }) => id === 'pure')];
  const left = leftOut[own === undefined ? kind : 'function'];
  return [
    ...laws.filter(({ id }) => !left.includes(id) && (id !== 'adjoint' || ops.includes('summation'))),
    ...(writesRules(exercise) ? [graph] : []),
  ];
}

/** What a broken law is called: where no gradient is asked for, a wrong form is that of what is. */
export function shownLaw(
  exercise: Pick<Exercise, 'kind' | 'ops' | 'own'>,
  law: Pick<Law, 'id' | 'sentence'>,
): Pick<Law, 'id' | 'sentence'> {
  const { answer } = exercise.own ?? {};
  const [first = law] = lawsOf(exercise);
  return law.id === 'form' && (answer === 'values' || answer === 'jacobian') ? first : law;
}

export const probesOf = ({ kind }: Exercise): readonly Probe[] =>
  kind === 'backward' || kind === 'realize' ? allProbes : [];
