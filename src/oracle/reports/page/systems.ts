/** Reports by system: the versions of one in the order in which they were given, the last of them the current one. */
import { at } from '../../../case/at.js';
import { isBroken, type OracleReport } from '../../report.js';
import { lawsOf, rowsOf } from '../matrix.js';

export interface System {
  readonly name: string;
  /** At least one. */
  readonly versions: readonly OracleReport[];
  readonly current: OracleReport;
  /** A file's name without its ending, which no other system has. */
  readonly file: string;
}

/** The laws that say a gradient is what it should be. */
const gradientLaws = ['gradient', 'vjp'] as const;

/** Of the cases of these laws that were decided: how many are right. */
export interface Score {
  readonly right: number;
  readonly of: number;
}

/** Different dtypes and modes of an implementation are different systems: their counts are not to be compared. */
const nameOf = ({ implementation: { name, dtype, mode } }: OracleReport): string =>
  `${name} (${dtype}, ${mode})`;

/** @param reports at least one */
export function systemsOf(reports: readonly OracleReport[]): System[] {
  const names = [...new Set(reports.map(nameOf))];
  return names.map((name, index) => {
    const versions = reports.filter((report) => nameOf(report) === name);
    const stem = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const file = `${index + 1}-${stem.replace(/^-|-$/g, '').slice(0, 60)}`;
    return { name, versions, current: at(versions, versions.length - 1), file };
  });
}

export function gradientsOf({ matrix }: OracleReport): Score {
  const counts = Object.values(matrix).flatMap((row) => gradientLaws.flatMap((law) => row[law] ?? []));
  const right = counts.reduce((total, { agree }) => total + agree, 0);
  const wrong = counts.reduce(
    (total, { disagree, crashed, timeout }) => total + disagree + crashed + timeout,
    0,
  );
  return { right, of: right + wrong };
}

/** Row and law of each cell in which a law is broken. */
export const brokenCells = (report: OracleReport): string[] =>
  rowsOf(report).flatMap((row) =>
    lawsOf(report)
      .filter((law) => {
        const counts = report.matrix[row]?.[law];
        return counts !== undefined && isBroken(counts);
      })
      .map((law) => `${row} (${law})`),
  );
