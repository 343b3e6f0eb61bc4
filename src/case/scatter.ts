/** 32 bits that follow from two whole numbers without a pattern, by the mixing steps of MurmurHash3. */
export function scatter(a: number, b: number): number {
  const mixed = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
}

/** From 0 to 1, without 1, that follows from two whole numbers without a pattern. */
export function fractionOf(a: number, b: number): number {
  const bits = scatter(a, b);
  return ((bits ^ (bits >>> 13)) >>> 0) / 2 ** 32;
}
