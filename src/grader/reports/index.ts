/** Every format that a grade can be written in, by the name that `--format` takes. */
import { ctrf } from '../../formats/ctrf.js';
import { junit } from '../../formats/junit.js';
import type { Grade } from '../result.js';
import { classroom50Report } from './classroom50.js';
import { exercismReport } from './exercism.js';
import { exercismAnalysis } from './exercism-analysis.js';
import { githubReport } from './github.js';
import { canvasGradebook, nbgraderGradebook } from './gradebook.js';
import { gradescopeReport } from './gradescope.js';
import { htmlReport } from './html.js';
import { jsonReport } from './json.js';
import { markdownReport } from './markdown.js';
import { prairielearnReport } from './prairielearn.js';
import { testedIn } from './tests.js';

/** A format that a grade can be written in. */
export interface Report {
  /** The extension of its files, without a dot. */
  readonly extension: string;
  text(grade: Grade): string;
  /** Another file that the system reads, from the same folder. */
  readonly beside?: { readonly name: string; text(grade: Grade): string };
}

/** The formats by name. */
export const reports: Readonly<Record<string, Report>> = {
  json: { extension: 'json', text: jsonReport },
  gradescope: { extension: 'json', text: gradescopeReport },
  github: { extension: 'txt', text: githubReport },
  classroom50: { extension: 'json', text: (grade) => classroom50Report(grade, process.env, new Date()) },
  exercism: {
    extension: 'json',
    text: exercismReport,
    beside: { name: 'analysis.json', text: exercismAnalysis },
  },
  prairielearn: { extension: 'json', text: prairielearnReport },
  ctrf: { extension: 'json', text: (grade) => ctrf(testedIn(grade)) },
  junit: { extension: 'xml', text: (grade) => junit(grade.submission, testedIn(grade)) },
  canvas: { extension: 'csv', text: (grade) => canvasGradebook([grade]) },
  nbgrader: { extension: 'csv', text: (grade) => nbgraderGradebook([grade]) },
  markdown: { extension: 'md', text: markdownReport },
  html: { extension: 'html', text: htmlReport },
};

/** What `reportNamed` takes. */
export const reportNames = Object.keys(reports);

/** @returns the report of that name, or a sentence that there is none. */
export function reportNamed(name: string): Report | string {
  const found = Object.hasOwn(reports, name) ? reports[name] : undefined;
  return found ?? `There is no format "${name}". The formats are ${reportNames.join(', ')}.`;
}
