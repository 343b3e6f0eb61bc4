/** Parse, don't trust: unknown JSON becomes a Case, or a list of all its problems, each with its path. */
import { at } from './at.js';
import type { Attribute } from './attributes.js';
import { fromBase64 } from './base64.js';
import type { Case } from './case.js';
import { type Kinks, kinkProblem, kinkRanges } from './kinks.js';
import { outputTypes, type Program } from './program.js';
import { describe, type Fields, mostAxes, type Problem, Reader, TooManyProblems } from './reader.js';
import { formatShape, type Shape, ShapeError, sameShape, sizeOf } from './shape.js';
import { stridesProblem } from './strides.js';
import { bytesOf, type DType, dtypes, roundTo, type TensorData, type TensorType } from './tensor-data.js';
import { inferShape, opNames, type Step, vocabulary } from './vocabulary.js';

export type { Problem } from './reader.js';

/** What was read, or the problems that were found. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** One problem per line, the path first. */
export const formatProblems = (problems: readonly Problem[]): string =>
  problems.map(({ path, message }) => `${path}: ${message}`).join('\n');

/** Reads a case from JSON that may be anything. */
export const parseCase = (json: unknown): Parsed<Case> =>
  parseWith(new Parser(), (parser) => parser.case(json, '$'));
/** Reads a program from JSON that may be anything. */
export const parseProgram = (json: unknown): Parsed<Program> =>
  parseWith(new Parser(), (parser) => parser.program(json, '$'));
export const parseTensor = (json: unknown, path = '$'): Parsed<TensorData> =>
  parseWith(new Parser(), (parser) => parser.tensor(json, path));

/** What is read, or all that the reader was told is wrong. */
export function parseWith<T, R extends Reader>(reader: R, read: (reader: R) => T): Parsed<T> {
  const { problems } = reader;
  try {
    const value = read(reader);
    return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
  } catch (thrown) {
    if (thrown instanceof TooManyProblems) return { ok: false, problems };
    throw thrown;
  }
}

const optionalFields = ['kinks', 'tangents', 'batched'];

class Parser extends Reader {
  private tensorType(json: Fields, path: string): TensorType {
    return {
      dtype: this.oneOf<DType>(json.dtype, `${path}.dtype`, dtypes),
      shape: this.shape(json.shape, `${path}.shape`),
    };
  }

  tensor(json: unknown, path: string): TensorData {
    const fields = this.fields(json, path, 'a tensor', ['dtype', 'shape', 'data', 'strides']);
    const before = this.problems.length;
    const { dtype, shape } = this.tensorType(fields, path);
    const data =
      typeof fields.data === 'string'
        ? this.base64(fields.data, dtype, `${path}.data`)
        : this.numbers(fields.data, `${path}.data`, 'data');
    if (this.problems.length === before && data.length !== sizeOf(shape)) {
      this.problem(
        `${path}.data`,
        `expected ${sizeOf(shape)} entries for shape ${formatShape(shape)}, got ${data.length}`,
      );
    }
    const strides =
      fields.strides === undefined ? {} : { strides: this.strides(fields.strides, shape, path) };
    return { dtype, shape, data: dtype === 'float64' ? data : data.map(roundTo[dtype]), ...strides };
  }

  private strides(json: unknown, shape: Shape, path: string): number[] {
    const strides = this.list(json, `${path}.strides`, 'strides', (stride, at) =>
      this.integer(stride, at, 'an integer ≥ 1', 1),
    );
    const problem = stridesProblem(strides, shape);
    if (problem !== undefined) this.problem(`${path}.strides`, problem);
    return strides;
  }

  /** Little-endian bytes, as the wire may carry them. */
  private base64(text: string, dtype: DType, path: string): number[] {
    const entries = fromBase64(text, dtype);
    if (entries !== undefined) return entries;
    const { width } = bytesOf[dtype];
    this.problem(path, `expected base64 of little-endian ${dtype} entries (${width} bytes each)`);
    return [];
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
    const values = Object.entries<Attribute>(attributes).map(([key, kind]) => [
      key,
      kind.read(this, fields[key], `${path}.${key}`),
    ]);
    return { op: name, args, ...Object.fromEntries(values) } as Step;
  }

  private id(json: unknown, path: string, earlier: number): number {
    const id = this.integer(json, path, 'an id (an integer ≥ 0)', 0);
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
      this.problem(path, `${step.op} makes ${shape.length} axes; at most ${mostAxes} are allowed`);
      return undefined;
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      this.problem(path, error.message);
      return undefined;
    }
  }

  case(json: unknown, path: string): Case {
    const names = ['program', 'inputs', 'cotangents', 'mode', 'order', 'directions', ...optionalFields];
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
    if (mode === '') this.expected('the name of a mode, such as "eager"', fields.mode, `${path}.mode`);
    const order = fields.order === 2 ? 2 : 1;
    if (fields.order !== order) this.expected('1 or 2', fields.order, `${path}.order`);
    const kinks = fields.kinks === undefined ? {} : { kinks: this.kinks(fields.kinks, `${path}.kinks`) };
    const tangents =
      fields.tangents === undefined
        ? {}
        : { tangents: tensors(fields.tangents, `${path}.tangents`, 'tangents') };
    const batched = fields.batched === undefined ? {} : { batched: true as const };
    if (fields.batched !== undefined && fields.batched !== true)
      this.expected('true, or no such field', fields.batched, `${path}.batched`);
    const parsed: Case = {
      ...{ program, inputs, cotangents, mode, order, directions },
      ...tangents,
      ...batched,
      ...kinks,
    };
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
    const { program, inputs, cotangents, directions, order, tangents } = testCase;
    const outputs = outputTypes(program);
    this.checkTensorList(inputs, program.inputs, `${path}.inputs`, 'input');
    if (tangents !== undefined) this.checkTensorList(tangents, program.inputs, `${path}.tangents`, 'input');
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
      const { dtype, shape } = at(types, index);
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
