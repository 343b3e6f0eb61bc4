/** Writes the protocol's JSON Schemas to dist/schema: one source, src/oracle/schema.ts, for adapters in any language. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseSchema, requestSchema, runReplySchema, startReplySchema } from '../src/oracle/schema.js';
import { repository } from './repository.js';

const folder = join(repository, 'dist', 'schema');
mkdirSync(folder, { recursive: true });
const schemas = {
  case: caseSchema,
  request: requestSchema,
  'start-reply': startReplySchema,
  'run-reply': runReplySchema,
};
for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
