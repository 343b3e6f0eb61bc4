/**
 * Lists of zeros of one size. They share a buffer: a short list with one of its own takes most of its time for that.
 */
export function zeros(count: number, size: number): Float64Array[] {
  const bytes = Float64Array.BYTES_PER_ELEMENT * size;
  const buffer = new ArrayBuffer(count * bytes);
  const lists: Float64Array[] = [];
  for (let list = 0; list < count; list++) lists.push(new Float64Array(buffer, list * bytes, size));
  return lists;
}
