/** What an adapter replies, held to the protocol. */
import type { CrashReport, GradientGraph, Outcome } from '../case/implementation.js';
import { parseProgram, parseTensor } from '../case/parse.js';
import { dtypes, type TensorData } from '../case/tensor-data.js';
import { opNames } from '../case/vocabulary.js';
import { allBiases } from '../generate/index.js';
import { type Fields, ProtocolError, parseLine, sound } from '../wire/reply.js';
import { protocolVersion, type StartReply } from './protocol.js';

/** The answer to `start`. @throws {ProtocolError} */
export function parseStartReply(line: string): StartReply {
  const fields = fieldsOf(line);
  if (fields.version !== protocolVersion) {
    throw new ProtocolError(`$.version: expected ${protocolVersion}, got ${shown(fields.version)}`);
  }
  const about = object(fields.implementation, '$.implementation');
  return {
    version: protocolVersion,
    implementation: {
      name: text(about.name, '$.implementation.name'),
      version: text(about.version, '$.implementation.version'),
      language: text(about.language, '$.implementation.language'),
      homepage: text(about.homepage, '$.implementation.homepage'),
    },
    ops: atLeastOne(fields.ops, '$.ops', oneOf(opNames)),
    dtypes: atLeastOne(fields.dtypes, '$.dtypes', oneOf(dtypes)),
    modes: atLeastOne(fields.modes, '$.modes', text),
    maxOrder: oneOf([1, 2] as const)(fields.maxOrder, '$.maxOrder'),
    broadcasts: oneOf([true, false])(fields.broadcasts, '$.broadcasts'),
    ...(fields.batchBroadcasts !== undefined && {
      batchBroadcasts: oneOf([true, false])(fields.batchBroadcasts, '$.batchBroadcasts'),
    }),
    ...(fields.traces !== undefined && { traces: oneOf([true, false])(fields.traces, '$.traces') }),
    limits: fields.limits === undefined ? [] : list(fields.limits, '$.limits', oneOf(allBiases)),
    rowsOnly: fields.rowsOnly === undefined ? [] : list(fields.rowsOnly, '$.rowsOnly', oneOf(opNames)),
    pipeline: fields.pipeline === undefined ? 1 : positive(fields.pipeline, '$.pipeline'),
  };
}

/** The outcome in a line that answers request `id`. @throws {ProtocolError} */
export function parseRunReply(line: string, id: number): Outcome {
  const fields = fieldsOf(line);
  if (fields.id !== id) {
    throw new ProtocolError(
      `$.id: expected ${id}, the request that waits for its reply, got ${shown(fields.id)}`,
    );
  }
  switch (fields.outcome) {
    case 'done':
      return {
        kind: 'done',
        values: tensors(fields.values, '$.values'),
        vjps: tensorLists(fields.vjps, '$.vjps'),
        seconds: fields.seconds === undefined ? [] : tensorLists(fields.seconds, '$.seconds'),
        ...(fields.jvps !== undefined && { jvps: tensorLists(fields.jvps, '$.jvps') }),
        echo: tensors(fields.echo, '$.echo'),
        ...(fields.aliases !== undefined && { aliases: list(fields.aliases, '$.aliases', text) }),
        ...(fields.ruleCalls !== undefined && { ruleCalls: positive(fields.ruleCalls, '$.ruleCalls', 0) }),
        ...(fields.traces !== undefined && { graphs: list(fields.traces, '$.traces', trace) }),
      };
    case 'malformed':
      return { kind: 'malformed', problem: text(fields.problem, '$.problem') };
    case 'unsupported':
      return {
        kind: 'unsupported',
        why: text(fields.why, '$.why'),
        ...(fields.issue !== undefined && { issue: text(fields.issue, '$.issue') }),
      };
    case 'crashed':
      return { kind: 'crashed', error: crashReport(fields.error, '$.error') };
    default:
      throw new ProtocolError(
        `$.outcome: expected "done", "malformed", "unsupported" or "crashed", got ${shown(fields.outcome)}`,
      );
  }
}

function fieldsOf(line: string): Fields {
  const json = parseLine(line);
  if (json !== undefined) return object(json, '$');
  throw new ProtocolError(
    `expected a line of JSON, got ${shown(line)}; standard output belongs to the protocol, print to standard error`,
  );
}

function shown(json: unknown): string {
  if (json === undefined) return 'nothing';
  const written = JSON.stringify(typeof json === 'string' ? json.slice(0, 80) : json);
  return written.length > 60 ? `${written.slice(0, 60)}…` : written;
}

function object(json: unknown, path: string): Fields {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Fields;
  throw new ProtocolError(`${path}: expected an object, got ${shown(json)}`);
}

function text(json: unknown, path: string): string {
  if (typeof json === 'string') return json;
  throw new ProtocolError(`${path}: expected a string, got ${shown(json)}`);
}

function positive(json: unknown, path: string, least = 1): number {
  if (typeof json === 'number' && Number.isInteger(json) && json >= least) return json;
  throw new ProtocolError(`${path}: expected an integer ≥ ${least}, got ${shown(json)}`);
}

type Read<T> = (json: unknown, path: string) => T;

const oneOf =
  <T>(options: readonly T[]): Read<T> =>
  (json, path) => {
    if (options.includes(json as T)) return json as T;
    throw new ProtocolError(`${path}: expected one of ${options.join(', ')}, got ${shown(json)}`);
  };

function list<T>(json: unknown, path: string, item: Read<T>): T[] {
  if (Array.isArray(json)) return json.map((entry, index) => item(entry, `${path}[${index}]`));
  throw new ProtocolError(`${path}: expected a list, got ${shown(json)}`);
}

function atLeastOne<T>(json: unknown, path: string, item: Read<T>): T[] {
  const items = list(json, path, item);
  if (items.length > 0) return items;
  throw new ProtocolError(`${path}: expected at least one entry, got none`);
}

const tensorLists = (json: unknown, path: string): TensorData[][] => list(json, path, tensors);

const tensors = (json: unknown, path: string): TensorData[] => list(json, path, tensor);

const tensor: Read<TensorData> = (json, path) => sound(parseTensor(json, path));

function trace(json: unknown, path: string): GradientGraph {
  const { program, constants } = object(json, path);
  return {
    program: sound(parseProgram(program), `${path}.program`),
    constants: tensors(constants, `${path}.constants`),
  };
}

function crashReport(json: unknown, path: string): CrashReport {
  const { type, message, traceback } = object(json, path);
  return {
    type: text(type, `${path}.type`),
    message: text(message, `${path}.message`),
    traceback: text(traceback ?? '', `${path}.traceback`),
  };
}
