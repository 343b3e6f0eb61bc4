/** Numbers over time as text: one column a few of them, and dots at the height of their mean. */

const width = 60;
const height = 10;

/** Values are to be at least 0. */
export function plot(values: readonly number[]): string {
  const columns = Math.min(width, values.length);
  const means = Array.from({ length: columns }, (_, column) => {
    const part = values.slice((column * values.length) / columns, ((column + 1) * values.length) / columns);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const top = Math.max(...means);
  const rowOf = (mean: number) => Math.min(height - 1, Math.floor((1 - mean / top) * height));
  const rows = Array.from({ length: height }, (_, row) => {
    const label = ((top * (height - row)) / height).toFixed(2).padStart(6);
    return `${label} ┤${means.map((mean) => (rowOf(mean) === row ? '•' : ' ')).join('')}`.trimEnd();
  });
  return [...rows, `       └${'─'.repeat(columns)}`].join('\n');
}
