/**
 * A few tiny cases that tell a broken adapter from a wrong implementation. Their program has no step, so input and
 * cotangent must come back unchanged. An adapter that gets this wrong does not speak the protocol.
 */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done, Outcome } from '../case/implementation.js';
import { type DType, formatTensor, type TensorData, tensorData } from '../case/tensor-data.js';
import { AdapterError } from './adapter-error.js';
import type { Session } from './session.js';

/** Numbers that are lost if they are not written exactly, or that JSON cannot write. */
const entries = [
  0.1,
  1 / 3,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2 ** -60,
  1e30,
];

const identity = (dtype: DType, mode: string): Case => {
  const shape = [entries.length];
  const cotangent = (factor: number) => [
    tensorData(
      dtype,
      shape,
      entries.map((_, at) => factor * (at - 3.3)),
    ),
  ];
  return {
    program: { inputs: [{ dtype, shape }], steps: [], outputs: [0] },
    inputs: [tensorData(dtype, shape, entries)],
    cotangents: [cotangent(1), cotangent(-0.7)],
    mode,
    order: 1,
    directions: [],
  };
};

/**
 * Runs the smoke test. An implementation that says it cannot take such a program passes: it speaks the protocol.
 * @throws {AdapterError} saying what was sent and what came back
 */
export async function smokeTest(session: Session): Promise<void> {
  for (const dtype of session.dtypes) {
    for (const mode of session.modes) {
      const testCase = identity(dtype, mode);
      // Twice, so that the next request notices an extra reply.
      for (const again of [false, true]) {
        const problem = problemOf(testCase, await session.run(testCase));
        if (session.broken !== undefined) throw session.broken;
        if (problem === undefined) continue;
        throw new AdapterError(
          `The adapter failed the smoke test: a program without steps (${dtype}, ${mode}${again ? ', again' : ''}): ${problem}.`,
        );
      }
    }
  }
}

function problemOf({ inputs, cotangents }: Case, outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'unsupported':
      return undefined;
    case 'crashed':
      return `${outcome.error.type}: ${outcome.error.message}`;
    case 'timeout':
      return `no reply within ${outcome.milliseconds} ms`;
    case 'done':
      return exchanged(inputs, cotangents, outcome);
    default:
      return `the outcome "${outcome.kind}" came back`;
  }
}

function exchanged(
  inputs: readonly TensorData[],
  cotangents: Case['cotangents'],
  done: Done,
): string | undefined {
  return (
    difference('values', inputs, done.values) ??
    difference('gradients', cotangents.flat(), done.vjps.flat()) ??
    difference('echo', [...inputs, ...cotangents.flat()], done.echo)
  );
}

function difference(
  what: string,
  sent: readonly TensorData[],
  got: readonly TensorData[],
): string | undefined {
  if (got.length !== sent.length) return `expected ${sent.length} tensors in its ${what}, got ${got.length}`;
  for (const [index, tensor] of sent.entries()) {
    const other = at(got, index);
    const [expected, came] = [tensor, other].map((each) => `${each.dtype} ${formatTensor(each)}`);
    if (expected !== came) return `its ${what} should be ${expected}, got ${came}`;
  }
  return undefined;
}
