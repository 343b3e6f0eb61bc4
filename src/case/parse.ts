/** Parse, don't trust: unknown JSON becomes a Case, or a list of all its problems, each with its path. */
import type { Case } from './case.js';
import { decodeNumber } from './json.js';
import { type Kinks, kinkProblem, kinkRanges } from './kinks.js';
import { outputTypes, type Program } from './program.js';
import { formatShape, type Shape, ShapeError, sameShape, sizeOf } from './shape.js';
import type { Step } from './step.js';
import { type DType, dtypes, type TensorData, type TensorType } from './tensor-data.js';
import { type AttributeKind, inferShape, opNames, vocabulary } from './vocabulary.js';

export interface Problem {
  /** Where, as in `$.program.steps[2].args[0]`. */
  readonly path: string;
  readonly message: string;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One problem a line, the path first. */
export const formatProblems = (problems: readonly Problem[]): string =>
  problems.map(({ path, message }) => `${path}: ${message}`).join('\n');

export const parseCase = (json: unknown): Parsed<Case> => parseWith((parser) => parser.case(json, '$'));
export const parseProgram = (json: unknown): Parsed<Program> =>
  parseWith((parser) => parser.program(json, '$'));
export const parseTensor = (json: unknown, path = '$'): Parsed<TensorData> =>
  parseWith((parser) => parser.tensor(json, path));

function parseWith<T>(parse: (parser: Parser) => T): Parsed<T> {
  const parser = new Parser();
  try {
    const value = parse(parser);
    return parser.problems.length === 0 ? { ok: true, value } : { ok: false, problems: parser.problems };
  } catch (thrown) {
    if (thrown instanceof TooManyProblems) return { ok: false, problems: parser.problems };
    throw thrown;
  }
}

/** Nobody reads more of them, and hostile JSON has one for each of its entries. */
const mostProblems = 100;

class TooManyProblems extends Error {}

/** NumPy's limit. Without one, a few steps on an array of many axes fill the memory with shapes. */
export const mostAxes = 64;

type Fields = Readonly<Record<string, unknown>>;

const describe = (json: unknown): string => {
  if (json === undefined) return 'nothing';
  if (Array.isArray(json) && json.length > 40) return `an array of ${json.length} entries`;
  const text = jsonText(typeof json === 'string' ? json.slice(0, 80) : json);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

/** JSON.parse reads what is nested more deeply than JSON.stringify can write. */
function jsonText(json: unknown): string {
  try {
    return JSON.stringify(json) ?? String(json);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'something nested too deeply to be shown';
  }
}

/** Reads on after a problem, so that one pass reports many of them; values are used only when there are none. */
class Parser {
  readonly problems: Problem[] = [];

  private problem(path: string, message: string): void {
    this.problems.push({ path, message });
    if (this.problems.length >= mostProblems) throw new TooManyProblems();
  }

  private fields(json: unknown, path: string, what: string, known: readonly string[]): Fields {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      this.problem(path, `expected ${what} (an object), got ${describe(json)}`);
      return {};
    }
    for (const key of Object.keys(json)) {
      if (!known.includes(key)) {
        this.problem(`${path}.${key}`, `unknown field; ${what} has the fields ${known.join(', ')}`);
      }
    }
    return json as Fields;
  }

  private list<T>(json: unknown, path: string, what: string, item: (json: unknown, path: string) => T): T[] {
    if (Array.isArray(json)) return json.map((entry, index) => item(entry, `${path}[${index}]`));
    this.problem(path, `expected ${what} (an array), got ${describe(json)}`);
    return [];
  }

  private number(json: unknown, path: string): number {
    const value = decodeNumber(json);
    if (value === undefined) {
      this.problem(
        path,
        `expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got ${describe(json)}`,
      );
    }
    return value ?? 0;
  }

  private integer(json: unknown, path: string, least: number, what: string): number {
    if (typeof json === 'number' && Number.isInteger(json) && json >= least) return json;
    this.problem(path, `expected ${what}, got ${describe(json)}`);
    return 0;
  }

  private oneOf<T extends string>(json: unknown, path: string, options: readonly T[]): T {
    if (options.includes(json as T)) return json as T;
    this.problem(
      path,
      `expected ${options.map((option) => `"${option}"`).join(' or ')}, got ${describe(json)}`,
    );
    return options[0] as T;
  }

  private shape(json: unknown, path: string): Shape {
    if (Array.isArray(json) && json.length > mostAxes) {
      this.problem(path, `expected ${mostAxes} axes at most, got ${json.length}`);
      return [];
    }
    return this.list(json, path, 'a shape', (size, at) =>
      this.integer(size, at, 0, 'a size (an integer ≥ 0)'),
    );
  }

  private axes(json: unknown, path: string): number[] {
    return this.integers(json, path, 'axes', 'an axis (an integer)');
  }

  private integers(json: unknown, path: string, what: string, each = 'an integer'): number[] {
    return this.list(json, path, what, (entry, at) =>
      this.integer(entry, at, Number.NEGATIVE_INFINITY, each),
    );
  }

  private tensorType(json: Fields, path: string): TensorType {
    return {
      dtype: this.oneOf<DType>(json.dtype, `${path}.dtype`, dtypes),
      shape: this.shape(json.shape, `${path}.shape`),
    };
  }

  tensor(json: unknown, path: string): TensorData {
    const fields = this.fields(json, path, 'a tensor', ['dtype', 'shape', 'data']);
    const before = this.problems.length;
    const { dtype, shape } = this.tensorType(fields, path);
    const data =
      typeof fields.data === 'string'
        ? this.base64(fields.data, dtype, `${path}.data`)
        : this.list(fields.data, `${path}.data`, 'data', (entry, at) => this.number(entry, at));
    if (this.problems.length === before && data.length !== sizeOf(shape)) {
      this.problem(
        `${path}.data`,
        `expected ${sizeOf(shape)} entries for shape ${formatShape(shape)}, got ${data.length}`,
      );
    }
    return { dtype, shape, data: dtype === 'float32' ? data.map(Math.fround) : data };
  }

  /** Little-endian bytes, as the wire may carry them. */
  private base64(text: string, dtype: DType, path: string): number[] {
    const bytes = Buffer.from(text, 'base64');
    const width = dtype === 'float32' ? 4 : 8;
    if (
      bytes.length % width !== 0 ||
      bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')
    ) {
      this.problem(path, `expected base64 of little-endian ${dtype} entries (${width} bytes each)`);
      return [];
    }
    return Array.from({ length: bytes.length / width }, (_, index) =>
      dtype === 'float32' ? bytes.readFloatLE(index * width) : bytes.readDoubleLE(index * width),
    );
  }

  private attribute(kind: AttributeKind, json: unknown, path: string): unknown {
    switch (kind) {
      case 'number':
      case 'from-0':
      case 'below-1':
        return this.number(json, path);
      case 'boolean':
        if (typeof json !== 'boolean') this.problem(path, `expected true or false, got ${describe(json)}`);
        return json;
      case 'shape':
        return this.shape(json, path);
      case 'axis-list':
        return this.axes(json, path);
      case 'axis-pair': {
        if (json === null) return null;
        const pair = this.axes(json, path);
        if (pair.length !== 2) this.problem(path, `expected null or two axes, got ${describe(json)}`);
        return pair;
      }
      case 'axes':
        if (json === null || (typeof json === 'number' && Number.isInteger(json))) return json;
        if (!Array.isArray(json)) {
          this.problem(path, `expected null, an integer or a list of integers, got ${describe(json)}`);
          return null;
        }
        return this.axes(json, path);
      case 'integer':
      case 'natural':
      case 'positive':
        return this.integer(json, path, Number.NEGATIVE_INFINITY, 'an integer');
      case 'bits':
      case 'naturals':
      case 'sizes':
      case 'steps':
        return this.integers(json, path, 'integers');
      case 'bounds':
        return this.list(json, path, 'bounds', (bound, at) =>
          bound === null ? null : this.integer(bound, at, Number.NEGATIVE_INFINITY, 'an integer or null'),
        );
      case 'padding':
        return this.list(json, path, 'padding', (pair, at) => {
          const ends = this.integers(pair, at, 'the padding before and after');
          if (ends.length !== 2) this.problem(at, `expected two integers, got ${describe(pair)}`);
          return ends;
        });
      case 'bound':
        return json === null ? null : this.number(json, path);
      case 'approximate':
      case 'text':
        if (typeof json !== 'string') this.problem(path, `expected a string, got ${describe(json)}`);
        return json;
    }
  }

  private step(json: unknown, path: string, earlier: number): Step | undefined {
    const op = (json as Fields | null)?.op;
    if (!opNames.includes(op as Step['op'])) {
      this.problem(`${path}.op`, `unknown op ${describe(op)}; known ops: ${opNames.join(', ')}`);
      return undefined;
    }
    const name = op as Step['op'];
    const { arity, attributes } = vocabulary[name];
    const fields = this.fields(json, path, `a ${name} step`, ['op', 'args', ...Object.keys(attributes)]);
    const args = this.list(fields.args, `${path}.args`, 'args', (id, at) => this.id(id, at, earlier));
    const wrong = arity === 'some' ? args.length === 0 : args.length !== arity;
    if (Array.isArray(fields.args) && wrong) {
      const wanted =
        arity === 'some' ? 'one or more arguments' : `${arity} argument${arity === 1 ? '' : 's'}`;
      this.problem(`${path}.args`, `${name} takes ${wanted}, got ${args.length}`);
    }
    const values = Object.entries(attributes).map(([key, kind]) => [
      key,
      this.attribute(kind, fields[key], `${path}.${key}`),
    ]);
    return { op: name, args, ...Object.fromEntries(values) } as Step;
  }

  private id(json: unknown, path: string, earlier: number): number {
    const id = this.integer(json, path, 0, 'an id (an integer ≥ 0)');
    if (id >= earlier)
      this.problem(path, `id ${id} is not defined here; a step refers only to ids 0 … ${earlier - 1}`);
    return id;
  }

  program(json: unknown, path: string): Program {
    const fields = this.fields(json, path, 'a program', ['inputs', 'steps', 'outputs']);
    const before = this.problems.length;
    const inputs = this.list(fields.inputs, `${path}.inputs`, 'inputs', (input, at) =>
      this.tensorType(this.fields(input, at, 'an input', ['dtype', 'shape']), at),
    );
    const steps = this.list(fields.steps, `${path}.steps`, 'steps', (step, at) =>
      this.step(step, at, inputs.length + Number(/\[(\d+)\]$/.exec(at)?.[1])),
    ).filter((step) => step !== undefined);
    const count = inputs.length + (Array.isArray(fields.steps) ? fields.steps.length : 0);
    const outputs = this.list(fields.outputs, `${path}.outputs`, 'outputs', (id, at) =>
      this.id(id, at, count),
    );
    if (Array.isArray(fields.outputs) && outputs.length === 0) {
      this.problem(`${path}.outputs`, 'expected at least one output');
    }
    const program = { inputs, steps, outputs };
    if (this.problems.length === before) this.checkTypes(program, path);
    return program;
  }

  private checkTypes({ inputs, steps }: Program, path: string): void {
    inputs.forEach(({ dtype }, index) => {
      if (dtype !== inputs[0]?.dtype) {
        this.problem(
          `${path}.inputs[${index}].dtype`,
          `all inputs share one dtype; input 0 is ${inputs[0]?.dtype}`,
        );
      }
    });
    const shapes: (Shape | undefined)[] = inputs.map(({ shape }) => shape);
    steps.forEach((step, index) => {
      const args = step.args.map((id) => shapes[id]);
      shapes.push(
        args.includes(undefined)
          ? undefined
          : this.inferred(step, args as Shape[], `${path}.steps[${index}]`),
      );
    });
  }

  private inferred(step: Step, args: readonly Shape[], path: string): Shape | undefined {
    try {
      const shape = inferShape(step, args);
      if (shape.length <= mostAxes) return shape;
      this.problem(path, `${step.op} makes ${shape.length} axes, and ${mostAxes} are the most`);
      return undefined;
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      this.problem(path, error.message);
      return undefined;
    }
  }

  case(json: unknown, path: string): Case {
    const names = ['program', 'inputs', 'cotangents', 'mode', 'order', 'directions', 'kinks'];
    const fields = this.fields(json, path, 'a case', names);
    const tensors = (value: unknown, at: string, what: string) =>
      this.list(value, at, what, (entry, place) => this.tensor(entry, place));
    const program = this.program(fields.program, `${path}.program`);
    const inputs = tensors(fields.inputs, `${path}.inputs`, 'inputs');
    const cotangents = this.list(fields.cotangents, `${path}.cotangents`, 'cotangents', (entry, at) =>
      tensors(entry, at, 'a cotangent'),
    );
    const directions = this.list(fields.directions ?? [], `${path}.directions`, 'directions', (entry, at) =>
      tensors(entry, at, 'a direction'),
    );
    const mode = typeof fields.mode === 'string' ? fields.mode : '';
    if (mode === '')
      this.problem(
        `${path}.mode`,
        `expected the name of a mode, such as "eager", got ${describe(fields.mode)}`,
      );
    const order = fields.order === 2 ? 2 : 1;
    if (fields.order !== order)
      this.problem(`${path}.order`, `expected 1 or 2, got ${describe(fields.order)}`);
    const kinks = fields.kinks === undefined ? {} : { kinks: this.kinks(fields.kinks, `${path}.kinks`) };
    const parsed: Case = { program, inputs, cotangents, mode, order, directions, ...kinks };
    if (this.problems.length === 0) this.checkTensors(parsed, path);
    return parsed;
  }

  private kinks(json: unknown, path: string): Kinks {
    const kinks = this.fields(json, path, 'a convention for kinks', Object.keys(kinkRanges));
    for (const [op, slope] of Object.entries(kinks)) {
      const problem = kinkProblem(op, slope);
      if (problem !== undefined) this.problem(`${path}.${op}`, problem);
    }
    return kinks as Kinks;
  }

  private checkTensors(testCase: Case, path: string): void {
    const { program, inputs, cotangents, directions, order } = testCase;
    const outputs = outputTypes(program);
    this.checkTensorList(inputs, program.inputs, `${path}.inputs`, 'input');
    cotangents.forEach((cotangent, index) => {
      this.checkTensorList(cotangent, outputs, `${path}.cotangents[${index}]`, 'output');
    });
    const wanted = order === 2 ? cotangents.length : 0;
    if (directions.length !== wanted) {
      this.problem(
        `${path}.directions`,
        `expected ${wanted} directions (one per cotangent for order 2), got ${directions.length}`,
      );
    }
    directions.forEach((direction, index) => {
      this.checkTensorList(direction, program.inputs, `${path}.directions[${index}]`, 'input');
    });
  }

  private checkTensorList(
    tensors: readonly TensorData[],
    types: readonly TensorType[],
    path: string,
    per: string,
  ): void {
    if (tensors.length !== types.length) {
      this.problem(path, `expected ${types.length} tensors (one per ${per}), got ${tensors.length}`);
      return;
    }
    tensors.forEach((tensor, index) => {
      const { dtype, shape } = types[index] as TensorType;
      if (tensor.dtype !== dtype || !sameShape(tensor.shape, shape)) {
        this.problem(
          `${path}[${index}]`,
          `expected ${dtype} of shape ${formatShape(shape)}, as the program's ${per} ${index}, ` +
            `got ${tensor.dtype} of shape ${formatShape(tensor.shape)}`,
        );
      }
    });
  }
}
