/** From the code of a definition to what it exports, or to all its problems. */
import { compileFunction } from 'node:vm';
import { type Kind, kindOf, listOf, oneOf, optional, record } from '../../case/json-kinds.js';
import { formatProblems, parseWith } from '../../case/parse.js';
import type { Program } from '../../case/program.js';
import { Reader } from '../../case/reader.js';
import * as engine from '../../engine/index.js';
import { programOf } from '../../functions/index.js';
import { anyAxes } from '../../generate/index.js';
import { SetupError } from '../setup-error.js';
import type { ExerciseDefinition } from './definition.js';

/** Half a sentence or more, on one line. */
const text = kindOf<string>(
  'a text',
  {},
  (value) => typeof value === 'string' && value.trim() !== '' && !value.includes('\n'),
);

const written = <F>(what: string): Kind<F> =>
  kindOf<F>(`a function: ${what}`, {}, (value) => typeof value === 'function');

/** An object whose fields are all of one kind. */
const tableOf = <T>(
  what: string,
  names: RegExp,
  entry: Kind<T>,
  least = 0,
): Kind<Readonly<Record<string, T>>> => ({
  schema: {},
  read(reader, value, path) {
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
    const entries = Object.entries(isTable ? value : {});
    if (!isTable || entries.length < least)
      reader.expected(`${what}, by name${least > 0 ? ', at least one' : ''}`, value, path);
    for (const [name] of entries) {
      if (!names.test(name)) reader.problem(`${path}.${name}`, `the name of ${what} looks like ${names}`);
    }
    return Object.fromEntries(
      entries.map(([name, each]) => [name, entry.read(reader, each, `${path}.${name}`)]),
    );
  },
});

const size = kindOf<string | number>(
  `a size: a whole number from 1, or a name such as 'n'`,
  {},
  (value) =>
    isCount(value) || (typeof value === 'string' && (value === anyAxes || /^[a-z]\w*$/i.test(value))),
);

/** Sizes beyond this would make a truth that takes minutes. */
const mostSize = 64;

const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostSize;

const pairOf = (what: string, fits: (low: number, high: number) => boolean) =>
  kindOf<readonly [number, number]>(what, {}, (value) => {
    const [low, high, ...more] = Array.isArray(value) ? value : [];
    return more.length === 0 && Number.isFinite(low) && Number.isFinite(high) && fits(low, high);
  });

const interval = pairOf('[low, high]', (low, high) => low < high);
const sets = ['real', 'positive', 'nonzero', 'integer'] as const;
const domain = kindOf<(typeof sets)[number] | readonly [number, number]>(
  `one of ${sets.join(', ')}, or [low, high]`,
  {},
  (value) =>
    parseWith(new Reader(), (reader) => oneOf([...sets]).read(reader, value, '')).ok ||
    parseWith(new Reader(), (reader) => interval.read(reader, value, '')).ok,
);

const definition = record({
  title: text,
  points: kindOf<number>(
    'points, a number above 0',
    {},
    (value) => Number.isFinite(value) && Number(value) > 0,
  ),
  inputs: tableOf(
    'inputs',
    /^[a-z]\w*$/i,
    record({ shape: listOf('sizes', size), domain: optional(domain) }),
    1,
  ),
  sizes: optional(
    tableOf(
      'sizes',
      /^[a-z]\w*$/i,
      pairOf(
        `[least, most], from 1 to ${mostSize}`,
        (least, most) => isCount(least) && isCount(most) && least <= most,
      ),
    ),
  ),
  order: optional(oneOf([1, 2], '1 or 2')),
  definition: kindOf<ExerciseDefinition['definition']>(
    `a function: (x) => …, or an expression such as 'x * sigmoid(x)'`,
    {},
    (value) => typeof value === 'function' || typeof value === 'string',
  ),
  misconceptions: tableOf(
    'wrong rules',
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    record({
      says: text,
      hint: text,
      gradient: written<ExerciseDefinition['misconceptions'][string]['gradient']>('({ outGrad }, x) => …'),
    }),
  ),
});

export type Tensors = (...inputs: engine.Tensor[]) => engine.Tensor;

/** Its function as tensor code, and as the steps of an expression if it is one. */
export interface ReadDefinition extends Omit<ExerciseDefinition, 'definition'> {
  readonly definition: Tensors;
  readonly expression?: Program;
}

const known = new Map<string, ReadDefinition>();

/** @param file what messages call it. @throws {SetupError} when the code throws, or does not export a definition */
export function readDefinition(code: string, file: string): ReadDefinition {
  const found = known.get(code) ?? checked(evaluated(code, file), file);
  known.set(code, found);
  return found;
}

function evaluated(code: string, file: string): unknown {
  const module: { exports: { readonly default?: unknown } } = { exports: {} };
  const load = (name: string): unknown => {
    if (name === 'backproof/engine') return engine;
    throw new SetupError(
      `${file} imports "${name}"; a definition imports backproof/engine and files beside it.`,
    );
  };
  try {
    compileFunction(code, ['require', 'module', 'exports'], { filename: file })(load, module, module.exports);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(`${file} threw ${String(error)} when it was loaded.`);
  }
  return module.exports.default;
}

function checked(value: unknown, file: string): ReadDefinition {
  if (value === undefined) {
    throw new SetupError(
      `${file} has no default export: write \`export default { title: …, definition: … }\`.`,
    );
  }
  const parsed = parseWith(new Reader(), (reader) => {
    const read = definition.read(reader, value, '$');
    if (reader.problems.length === 0) checkShapes(reader, read);
    return inTensors(reader, read);
  });
  if (parsed.ok) return parsed.value;
  throw new SetupError(`${file} does not define an exercise:\n${formatProblems(parsed.problems)}`);
}

function inTensors(reader: Reader, read: ExerciseDefinition): ReadDefinition {
  const { definition: given, ...others } = read;
  if (typeof given === 'function') return { ...others, definition: given };
  const definition: Tensors = (...inputs) => engine.interpret(expression, inputs)[0] as engine.Tensor;
  let expression: Program = { inputs: [], steps: [], outputs: [] };
  try {
    expression = programOf(given, Object.keys(read.inputs));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    reader.problem('$.definition', error.message.replace(/\.$/, ''));
  }
  return { ...others, definition, expression };
}

function checkShapes(reader: Reader, { inputs, sizes = {} }: ExerciseDefinition): void {
  const used = new Set<string | number>();
  for (const [name, { shape }] of Object.entries(inputs)) {
    for (const [index, each] of shape.entries()) {
      used.add(each);
      if (each === anyAxes && index > 0)
        reader.problem(
          `$.inputs.${name}.shape[${index}]`,
          `'${anyAxes}' stands only at the beginning of a shape`,
        );
    }
  }
  for (const name of Object.keys(sizes)) {
    if (!used.has(name)) reader.problem(`$.sizes.${name}`, 'no input has an axis of this size');
  }
}
