/** Writes JSON Schemas to dist/schema: of the protocol, for adapters in any language, of an assignment's file, and of a grade. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assignmentSchema } from '../src/grader/assignment/format.js';
import { gradeSchema } from '../src/grader/reports/schema.js';
import { jvpReplySchema, valuesReplySchema, vjpsReplySchema } from '../src/oracle/function-reply.js';
import { runReplySchema, startReplySchema } from '../src/oracle/reply.js';
import { caseSchema, requestSchema } from '../src/oracle/schema.js';
import { checkSchema } from '../src/oracle/stdio.js';
import { repository } from './repository.js';

const folder = join(repository, 'dist', 'schema');
mkdirSync(folder, { recursive: true });
const schemas = {
  case: caseSchema,
  request: requestSchema,
  'start-reply': startReplySchema,
  'run-reply': runReplySchema,
  'values-reply': valuesReplySchema,
  'vjps-reply': vjpsReplySchema,
  'jvp-reply': jvpReplySchema,
  check: checkSchema,
  assignment: assignmentSchema,
  grade: gradeSchema,
};
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
