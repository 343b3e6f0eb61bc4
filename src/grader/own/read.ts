/** From the code of a definition to what it exports, or to all its problems. */
import { formatProblems, parseWith } from '../../case/parse.js';
import type { Program } from '../../case/program.js';
import { Reader } from '../../case/reader.js';
import * as engine from '../../engine/index.js';
import { programOf } from '../../functions/index.js';
import { anyAxes } from '../../generate/index.js';
import type { Answer } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import * as format from './format.js';
import { camelCase, isIdentifier, titleOf } from './words.js';

/** A function, or what stands for it. */
export type Tensors = (...inputs: engine.Tensor[]) => engine.Tensor | readonly engine.Tensor[];

/** Its function as tensor code, and as the steps of an expression if it is one. */
export interface ReadDefinition extends Omit<Read, 'definition' | 'answer'> {
  readonly answer: Answer;
  readonly definition: Tensors;
  readonly expression?: Program;
}

type Read = ReturnType<typeof format.exercise.read>;

/** A folder has one exercise, or is a chapter of several. */
export interface ReadFolder {
  readonly title: string;
  /** By name; `undefined` is the name of one alone. */
  readonly definitions: ReadonlyMap<string | undefined, ReadDefinition>;
}

const known = new Map<string, ReadFolder>();

/** @param file what messages call it. @throws {SetupError} when the code throws, or does not export a definition */
export function readDefinitions(code: string, file: string): ReadFolder {
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
    // What a trace calls it; no name of a file ends the line.
    const named = `${code}\n//# sourceURL=${encodeURI(file)}`;
    new Function('require', 'module', 'exports', named)(load, module, module.exports);
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(`${file} threw ${String(error)} when it was loaded.`);
  }
  return module.exports.default;
}

function checked(value: unknown, file: string): ReadFolder {
  if (value === undefined) {
    throw new SetupError(
      `${file} has no default export: write \`export default { title: …, definition: … }\`.`,
    );
  }
  const isChapter = typeof value === 'object' && value !== null && 'exercises' in value;
  const parsed = parseWith(new Reader(), (reader) =>
    isChapter ? chapterIn(reader, value) : exerciseIn(reader, value),
  );
  if (parsed.ok) return parsed.value;
  throw new SetupError(
    `${file} does not define ${isChapter ? 'a chapter' : 'an exercise'}:\n${formatProblems(parsed.problems)}`,
  );
}

function exerciseIn(reader: Reader, value: unknown): ReadFolder {
  const read = format.exercise.read(reader, value, '$');
  return { title: read.title, definitions: new Map([[undefined, definitionIn(reader, read, '$')]]) };
}

function chapterIn(reader: Reader, value: unknown): ReadFolder {
  const { title, exercises } = format.chapter.read(reader, value, '$');
  const definitions = Object.entries(exercises).map(([name, entry]) => {
    const path = `$.exercises.${name}`;
    if (!isIdentifier(camelCase(name)))
      reader.problem(path, `students export a function "${camelCase(name)}", a word of the language`);
    return [name, definitionIn(reader, { title: titleOf(name), ...entry }, path)] as const;
  });
  return { title, definitions: new Map(definitions) };
}

function definitionIn(reader: Reader, { answer, ...read }: Read, path: string): ReadDefinition {
  const asked = read.order === 0 ? 'values' : (answer ?? 'gradient');
  if (answer !== undefined && (read.order === 0 || (answer === 'jacobian' && read.order !== undefined)))
    reader.problem(`${path}.order`, `leave it out: \`answer: '${answer}'\` says what is asked`);
  if (reader.problems.length === 0) {
    checkBy(reader, read, answer, path);
    checkShapes(reader, read, path);
    checkMisconceptions(reader, read.misconceptions, asked, path);
  }
  return { ...read, answer: asked, ...inTensors(reader, read, path) };
}

function checkBy(
  reader: Reader,
  { by, inputs }: Pick<Read, 'by' | 'inputs'>,
  answer: Read['answer'],
  path: string,
): void {
  if (by !== undefined && answer === undefined)
    reader.problem(
      `${path}.by`,
      "only `answer: 'vjp'` and `answer: 'jacobian'` are asked by some inputs; leave this out",
    );
  for (const name of by ?? []) {
    if (!Object.hasOwn(inputs, name))
      reader.problem(
        `${path}.by`,
        `there is no input "${name}"; there are ${Object.keys(inputs).join(', ')}`,
      );
  }
}

/** How a misconception is written depends on what students write. */
function checkMisconceptions(
  reader: Reader,
  misconceptions: Read['misconceptions'],
  answer: Answer,
  path: string,
): void {
  const [asked, other] =
    answer === 'values' || answer === 'jacobian'
      ? (['returns', 'gradient'] as const)
      : (['gradient', 'returns'] as const);
  for (const [name, wrong] of Object.entries(misconceptions)) {
    if (wrong[asked] !== undefined && wrong[other] === undefined) continue;
    const form = asked === 'returns' ? 'returns: (x) => …' : 'gradient: ({ outGrad }, x) => …';
    reader.problem(`${path}.misconceptions.${name}`, `a mistake in such an answer is written as \`${form}\``);
  }
}

function inTensors(
  reader: Reader,
  { definition: given, inputs: described }: Omit<Read, 'answer'>,
  path: string,
): Pick<ReadDefinition, 'definition' | 'expression'> {
  if (typeof given === 'function') return { definition: given };
  const definition: Tensors = (...inputs) => engine.interpret(expression, inputs)[0] as engine.Tensor;
  let expression: Program = { inputs: [], steps: [], outputs: [] };
  try {
    expression = programOf(given, Object.keys(described));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    reader.problem(`${path}.definition`, error.message.replace(/\.$/, ''));
  }
  return { definition, expression };
}

function checkShapes(reader: Reader, { inputs, sizes = {} }: Omit<Read, 'answer'>, path: string): void {
  const used = new Set<string | number>();
  for (const [name, { shape }] of Object.entries(inputs)) {
    for (const [index, each] of shape.entries()) {
      used.add(each);
      if (each === anyAxes && index > 0)
        reader.problem(
          `${path}.inputs.${name}.shape[${index}]`,
          `'${anyAxes}' stands only at the beginning of a shape`,
        );
    }
  }
  for (const name of Object.keys(sizes)) {
    if (!used.has(name)) reader.problem(`${path}.sizes.${name}`, 'no input has an axis of this size');
  }
}
