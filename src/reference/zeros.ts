/**
 * Lists of zeros. Small ones are cut from larger pieces: the buffer of a list is allocated, tracked and freed on its own,
 * which takes longer than most steps of a case compute.
 */

const pieceEntries = 2 ** 10;
/** Of the entries of a piece, so that little of it is left over. */
const most = 2 ** 7;

let piece = new ArrayBuffer(0);
let used = 0;

/** A list of zeros. */
export function zeroList(size: number): Float64Array {
  if (size > most) return new Float64Array(size);
  const bytes = Float64Array.BYTES_PER_ELEMENT * size;
  if (used + bytes > piece.byteLength) {
    piece = new ArrayBuffer(Float64Array.BYTES_PER_ELEMENT * pieceEntries);
    used = 0;
  }
  // Each byte is handed out once, so that it is still zero.
  const list = new Float64Array(piece, used, size);
  used += bytes;
  return list;
}

/** A list of numbers, one after another. */
export function listOf(size: number, entry: (k: number) => number): Float64Array {
  const list = zeroList(size);
  for (let k = 0; k < size; k++) list[k] = entry(k);
  return list;
}

const shared = new Map<number, Float64Array>();

/** A list of zeros that everybody reads and nobody writes to. */
export function sharedZeros(size: number): Float64Array {
  if (size > most) return new Float64Array(size);
  const found = shared.get(size) ?? new Float64Array(size);
  shared.set(size, found);
  return found;
}
