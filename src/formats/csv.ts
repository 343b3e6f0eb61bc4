/** Comma-separated values (RFC 4180), for spreadsheets and learning management systems. */

/**
 * A spreadsheet runs what starts so as a formula, and also what follows a control character, a line break or a separator
 * where it splits cells otherwise than we do. What is not seen may stand in front. Signs are compared as they look.
 */
const formula =
  /^[\p{Cc},;]|(^|[\p{Cc}\p{Zl}\p{Zp},;|])[\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}"']*[=+\-@\u2212]/u;

/** A quote in front makes it text. Numbers are left alone. */
const isFormula = (text: string): boolean =>
  formula.test(text.normalize('NFKC')) && !/^-?\d+(\.\d+)?$/.test(text);

function cell(value: string | number): string {
  const text = isFormula(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
