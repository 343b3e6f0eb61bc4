/** Numbers as NumPy prints them: at most 8 digits after the point, and all numbers of an array in one form. */
import { type DType, formatNumber, roundTo } from '../../case/tensor-data.js';

const precision = 8;

/** The numbers of an array as texts of one length, with their points aligned. */
export function formatNumbers(values: readonly number[], dtype: DType): string[] {
  const finite = values.filter(Number.isFinite);
  const write = needExponents(finite) ? scientific(finite, dtype) : positional(finite, dtype);
  const texts = values.map((value) => (Number.isFinite(value) ? write(value) : wordOf(value)));
  const width = largestOf(texts.map(({ length }) => length));
  return texts.map((text) => text.padStart(width));
}

/** A number alone, as Python writes it. */
export function formatScalar(value: number, dtype: DType): string {
  if (!Number.isFinite(value)) return wordOf(value);
  const size = Math.abs(value);
  const short = shortest(value, dtype);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return short.toExponential().replace(/(?<=e.)(?=\d$)/, '0');
  }
  return Number.isInteger(short) ? `${formatNumber(short)}.0` : String(short);
}

function wordOf(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

/** Of numbers from 0 on; there may be more than one call of Math.max can take. */
const largestOf = (numbers: readonly number[]): number =>
  numbers.reduce((most, number) => Math.max(most, number), 0);

/** Whether numbers are too large, too small or too far apart to be read without exponents. */
function needExponents(values: readonly number[]): boolean {
  const sizes = values.filter((value) => value !== 0).map(Math.abs);
  const largest = largestOf(sizes);
  const smallest = sizes.reduce((least, size) => Math.min(least, size), Number.POSITIVE_INFINITY);
  return sizes.length > 0 && (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000);
}

/** How one of these numbers is written: padded at the end, so that the points are aligned. */
function positional(values: readonly number[], dtype: DType): (value: number) => string {
  const partsOf = (value: number): readonly [whole: string, fraction: string] => {
    const [whole = '', fraction = ''] = formatNumber(shortest(value, dtype)).split('.');
    if (fraction.length <= precision) return [whole, fraction];
    const [roundedWhole = '', digits = ''] = rounded(value, 'toFixed', precision).split('.');
    return [roundedWhole, digits.replace(/0+$/, '')];
  };
  const length = largestOf(values.map((value) => partsOf(value)[1].length));
  return (value) => {
    const [whole, fraction] = partsOf(value);
    return `${whole}.${fraction.padEnd(length)}`;
  };
}

/** The same with exponents of one length, and as many digits after the point as any of the numbers needs. */
function scientific(values: readonly number[], dtype: DType): (value: number) => string {
  const digits = largestOf(values.map((value) => digitsNeeded(value, dtype)));
  const partsOf = (value: number) =>
    rounded(value, 'toExponential', digits).split('e') as [mantissa: string, exponent: string];
  const length = Math.max(2, largestOf(values.map((value) => partsOf(value)[1].length - 1)));
  const point = digits === 0 ? '.' : '';
  return (value) => {
    const [mantissa, exponent] = partsOf(value);
    return `${mantissa}${point}e${exponent[0]}${exponent.slice(1).padStart(length, '0')}`;
  };
}

/** How many digits after the point identify a number in its dtype; at most `precision`. */
function digitsNeeded(value: number, dtype: DType): number {
  const digitsOf = (text: string) => (/\.(\d*[1-9])/.exec(text)?.[1] ?? '').length;
  const digits = digitsOf(shortest(value, dtype).toExponential());
  return digits <= precision ? digits : digitsOf(rounded(value, 'toExponential', precision));
}

/** The number with the fewest decimal digits that equals this one in its dtype. */
function shortest(value: number, dtype: DType): number {
  if (dtype === 'float64') return value;
  for (let digits = 0; digits < 8; digits++) {
    const short = Number(rounded(value, 'toExponential', digits));
    if (roundTo[dtype](short) === value) return short;
  }
  return Number(value.toExponential(8)); // nine digits are always enough
}

/** Rounded to this many digits after the point; a tie goes to the even digit, where JavaScript takes the larger. */
function rounded(value: number, form: 'toFixed' | 'toExponential', digits: number): string {
  if (Object.is(value, -0)) return `-${rounded(0, form, digits)}`; // JavaScript writes no sign for it
  const exact = value[form](100);
  const end = exact.indexOf('.') + 1 + digits;
  const [kept, rest] = [exact.slice(0, end), exact.slice(end)];
  const isTieAtEven = /[02468]$/.test(kept) && /^50*(e|$)/.test(rest);
  return isTieAtEven ? kept + rest.replace(/^\d+/, '') : value[form](digits);
}
