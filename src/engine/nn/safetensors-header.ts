/** Parses the header of a safetensors file. */
import { formatShape, type Shape, sizeOf } from '../../case/shape.js';
import { bytesOf } from '../../case/tensor-data.js';
import { StateError } from '../tensor/errors.js';
import { parsedObject } from './json.js';

/** The dtypes of a tensor here, by the names that the format has for them. */
export const formats = { F64: 'float64', F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const;

/** The name of the header's free text, which no tensor can have. */
export const metadata = '__metadata__';

export type Format = keyof typeof formats;

export interface Entry {
  readonly dtype: Format;
  readonly shape: Shape;
  /** Where the entries begin and end, in bytes after the header. */
  readonly data_offsets: readonly [begin: number, end: number];
}

/**
 * The entries of a header, whose tensors fill the bytes after it.
 * @throws {StateError} when a field is wrong, or when the tensors overlap, leave bytes out or go beyond the end
 */
export function entriesOf(header: string, bytesBehind: number): (readonly [name: string, entry: Entry])[] {
  const entries = Object.entries(parsedObject(header, 'safetensors'))
    .filter(([name]) => name !== metadata)
    .map(([name, json]) => [name, entryFrom(json, name)] as const);
  const inOrder = entries.toSorted(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  let end = 0;
  for (const [name, { data_offsets }] of inOrder) {
    if (data_offsets[0] !== end) {
      throw new StateError(
        `safetensors: ${name} begins at byte ${data_offsets[0]}, but expected ${end}, where the tensor before it ends`,
      );
    }
    end = data_offsets[1];
  }
  if (end === bytesBehind) return entries;
  throw new StateError(`safetensors: the tensors have ${end} bytes, but ${bytesBehind} follow the header`);
}

function entryFrom(json: unknown, name: string): Entry {
  const { dtype, shape, data_offsets } = (json ?? {}) as Readonly<Record<string, unknown>>;
  if (!isFormat(dtype)) {
    throw new StateError(
      `safetensors: ${name} has dtype ${JSON.stringify(dtype)}; only ${Object.keys(formats).join(', ')} can be read: convert it first`,
    );
  }
  if (!isCounts(shape)) {
    throw new StateError(`safetensors: ${name} has shape ${JSON.stringify(shape)}; expected a list of sizes`);
  }
  if (!isCounts(data_offsets) || data_offsets.length !== 2) {
    throw new StateError(
      `safetensors: ${name} has data_offsets ${JSON.stringify(data_offsets)}; expected [begin, end] in bytes`,
    );
  }
  const [begin, end] = data_offsets as unknown as Entry['data_offsets'];
  const expected = sizeOf(shape) * bytesOf[formats[dtype]].width;
  if (end - begin === expected) return { dtype, shape, data_offsets: [begin, end] };
  throw new StateError(
    `safetensors: ${name} of shape ${formatShape(shape)} and dtype ${dtype} needs ${expected} bytes, but its data_offsets hold ${end - begin}`,
  );
}

const isFormat = (value: unknown): value is Format =>
  typeof value === 'string' && Object.hasOwn(formats, value);

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
