import { formatTensor, type TensorData } from '../case/tensor-data.js';

const digits = 4;

/** In few digits, for a cell: the table beside a picture has them all. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace('Infinity', '∞').replace('-', '−');
  const short = Number(value.toPrecision(digits));
  const written =
    short !== 0 && (Math.abs(short) < 1e-4 || Math.abs(short) >= 1e6) ? short.toExponential() : String(short);
  return written.replace('-', '−').replace('e+', 'e');
}

const longest = 40;

/** An array in brackets, as far as it has room in a picture. */
export function shortTensor({ shape, data }: Pick<TensorData, 'shape' | 'data'>): string {
  const rounded = data.map((value) => Number(value.toPrecision(digits)));
  const text = formatTensor({ dtype: 'float64', shape, data: rounded }).replaceAll('-', '−');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
