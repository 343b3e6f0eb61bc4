/** JUnit's XML: one suite per assignment, one test case per part of an exercise. */
import { junit } from '../../formats/junit.js';
import type { Grade } from '../result.js';
import { partTestsOf } from './tests.js';

export const junitReport = (grade: Grade): string =>
  junit(
    grade.submission,
    partTestsOf(grade).map(({ name, outcome, said, headline }) => ({
      suite: grade.assignment,
      name,
      status: outcome === 'passed' ? 'passed' : 'failed',
      failure: outcome === 'passed' ? undefined : { message: headline, trace: said },
    })),
  );
