/** The hints of an exercise in another language. */
import type { Texts } from '../../texts/index.js';
import type { Exercise } from '../exercises.js';
import { textOf } from './hint.js';

/** @returns for an English hint of the exercise that of its page in the language, else what everybody's texts have */
export function hintsIn(
  { hints, own }: Pick<Exercise, 'hints' | 'own'>,
  { says, language }: Pick<Texts, 'says' | 'language'>,
): (hint: string) => string {
  const translated = language === 'en' ? undefined : own?.hintsIn?.[language];
  if (translated === undefined) return says;
  const all = hints.map(textOf);
  return (hint) => translated[all.indexOf(hint)] ?? says(hint);
}
