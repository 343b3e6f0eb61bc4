/**
 * A state dict as safetensors, the format in which weights are shared between frameworks: 8 bytes for the length of
 * the header, little-endian; the header, JSON of `{name: {dtype, shape, data_offsets}}`; then the entries of all
 * tensors, little-endian and without gaps. https://huggingface.co/docs/safetensors
 */
import { sizeOf } from '../../case/shape.js';
import { bytesOf, type DType, dtypes, type TensorData } from '../../case/tensor-data.js';
import { StateError } from '../tensor/errors.js';
import { type Entry, entriesOf, type Format, formats, metadata } from './safetensors-header.js';
import type { StateDict } from './state-dict.js';

const lengthBytes = 8;

const formatOf: Readonly<Record<DType, Format>> = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
};

/** The bytes of a file with these tensors. @throws {StateError} when one has the name of the format's free text */
export function stateToSafetensors(state: StateDict): Uint8Array {
  if (Object.hasOwn(state, metadata)) {
    throw new StateError(
      `safetensors: a tensor is named ${metadata}, which the format keeps for free text; give it another name`,
    );
  }
  const tensors = Object.entries(state).sort(byDTypeAndName);
  const header = new TextEncoder().encode(padded(JSON.stringify(headerOf(tensors))));
  const start = lengthBytes + header.length;
  const size = tensors.reduce((sum, [, tensor]) => sum + sizeInBytes(tensor), 0);
  const view = new DataView(new ArrayBuffer(start + size));
  const bytes = new Uint8Array(view.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, lengthBytes);
  let at = start;
  for (const [, { dtype, data }] of tensors) {
    const { width, write } = bytesOf[dtype];
    for (const value of data) {
      write(view, at, value);
      at += width;
    }
  }
  return bytes;
}

/**
 * The tensors in the bytes of such a file.
 * @throws {StateError} when the bytes are not such a file, saying what is wrong
 */
export function stateFromSafetensors(bytes: Uint8Array): StateDict {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = lengthBytes + headerLength(view);
  const header = new TextDecoder().decode(bytes.subarray(lengthBytes, start));
  const entries = entriesOf(header, bytes.length - start);
  return Object.fromEntries(entries.map(([name, entry]) => [name, tensorAt(view, start, entry)]));
}

function headerLength(view: DataView): number {
  if (view.byteLength < lengthBytes) {
    throw new StateError(
      `safetensors: expected at least ${lengthBytes} bytes, which hold the length of the header, got ${view.byteLength}`,
    );
  }
  const length = view.getBigUint64(0, true);
  if (length <= BigInt(view.byteLength - lengthBytes)) return Number(length);
  throw new StateError(
    `safetensors: the first ${lengthBytes} bytes say that the header has ${length} bytes, but only ` +
      `${view.byteLength - lengthBytes} follow; the file is cut off, or not a safetensors file`,
  );
}

function tensorAt(view: DataView, start: number, { dtype, shape, data_offsets }: Entry): TensorData {
  const { width, read } = bytesOf[formats[dtype]];
  const first = start + data_offsets[0];
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => read(view, first + i * width));
  return { dtype: formats[dtype], shape, data };
}

function headerOf(tensors: readonly (readonly [string, TensorData])[]): Readonly<Record<string, Entry>> {
  let end = 0;
  return Object.fromEntries(
    tensors.map(([name, tensor]) => {
      const begin = end;
      end += sizeInBytes(tensor);
      return [name, { dtype: formatOf[tensor.dtype], shape: tensor.shape, data_offsets: [begin, end] }];
    }),
  );
}

const sizeInBytes = ({ dtype, data }: TensorData): number => data.length * bytesOf[dtype].width;

/** Trailing spaces make the header a multiple of 8 bytes long, so that float64 entries are at multiples of 8. */
function padded(header: string): string {
  const { length } = new TextEncoder().encode(header);
  return header + ' '.repeat(-length & 7);
}

/** The widest first, so that every number is at a multiple of its size. */
function byDTypeAndName(
  [a, one]: readonly [string, TensorData],
  [b, other]: readonly [string, TensorData],
): number {
  if (one.dtype !== other.dtype) return dtypes.indexOf(one.dtype) - dtypes.indexOf(other.dtype);
  return a < b ? -1 : 1;
}
