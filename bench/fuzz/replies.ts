/** Replies that are forged or mangled, each read as the grader reads it: a sentence, or numbers of a sound form. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import { encodeProgram, encodeTensor } from '../../src/case/json.js';
import { sizeOf } from '../../src/case/shape.js';
import { dtypes, type TensorData } from '../../src/case/tensor-data.js';
import { longestReply, parseReply } from '../../src/grader/reply.js';

const x: TensorData = { dtype: 'float64', shape: [2, 2], data: [1, -0.5, 2, 3] };

const asked: Case = {
  program: { inputs: [x, x], steps: [{ op: 'matmul', args: [0, 1] }], outputs: [2] },
  inputs: [x, x],
  cotangents: [[x]],
  mode: 'eager',
  order: 2,
  directions: [[x, x]],
};

const tensor = encodeTensor(x);
const trace = { program: encodeProgram(asked.program), constants: [tensor], foreign: [[0]] };

/** What an honest process answers. */
const honest = {
  id: 0,
  outcome: 'done',
  values: [tensor],
  vjps: [[tensor, tensor]],
  echo: [tensor, tensor, tensor],
  aliases: [],
  traces: [trace],
  calls: 0,
};

const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);

/** What may stand where something else should. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, [], {}, -1, 1e308, 'NaN', '__proto__', tensor, [tensor], trace, honest),
  fc.integer({ min: 0, max: 200 }).map(nested),
  fc.integer({ min: 0, max: 2_000 }).map((length) => Array.from({ length }, () => 'x')),
  fc.integer({ min: 0, max: 2_000 }).map((length) => Array.from({ length }, () => tensor)),
  fc.integer({ min: 0, max: 2_000 }).map((rank) => ({ ...x, shape: Array(rank).fill(1) })),
);

/** The reply with some of its places, chosen by a path of numbers, holding something else. */
function mutated(json: unknown, path: readonly number[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof json !== 'object' || json === null) return value;
  const keys = Object.keys(json);
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const changed = mutated(Reflect.get(json, key), rest, value);
  return Array.isArray(json)
    ? json.map((entry, index) => (String(index) === key ? changed : entry))
    : { ...json, [key]: changed };
}

const change = fc.record({
  path: fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 6 }),
  value: anything,
});

const forged = fc
  .array(change, { minLength: 1, maxLength: 3 })
  .map((changes) =>
    JSON.stringify(changes.reduce<unknown>((json, { path, value }) => mutated(json, path, value), honest)),
  );

/** A line with a piece of it taken out, doubled, or replaced. */
const mangled = fc
  .record({ line: forged, at: fc.nat(), length: fc.nat({ max: 40 }), piece: fc.string() })
  .map(({ line, at, length, piece }) => {
    const start = at % Math.max(1, line.length);
    return line.slice(0, start) + piece + line.slice(start + length);
  });

const lines = fc.oneof({ arbitrary: forged, weight: 4 }, mangled, fc.string());

const isSound = ({ dtype, shape, data }: TensorData): boolean =>
  dtypes.includes(dtype) && data.length === sizeOf(shape) && data.every((entry) => typeof entry === 'number');

/** What is wrong with how a line is read; undefined when it is read as it should be. */
function fault(line: string): string | undefined {
  const { outcome, traces, calls } = parseReply(line, 0, asked);
  if (outcome.kind === 'crashed') {
    const { type, message, traceback } = outcome.error;
    return [type, message, traceback].every((text) => text.length <= 11_000)
      ? undefined
      : 'is told at length';
  }
  if (outcome.kind !== 'done') return undefined;
  const tensors = [...outcome.values, ...outcome.vjps.flat(), ...outcome.echo];
  if (!tensors.every(isSound)) return 'has tensors of no sound form';
  if (tensors.reduce((sum, { data }) => sum + data.length, 0) > longestReply(asked))
    return 'has too many numbers';
  if (!traces.flatMap(({ constants }) => constants).every(isSound)) return 'has constants of no sound form';
  return typeof calls === 'number' ? undefined : 'has no count of calls';
}

/** @returns what went wrong first, with the line and the seed */
export async function fuzz(count: number, seed: number, onRun: () => void): Promise<string | undefined> {
  const property = fc.property(lines, (line) => {
    onRun();
    const wrong = fault(line);
    if (wrong !== undefined) throw new Error(`A reply ${wrong}: ${line.slice(0, 500)}`);
  });
  const details = fc.check(property, { numRuns: count, seed });
  return details.failed ? fc.defaultReportMessage(details) : undefined;
}
