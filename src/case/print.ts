/** Programs as JAX prints its jaxprs: one line per step, letters for ids. */
import { at } from './at.js';
import { dtypeOf, type Program, shapesOf } from './program.js';
import type { Shape } from './shape.js';
import type { DType } from './tensor-data.js';
import type { Id, Step } from './vocabulary.js';

/** a, b, …, z, aa, ab, … */
export function nameOf(id: Id): string {
  const letter = String.fromCharCode(97 + (id % 26));
  return id < 26 ? letter : nameOf(Math.floor(id / 26) - 1) + letter;
}

/** How the nodes of a program are called. */
export type Naming = (id: Id) => string;

/** The first inputs by the names that a function gives them; all others by letters that are none of these. */
export function namingBy(names: readonly string[]): Naming {
  return (id) => {
    const given = names[id];
    if (given !== undefined) return given;
    let letter = names.length;
    for (let others = id - names.length; others > 0 || names.includes(nameOf(letter)); letter++)
      if (!names.includes(nameOf(letter))) others--;
    return nameOf(letter);
  };
}

/** The adjoint of a node: ā, as one letter where there is one; of a longer name, ∂L/∂name. */
export function adjointNameOf(id: Id, naming: Naming = nameOf): string {
  const name = naming(id);
  return name.length > 2 ? `∂L/∂${name}` : `${name}\u0304`.normalize('NFC');
}

/** `f64[2,3]`, `bf16[]` */
const typeOf = (dtype: DType, shape: Shape): string => `${dtype.replace('loat', '')}[${shape.join(',')}]`;

function attributesOf(step: Step): string {
  const shown = Object.entries(step)
    .filter(([key]) => key !== 'op' && key !== 'args')
    .map(([key, value]) => `${key}=${formatAttribute(value)}`);
  return shown.length === 0 ? '' : `[${shown.join(' ')}]`;
}

/** Lists in brackets, and lists in lists: `((1,1),(0,0))`. */
const formatAttribute = (value: unknown): string =>
  Array.isArray(value) ? `(${value.map(formatAttribute).join(',')})` : String(value);

/** `summation[axes=0 keepdims=false] a`: a step without its name and type. */
export const printStep = (step: Step, naming: Naming = nameOf): string =>
  `${step.op}${attributesOf(step)} ${step.args.map(naming).join(' ')}`;

/**
 * A whole program:
 * ```
 * { a:f64[2,3] b:f64[3]
 *   c:f64[2,3] = multiply a b
 *   return c }
 * ```
 */
export function printProgram(program: Program, naming: Naming = nameOf): string {
  const shapes = shapesOf(program);
  const dtype = dtypeOf(program);
  const typed = (id: Id) => `${naming(id)}:${typeOf(dtype, at(shapes, id))}`;
  const inputs = program.inputs.map((_, id) => typed(id)).join(' ');
  const lines = program.steps.map(
    (step, index) => `  ${typed(program.inputs.length + index)} = ${printStep(step, naming)}`,
  );
  return [`{ ${inputs}`, ...lines, `  return ${program.outputs.map(naming).join(' ')} }`].join('\n');
}
