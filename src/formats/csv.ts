/** Comma-separated values (RFC 4180), for spreadsheets and learning management systems. */

/**
 * A spreadsheet runs what starts so as a formula, full-width signs included, and also what follows a line break or a
 * separator where it splits cells otherwise than we do; a quote in front makes it text. Numbers are left alone.
 */
const isFormula = (text: string): boolean =>
  /^[\t\r]|(^|[\t\r\n,;|])[\s"']*[=+\-@＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text);

function cell(value: string | number): string {
  const text = isFormula(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
