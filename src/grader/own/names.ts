/** A case of an instructor's exercise shows the definition's program; this says what it is, and which input is which. */
import { nameOf } from '../../case/print.js';
import type { Broken } from '../check-part.js';
import { type Exercise, isInPython } from '../exercises.js';
import { definitionOf } from './program.js';

/** Empty where no case is shown. */
export function namesParagraph(
  exercise: Exercise,
  { verdict, testCase }: Pick<Broken, 'verdict' | 'testCase'>,
): string {
  if (exercise.own === undefined || verdict.kind === 'not-implemented') return '';
  const names = Object.keys(definitionOf(exercise).inputs);
  const called = isInPython(exercise) ? 'value' : exercise.functions[0];
  const shown = names.map((_, index) => nameOf(index)).join(', ');
  const which = names.length === 1 ? `${shown} is ${names[0]}` : `${shown} are its inputs`;
  const constants = testCase.inputs.slice(names.length).map((_, index) => nameOf(names.length + index));
  const fixed =
    constants.length === 0
      ? ''
      : ` ${constants.join(', ')} ${constants.length === 1 ? 'is a constant' : 'are constants'} of the definition.`;
  return `This is what ${called}(${names.join(', ')}) stands for; ${which}.${fixed}`;
}
