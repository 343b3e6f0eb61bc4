/**
 * The two dtypes of 16 bits: how numbers are rounded to them, and their bits. Node 20 has neither `Math.f16round` nor
 * `DataView.getFloat16`, and no version has bfloat16.
 */

interface Format {
  /** How many significant binary digits a number has, the leading one included. */
  readonly digits: number;
  /** The exponents of the smallest and the largest normal numbers. */
  readonly exponents: readonly [least: number, most: number];
}

const formats = {
  float16: { digits: 11, exponents: [-14, 15] },
  /** The upper half of a float32. */
  bfloat16: { digits: 8, exponents: [-126, 127] },
} as const satisfies Readonly<Record<string, Format>>;

export type Half = keyof typeof formats;

/** Adding and subtracting it rounds a double below 2⁵¹ to a whole number, and a tie to the even one. */
const wholeNumbers = 1.5 * 2 ** 52;

const bytes = new DataView(new ArrayBuffer(8));

/** ⌊log₂ |x|⌋ of a normal double. */
function exponentOf(x: number): number {
  bytes.setFloat64(0, x);
  return ((bytes.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/** The distance between the numbers of a format around x. */
const spacingAt = (x: number, { digits, exponents: [least] }: Format): number =>
  2 ** (Math.max(exponentOf(x), least) - digits + 1);

/** The nearest number of the dtype, a tie to the even one; subnormal below the normal ones, ±∞ beyond the largest. */
export function roundToHalf(dtype: Half, x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const format = formats[dtype];
  const spacing = spacingAt(x, format);
  const rounded = (x / spacing + wholeNumbers - wholeNumbers) * spacing;
  if (rounded === 0) return x < 0 ? -0 : 0;
  return exponentOf(rounded) > format.exponents[1] ? Math.sign(x) * Number.POSITIVE_INFINITY : rounded;
}

/** The 16 bits of a number, which is rounded to the dtype. */
export function halfToBits(dtype: Half, x: number): number {
  const { digits, exponents } = formats[dtype];
  const stored = digits - 1;
  const value = roundToHalf(dtype, x);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const infinity = (exponents[1] - exponents[0] + 2) << stored;
  if (Number.isNaN(value)) return infinity | (1 << (stored - 1));
  if (!Number.isFinite(value)) return sign | infinity;
  const size = Math.abs(value);
  const exponent = Math.max(exponentOf(size), exponents[0]);
  // A normal number's leading digit makes the exponent one larger than that of a subnormal one.
  return sign | (((exponent - exponents[0]) << stored) + size / 2 ** (exponent - stored));
}

/** The number with these 16 bits. */
export function halfFromBits(dtype: Half, bits: number): number {
  const { digits, exponents } = formats[dtype];
  const stored = digits - 1;
  const sign = bits & 0x8000 ? -1 : 1;
  const fraction = bits & ((1 << stored) - 1);
  const exponent = (bits & 0x7fff) >> stored;
  if (exponent > exponents[1] - exponents[0] + 1)
    return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  const [whole, scale] = exponent === 0 ? [fraction, 0] : [fraction + (1 << stored), exponent - 1];
  return sign * whole * 2 ** (exponents[0] + scale - stored);
}
