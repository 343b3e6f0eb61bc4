/** Sums, middles and tables. */

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

export const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

export const percent = (part: number, whole: number, digits = 4): string =>
  `${((100 * part) / whole).toFixed(digits)} %`;

/** A Markdown table, its first row the head. */
export function table([head = [], ...rows]: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
