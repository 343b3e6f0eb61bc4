import { entry } from '../../case/at.js';
import { noGrad } from '../autograd/modes.js';
import { Tensor } from '../tensor/tensor.js';
import { Buffer, Parameter } from './parameter.js';
import { checkState, type StateDict } from './state-dict.js';

/** A value and the path to it through the fields, as in `layers.0.weight`. */
type Named<T> = readonly [name: string, value: T];

/**
 * Something with parameters and a `forward`. Parameters, buffers and other modules are found in the module's fields,
 * and in arrays and plain objects there. Private fields, with a #, cannot be seen.
 */
export abstract class Module {
  /** Whether layers that behave differently during training (dropout, batch norm) do so. */
  training = true;

  abstract forward(...inputs: readonly Tensor[]): Tensor;

  /** What is searched for parameters and modules, by name. A container may leave itself out of the names. */
  fields(): object {
    return this;
  }

  /** Every parameter of this module and of those within, once. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** The same with their names. What is found in several places has its first name. */
  namedParameters(): Named<Parameter>[] {
    return once(held(this).filter(isParameter));
  }

  /** The modules in its fields, but not those within them. */
  children(): Module[] {
    return once(held(this, isArrayOrPlain).filter(isModule)).map(([, module]) => module);
  }

  /** This module, by the name '', and every module within, once. */
  namedModules(): Named<Module>[] {
    return once([['', this], ...held(this).filter(isModule)]);
  }

  /** Puts this module and those within into training mode, or, with false, out of it. @returns this module */
  train(training = true): this {
    for (const [, module] of this.namedModules()) module.training = training;
    return this;
  }

  /** For use after training: nothing is dropped, and running statistics are used. @returns this module */
  eval(): this {
    return this.train(false);
  }

  /** A copy of the values of all parameters and buffers, by name. */
  stateDict(): StateDict {
    return Object.fromEntries(
      held(this)
        .filter(isState)
        .map(([name, tensor]) => [name, tensor.toData()]),
    );
  }

  /**
   * Copies the values of a state dict, rounded to the dtypes here.
   * @throws {StateError} naming everything that is missing, unexpected or of another shape; nothing is changed then
   */
  loadStateDict(state: StateDict): void {
    const own = held(this).filter(isState);
    checkState(state, new Map(own), this.constructor.name);
    noGrad(() => {
      for (const [name, tensor] of own) tensor.assign(Tensor.fromData(entry(state, name)));
    });
  }
}

const isParameter = (field: Named<unknown>): field is Named<Parameter> => field[1] instanceof Parameter;
const isModule = (field: Named<unknown>): field is Named<Module> => field[1] instanceof Module;
const isState = (field: Named<unknown>): field is Named<Parameter | Buffer> =>
  field[1] instanceof Parameter || field[1] instanceof Buffer;

const isArrayOrPlain = (value: object): boolean =>
  Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;

const isHolder = (value: object): boolean => value instanceof Module || isArrayOrPlain(value);

/**
 * Everything in the holder's fields, and in the objects that are entered.
 * @param path the holder, and those that it was found in: references back to them are left out, because they would
 * never end
 */
function held(
  holder: object,
  enters = isHolder,
  prefix = '',
  path: readonly unknown[] = [holder],
): Named<unknown>[] {
  const fields = holder instanceof Module ? holder.fields() : holder;
  return Object.entries(fields).flatMap(([key, value]: Named<unknown>): Named<unknown>[] => {
    if (typeof value !== 'object' || value === null || path.includes(value)) return [];
    const name = prefix + key;
    const within = enters(value) ? held(value, enters, `${name}.`, [...path, value]) : [];
    return [[name, value], ...within];
  });
}

/** Without the values that were listed before under another name. */
function once<T>(fields: readonly Named<T>[]): Named<T>[] {
  const seen = new Set<T>();
  return fields.filter(([, value]) => !seen.has(value) && seen.add(value));
}
