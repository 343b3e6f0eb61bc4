/** The wrong rules and answers of an instructor's exercise as misconceptions, which are planted and named like ours. */
import type { OwnMisconception } from '../../misconceptions/index.js';
import type { Exercise } from '../exercises.js';
import { definitionOf } from './program.js';
import type { ReadDefinition } from './read.js';
import { type Interpret, withJacobians, withRule, withValues } from './stand-in.js';

export function misconceptionsOf(exercise: Exercise): readonly OwnMisconception[] {
  const { answer, inputs, misconceptions } = definitionOf(exercise);
  const count = Object.keys(inputs).length;
  return Object.entries(misconceptions).map(([name, wrong]) => ({
    kind: 'own',
    exercise: exercise.id,
    name,
    says: wrong.says,
    hint: wrong.hint,
    breaks: answer === 'values' ? 'value' : answer === 'jacobian' ? 'jacobian' : 'vjp',
    options: { interpret: standIn(exercise, answer, count, wrong) },
  }));
}

function standIn(
  { functions, own, id }: Exercise,
  answer: ReadDefinition['answer'],
  count: number,
  { gradient, returns }: ReadDefinition['misconceptions'][string],
): Interpret {
  const name = functions[0] ?? id;
  if (gradient !== undefined) return withRule(name, count, gradient);
  if (returns === undefined) throw new Error(`a misconception of ${id} says nothing`);
  return answer === 'values'
    ? withValues(name, count, returns)
    : withJacobians(name, count, own?.by, returns);
}
