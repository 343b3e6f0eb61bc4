/** In a job of GitHub Actions: each failure of the oracle beside the line that threw, where there is one. */
import { isAbsolute, relative, resolve } from 'node:path';
import type { Annotation } from '../formats/annotation.js';
import type { Frame } from '../oracle/frames.js';
import type { OracleReport } from '../oracle/index.js';
import { type Block, blocksOf, failureText, sentenceOf } from '../oracle/reports/failure.js';

/** None outside of GitHub Actions. */
export const annotationsOf = (
  failures: OracleReport['failures'],
  { GITHUB_ACTIONS, GITHUB_WORKSPACE = process.cwd() }: NodeJS.ProcessEnv = process.env,
): Annotation[] =>
  GITHUB_ACTIONS === 'true' ? blocksOf(failures).map((block) => annotationOf(block, GITHUB_WORKSPACE)) : [];

function annotationOf({ failure, also }: Block, workspace: string): Annotation {
  const place = (failure.frames ?? []).map((frame) => placeIn(frame, workspace)).find(Boolean);
  return {
    ...place,
    title: `${failure.op}: ${sentenceOf(failure.law)}`,
    message: failureText(failure, also),
  };
}

/** Only files of the repository can be annotated. */
function placeIn({ file, line }: Frame, workspace: string): Pick<Annotation, 'file' | 'line'> | undefined {
  const path = relative(workspace, resolve(file));
  return path.startsWith('..') || isAbsolute(path) ? undefined : { file: path, line };
}
