/** Comma-separated values (RFC 4180), for spreadsheets and learning management systems. */

/**
 * A spreadsheet treats text that starts like this as a formula, also after a control character, a line break or a
 * separator, if it splits cells differently. Invisible characters may come first. Signs are compared by their looks.
 */
const formula =
  /^[\p{Cc},;]|(^|[\p{Cc}\p{Zl}\p{Zp},;|])[\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}"']*[=+\-@\u2212]/u;

/** A leading quote makes it text. Numbers are left alone. */
const isFormula = (text: string): boolean =>
  formula.test(text.normalize('NFKC')) && !/^-?\d+(\.\d+)?$/.test(text);

function cell(value: string | number): string {
  const text = isFormula(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
