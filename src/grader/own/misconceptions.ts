/** The wrong rules and answers of an instructor's exercise as misconceptions, which are planted and named like ours. */
import type { Tensor } from '../../engine/index.js';
import type { OwnMisconception } from '../../misconceptions/index.js';
import type { Exercise } from '../exercises.js';
import type { WrongRule } from './definition.js';
import { definitionOf } from './program.js';
import type { ReadDefinition } from './read.js';
import { type Interpret, withJacobians, withRule, withValues } from './stand-in.js';

export function misconceptionsOf(exercise: Exercise): readonly OwnMisconception[] {
  const definition = definitionOf(exercise);
  const { answer, misconceptions } = definition;
  return Object.entries(misconceptions).map(([name, wrong]) => ({
    kind: 'own',
    exercise: exercise.id,
    name,
    says: wrong.says,
    hint: wrong.hint,
    breaks: answer === 'values' ? 'value' : answer === 'jacobian' ? 'jacobian' : 'vjp',
    options: { interpret: standIn(exercise, definition, wrong) },
  }));
}

function standIn(
  { functions, own, id }: Exercise,
  { answer, inputs, definition }: ReadDefinition,
  { gradient, returns }: ReadDefinition['misconceptions'][string],
): Interpret {
  const name = functions[0] ?? id;
  const names = Object.keys(inputs);
  if (gradient !== undefined)
    return withRule(name, names, answer === 'vjp' ? withoutOutput(gradient, definition) : gradient, own?.by);
  if (returns === undefined) throw new Error(`a misconception of ${id} says nothing`);
  return answer === 'values'
    ? withValues(name, names, returns)
    : withJacobians(name, names, own?.by, returns);
}

/** Students who write the rule alone are not given the output, and compute it again: it is no node of their rule's. */
const withoutOutput =
  (gradient: WrongRule['gradient'], definition: ReadDefinition['definition']): WrongRule['gradient'] =>
  ({ outGrad }, ...inputs) =>
    gradient({ outGrad, output: definition(...inputs) as Tensor }, ...inputs);
