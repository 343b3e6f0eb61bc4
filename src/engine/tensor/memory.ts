/**
 * Memory for small arrays, cut from larger pieces. The buffer of a typed array is allocated, tracked and freed on its
 * own, which takes ten times as long as a small op computes; up to 64 bytes lie beside the object, where every garbage
 * collection that they survive copies them slowly.
 */

const pieceBytes = 8192;
const most = 1024;

let piece = new ArrayBuffer(0);
let used = 0;

/** Zeros. */
export function float64s(size: number): Float64Array {
  const bytes = size * 8;
  return isSmall(bytes) ? new Float64Array(piece, cut(bytes), size) : new Float64Array(size);
}

/** Zeros. */
export function float32s(size: number): Float32Array {
  const bytes = size * 4;
  return isSmall(bytes) ? new Float32Array(piece, cut(bytes), size) : new Float32Array(size);
}

/** Whether an array of so many bytes is cut from the piece, which then has room for it. */
function isSmall(bytes: number): boolean {
  if (bytes > most) return false;
  if (used + bytes > piece.byteLength) {
    piece = new ArrayBuffer(pieceBytes);
    used = 0;
  }
  return true;
}

/** Where the next bytes begin; each byte is handed out once, so that it is still zero. */
function cut(bytes: number): number {
  const start = used;
  used += Math.ceil(bytes / 8) * 8;
  return start;
}
