import type { OracleReport } from '../report.js';

export const jsonReport = (report: OracleReport): string => `${JSON.stringify(report, null, 2)}\n`;
