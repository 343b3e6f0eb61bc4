/** What `console.log` makes of values in a page, where Node's own is not there. */

/** Deeper, and longer, than anyone reads. */
const most = { depth: 3, entries: 100 } as const;

export const formatPrinted = (values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : format(value, 0))).join(' ');

function format(value: unknown, depth: number): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return `[Function: ${value.name}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Error || hasOwnText(value)) return String(value);
  if (depth > most.depth) return Array.isArray(value) ? '[Array]' : '[Object]';
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[ ${listed(Array.from(value as ArrayLike<unknown>, (each) => format(each, depth + 1)))} ]`;
  const fields = Object.entries(value).map(([name, each]) => `${name}: ${format(each, depth + 1)}`);
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  return `${name === 'Object' || name === undefined ? '' : `${name} `}{ ${listed(fields)} }`;
}

/** A tensor, for one. */
const hasOwnText = (value: object): boolean =>
  !Array.isArray(value) && !ArrayBuffer.isView(value) && value.toString !== Object.prototype.toString;

const listed = (texts: readonly string[]): string =>
  texts.length > most.entries
    ? `${texts.slice(0, most.entries).join(', ')}, … ${texts.length - most.entries} more`
    : texts.join(', ');
