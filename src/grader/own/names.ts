/** A case of an instructor's exercise shows the definition's program, with the names that the function gives its inputs. */
import { type Naming, nameOf, namingBy } from '../../case/print.js';
import { en, type FailureTexts } from '../../texts/index.js';
import type { Broken } from '../check-part.js';
import { type Exercise, isInPython } from '../exercises.js';

/** What the inputs of an exercise's cases are called: of an op, by letters. */
export const namingOf = ({ own }: Pick<Exercise, 'own'>): Naming => namingBy(own?.inputs ?? []);

/** What a law says, which calls a tensor of the case by its letter. */
export const withNames = (said: string, naming: Naming): string =>
  said.replace(/(\b(?:input|output)|输入|输出) ([a-z])\b/g, (_, what: string, letter: string) => {
    return `${what} ${naming(letter.charCodeAt(0) - nameOf(0).charCodeAt(0))}`;
  });

/** What the program of a case is. Empty where no case is shown. */
export function namesParagraph(
  exercise: Exercise,
  { verdict, testCase }: Pick<Broken, 'verdict' | 'testCase'>,
  texts: FailureTexts = en.failure,
): string {
  if (exercise.own === undefined || verdict.kind === 'not-implemented') return '';
  const { inputs } = exercise.own;
  const called = isInPython(exercise) ? 'value' : exercise.functions[0];
  const naming = namingOf(exercise);
  const constants = testCase.inputs.slice(inputs.length).map((_, index) => naming(inputs.length + index));
  const fixed = constants.length === 0 ? '' : texts.constants(constants);
  return `${texts.standsFor(`${called}(${inputs.join(', ')})`)}${fixed}`;
}
