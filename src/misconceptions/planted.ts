/** Puts a known mistake into a course's own code, at run time: `backproof audit` appends calls of these to a copy of it. */
import { misconceptions } from './all.js';

/**
 * Gives a class the wrong `gradient` of the misconception of this name. The right one stays visible on the prototype
 * itself, because some mistakes are what they do with the right answer.
 * @throws {Error} when no wrong rule has this name
 */
export function plantRule(owner: { readonly prototype: object }, name: string): void {
  const wrong = misconceptions.find((each) => each.name === name);
  if (wrong?.kind !== 'rule') throw new Error(`There is no wrong rule named "${name}".`);
  const { prototype } = owner;
  const right: unknown = Reflect.get(prototype, 'gradient');
  Object.defineProperty(prototype, 'gradient', {
    configurable: true,
    get(this: object) {
      return this === prototype ? right : wrong.gradient;
    },
  });
}

/**
 * The wrong function of the misconception of this name, to be assigned to `topologicalOrder`, `propagate` or `realize`.
 * @throws {Error} when no misconception of this name has such a function
 */
export function plantedFunction(name: string, part: string): (...args: never[]) => unknown {
  const wrong = misconceptions.find((each) => each.name === name);
  const found: unknown = wrong && Reflect.get(wrong, part);
  if (typeof found !== 'function') throw new Error(`There is no wrong ${part} named "${name}".`);
  return (...args) => Reflect.apply(found, undefined, args);
}
