import { bytesOf, type DType } from './tensor-data.js';

/** The entries in base64 of little-endian bytes; undefined if the text is not that. */
export function fromBase64(text: string, dtype: DType): number[] | undefined {
  const { width, read } = bytesOf[dtype];
  const bytes = Buffer.from(text, 'base64');
  const unpadded = (base64: string) => base64.replace(/=+$/, '');
  if (bytes.length % width !== 0 || unpadded(bytes.toString('base64')) !== unpadded(text)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / width }, (_, index) => read(view, index * width));
}
