/** Replies are made by a learner's code: nothing in them is taken on trust. */
import type { CrashReport, Done, Outcome } from '../program/implementation.js';
import { type Parsed, parseProgram, parseTensor } from '../program/parse.js';
import type { Program } from '../program/program.js';
import type { TensorData } from '../program/tensor-data.js';

/** A VJP as a program whose inputs are the case's inputs, its cotangents, then the constants. */
export interface Trace {
  readonly program: Program;
  readonly constants: readonly TensorData[];
}

export interface ParsedReply {
  readonly outcome: Outcome;
  readonly traces: readonly Trace[];
  /** How many rules `backward`, or how many computations `realize`, asked for. */
  readonly calls: number;
  /** What says that the rules take numbers where they should build a graph; empty where nothing does. */
  readonly numbers: string;
}

type Fields = Readonly<Record<string, unknown>>;

class Garbled extends Error {}

/** The outcome in a line that answers request `id`; a line that makes no sense is a crash of the submission. */
export function parseReply(line: string, id: number): ParsedReply {
  try {
    const fields = parseFields(line);
    if (fields.outcome !== 'crashed' && fields.id !== id)
      throw new Garbled(`it answers request ${fields.id}`);
    return readOutcome(fields);
  } catch (thrown) {
    if (!(thrown instanceof Garbled)) throw thrown;
    const message = `The reply of the submission's process is garbled: ${thrown.message}.`;
    return only({ kind: 'crashed', error: { type: 'Error', message, traceback: '' } });
  }
}

const only = (outcome: Outcome): ParsedReply => ({ outcome, traces: [], calls: 0, numbers: '' });

function parseFields(line: string): Fields {
  try {
    const json: unknown = JSON.parse(line);
    if (typeof json === 'object' && json !== null) return json as Fields;
  } catch {
    // Falls through to the same complaint as JSON that is no object.
  }
  throw new Garbled('it is no JSON object');
}

function readOutcome(fields: Fields): ParsedReply {
  switch (fields.outcome) {
    case 'done': {
      const done: Done = {
        kind: 'done',
        values: tensors(fields.values, '$.values'),
        vjps: list(fields.vjps, '$.vjps').map((row, index) => tensors(row, `$.vjps[${index}]`)),
        seconds: [],
        echo: tensors(fields.echo, '$.echo'),
        aliases: list(fields.aliases, '$.aliases').map(text),
      };
      const traces = list(fields.traces, '$.traces').map((each, index) =>
        readTrace(each, `$.traces[${index}]`),
      );
      return { outcome: done, traces, calls: Number(fields.calls), numbers: text(fields.numbers) };
    }
    case 'malformed':
      return only({ kind: 'malformed', problem: text(fields.problem) });
    case 'not-implemented':
      return only({ kind: 'not-implemented', why: text(fields.why) });
    case 'crashed':
      return only({ kind: 'crashed', error: readCrash(fields.error) });
    default:
      throw new Garbled('its outcome is unknown');
  }
}

function readTrace(json: unknown, path: string): Trace {
  const { program, constants } = (json ?? {}) as Fields;
  return { program: sound(parseProgram(program), path), constants: tensors(constants, `${path}.constants`) };
}

function readCrash(json: unknown): CrashReport {
  const { type, message, traceback } = (json ?? {}) as Fields;
  return { type: text(type), message: text(message), traceback: text(traceback) };
}

/** Without control characters, which a terminal would obey. */
const text = (json: unknown): string =>
  typeof json === 'string' ? json.slice(0, 10_000).replace(control, '\ufffd') : '';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function list(json: unknown, path: string): readonly unknown[] {
  if (Array.isArray(json)) return json;
  throw new Garbled(`${path} is no list`);
}

const tensors = (json: unknown, path: string): TensorData[] =>
  list(json, path).map((tensor, index) => sound(parseTensor(tensor, `${path}[${index}]`), path));

function sound<T>(parsed: Parsed<T>, path: string): T {
  if (parsed.ok) return parsed.value;
  throw new Garbled(parsed.problems[0] ? `${parsed.problems[0].path}: ${parsed.problems[0].message}` : path);
}

/** The answer to `start`. */
export const isGreeting = (line: string): boolean => line === '{"version":1}';
