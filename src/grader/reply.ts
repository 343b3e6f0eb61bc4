/** Parses a submission's replies, which a learner's code made. */
import type { Case } from '../case/case.js';
import type { CrashReport, Done, Outcome } from '../case/implementation.js';
import { parseProgram, parseTensor } from '../case/parse.js';
import { outputTypes, type Program } from '../case/program.js';
import { sizeOf } from '../case/shape.js';
import type { TensorData, TensorType } from '../case/tensor-data.js';
import type { Id } from '../case/vocabulary.js';
import { type Fields, ProtocolError, parseLine, sound } from '../wire/reply.js';

/** A VJP as a program whose inputs are the case's inputs, its cotangents, then the constants. */
export interface Trace {
  readonly program: Program;
  readonly constants: readonly TensorData[];
  /**
   * The results of ops outside the vocabulary, which are the last constants; for each, its inputs by their ids. See
   * ForeignQuestion.
   */
  readonly foreign: readonly (readonly Id[])[];
}

export interface ParsedReply {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** How many rules `backward`, or how many computations `realize`, asked for. */
  readonly calls: number;
  /** Evidence that the rules read numbers where they should build a graph; empty if there is none. */
  readonly numbers: string;
  /** What was printed meanwhile, if that was asked for. */
  readonly printed: string;
  /** For `backward`, if asked for: the nodes in the learner's order, by their ids. */
  readonly order: readonly number[];
}

/** The most that a reply may hold. */
interface Bounds {
  readonly lists: number;
  readonly entries: number;
}

/** Room for answers that are wrong but returned in earnest: the laws then say what is wrong. */
const spare: Bounds = { lists: 16, entries: 10_000 };

/** The part of a request that says how long the answer can be. */
export type Questioned = Pick<Case, 'program' | 'cotangents' | 'order'> & {
  readonly inputs: readonly TensorType[];
};

/** From what the case asks for: an array per output, one per input and cotangent, and an echo of everything given. */
function boundsOf({ program, inputs, cotangents }: Questioned): Bounds {
  const sizes = (tensors: readonly TensorType[]) =>
    tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const one = sizes(inputs) + sizes(outputTypes(program));
  const most = Math.max(inputs.length, program.outputs.length);
  return {
    lists: spare.lists + 2 * (most + 1) * (cotangents.length + 1),
    entries: spare.entries + 2 * one * (cotangents.length + 1),
  };
}

/** Of a gradient's graph, as text. */
const traceBytes = 1_000_000;

/** The most bytes that an answer to a case can take. */
export const longestReply = (testCase: Questioned): number =>
  500_000 +
  traceBytes * (testCase.order === 2 ? testCase.cotangents.length : 0) +
  25 * boundsOf(testCase).entries;

/**
 * The outcome in a line that answers request `id`; an invalid line is a crash of the submission.
 * @param testCase what was asked; undefined where nothing was, and numbers are no answer
 * @param printed how many characters of what was printed were asked for
 */
export function parseReply(line: string, id: number, testCase?: Questioned, printed = 0): ParsedReply {
  try {
    const fields = parseFields(line);
    if (fields.outcome !== 'crashed' && fields.id !== id)
      throw new ProtocolError(
        typeof fields.id === 'number' ? `it answers request ${fields.id}` : 'it answers no request',
      );
    const parsed = new Reader(testCase === undefined ? spare : boundsOf(testCase)).outcome(fields);
    return { ...parsed, printed: harmless(fields.printed, printed) };
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown;
    const message = `The reply of the submission's process is garbled: ${text(thrown.message).slice(0, 500)}.`;
    return only({ kind: 'crashed', error: { type: 'Error', message, traceback: '' } });
  }
}

const only = (outcome: Outcome): ParsedReply => ({
  outcome,
  traces: [],
  calls: 0,
  numbers: '',
  order: [],
  printed: '',
});

function parseFields(line: string): Fields {
  const json = parseLine(line);
  if (typeof json === 'object' && json !== null) return json as Fields;
  throw new ProtocolError('it is not a JSON object');
}

