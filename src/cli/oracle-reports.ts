/** The formats of the oracle's reports, and where each is to go. */
import { jsonText } from '../formats/json-text.js';
import { ctrfReport, htmlReport, junitReport, markdownReport, type OracleReport } from '../oracle/index.js';
import { UsageError } from './command.js';
import { checkFile } from './save.js';

const formats: Readonly<Record<string, (report: OracleReport) => string>> = {
  json: jsonText,
  junit: junitReport,
  ctrf: ctrfReport,
  markdown: markdownReport,
  html: htmlReport,
};

export const formatNames = Object.keys(formats);

export interface AskedReport {
  text(report: OracleReport): string;
  /** Undefined: standard output, in place of the matrix. */
  readonly file: string | undefined;
}

/** `--format json --out a.json --format html --out b.html`: the nth format goes to the nth file. */
export function reportsAsked(names: readonly string[] = [], files: readonly string[] = []): AskedReport[] {
  if (files.length > names.length) throw new UsageError('Each --out FILE needs a --format NAME before it.');
  if (names.length > files.length && names.length > 1) {
    throw new UsageError('Several formats need an --out FILE each; only one can go to standard output.');
  }
  for (const file of files) checkFile('--out', file);
  return names.map((name, index) => {
    const text = Object.hasOwn(formats, name) ? formats[name] : undefined;
    if (text === undefined) {
      throw new UsageError(`There is no format "${name}". The formats are ${formatNames.join(', ')}.`);
    }
    return { text, file: files[index] };
  });
}
