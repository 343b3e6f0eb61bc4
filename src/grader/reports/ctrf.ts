import { ctrf } from '../../formats/ctrf.js';
import type { Grade } from '../result.js';
import { partTestsOf } from './tests.js';

export const ctrfReport = (grade: Grade): string =>
  ctrf(
    partTestsOf(grade).map(({ name, outcome, said, headline }) => ({
      name,
      status: outcome === 'passed' ? 'passed' : 'failed',
      suite: [grade.assignment],
      failure: outcome === 'passed' ? undefined : { message: headline, trace: said },
    })),
  );
