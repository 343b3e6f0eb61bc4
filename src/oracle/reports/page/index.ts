/** What `backproof matrix` writes: a page, a badge for each system, and the same as data. */
import { jsonText } from '../../../formats/json-text.js';
import type { OracleReport } from '../../report.js';
import { badge } from './badge.js';
import { matrixPage } from './page.js';
import { brokenCells, gradientsOf, systemsOf } from './systems.js';

/** Texts by the names of their files. @param reports at least one; of one system, the oldest version first */
export function matrixFiles(reports: readonly OracleReport[]): Readonly<Record<string, string>> {
  const systems = systemsOf(reports);
  const data = systems.map(({ name, file, versions }) => ({
    name,
    badge: `${file}.svg`,
    versions: versions.map((report) => ({
      implementation: report.implementation,
      seed: report.seed,
      gradients: gradientsOf(report),
      broken: brokenCells(report),
      summary: report.summary,
      matrix: report.matrix,
    })),
  }));
  return {
    'index.html': matrixPage(systems),
    'matrix.json': jsonText({ version: 1, systems: data }),
    ...Object.fromEntries(systems.map(({ file, current }) => [`${file}.svg`, badge(gradientsOf(current))])),
  };
}