/** Reads until the first problem, or until there is too much. */
class Reader {
  private entries = 0;

  constructor(private readonly most: Bounds) {}

  outcome(fields: Fields): ParsedReply {
    switch (fields.outcome) {
      case 'done':
        return this.done(fields);
      case 'malformed':
        return only({ kind: 'malformed', problem: text(fields.problem) });
      case 'not-implemented':
        return only({ kind: 'not-implemented', why: text(fields.why) });
      case 'crashed':
        return only({ kind: 'crashed', error: readCrash(fields.error) });
      default:
        throw new ProtocolError('its outcome is unknown');
    }
  }

  private done(fields: Fields): ParsedReply {
    const outcome: Done = {
      kind: 'done',
      values: this.tensors(fields.values, '$.values'),
      vjps: this.list(fields.vjps, '$.vjps').map((row, index) => this.tensors(row, `$.vjps[${index}]`)),
      seconds: [],
      echo: this.tensors(fields.echo, '$.echo'),
      aliases: this.list(fields.aliases, '$.aliases').map(text),
    };
    const traces = this.list(fields.traces, '$.traces').map((each, index) =>
      this.trace(each, `$.traces[${index}]`),
    );
    const { calls } = fields;
    if (typeof calls !== 'number') throw new ProtocolError('$.calls is not a number');
    return { outcome, traces, calls, numbers: text(fields.numbers), order: idsIn(fields.order), printed: '' };
  }

  private trace(json: unknown, path: string): Trace {
    const { constants, foreign, ...fields } = (json ?? {}) as Fields;
    const program = sound(parseProgram(fields.program));
    return {
      program,
      // A graph may have as many constants as its text has room for.
      constants: list(constants, `${path}.constants`).map((each, index) =>
        sound(parseTensor(each, `${path}.constants[${index}]`)),
      ),
      foreign: list(foreign, `${path}.foreign`).map((args) => idsOf(args, program, `${path}.foreign`)),
    };
  }

  private tensors(json: unknown, path: string): TensorData[] {
    return this.list(json, path).map((each, index) => this.tensor(each, `${path}[${index}]`));
  }

  private tensor(json: unknown, path: string): TensorData {
    const { data } = (json ?? {}) as Fields;
    this.entries += list(data, `${path}.data`).length;
    if (this.entries > this.most.entries)
      throw new ProtocolError(
        `it has more than ${this.most.entries} numbers, far more than the case asks for`,
      );
    return sound(parseTensor(json, path));
  }

  private list(json: unknown, path: string): readonly unknown[] {
    const all = list(json, path);
    if (all.length <= this.most.lists) return all;
    throw new ProtocolError(`${path} has ${all.length} entries, far more than the case asks for`);
  }
}

/**
 * A right order lists each node once. A wrong one may be longer, and is not refused for its length if the reply had
 * room for it.
 */
const idsIn = (json: unknown): number[] =>
  list(json ?? [], '$.order').map((id) => (Number.isSafeInteger(id) ? (id as number) : -1));

/** At least one: a node without inputs is a constant. */
function idsOf(json: unknown, { inputs, steps }: Program, path: string): readonly Id[] {
  const ids = list(json, path);
  const isId = (id: unknown): id is Id =>
    Number.isInteger(id) && (id as Id) >= 0 && (id as Id) < inputs.length + steps.length;
  if (ids.length > 0 && ids.every(isId)) return ids;
  throw new ProtocolError(`${path} is not a tensor of its program`);
}

function readCrash(json: unknown): CrashReport {
  const { type, message, traceback } = (json ?? {}) as Fields;
  return { type: text(type), message: text(message), traceback: text(traceback) };
}

/** Without control characters, which a terminal would obey. */
export const harmless = (json: unknown, most: number): string =>
  typeof json === 'string' ? json.slice(0, most).replace(control, '\ufffd') : '';

const text = (json: unknown): string => harmless(json, 10_000);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function list(json: unknown, path: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new ProtocolError(`${path} is not a list`);
}

/** The answer to `start`. */
export const isGreeting = (line: string): boolean => line === '{"version":1}';
