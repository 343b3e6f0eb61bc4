/** Indented, for files that people may read, too. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
