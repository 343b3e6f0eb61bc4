/** Checks lines against the protocol's schemas, for `--validate`. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jvpReplySchema, valuesReplySchema, vjpsReplySchema } from './function-reply.js';
import type { MessageKind } from './link.js';
import { runReplySchema, startReplySchema } from './reply.js';
import { requestSchema } from './schema.js';

const ajv = new Ajv2020({ discriminator: false, strict: false, allErrors: false });
const validators: Readonly<Record<MessageKind, ReturnType<typeof ajv.compile>>> = {
  request: ajv.compile(requestSchema),
  start: ajv.compile(startReplySchema),
  run: ajv.compile(runReplySchema),
  values: ajv.compile(valuesReplySchema),
  vjps: ajv.compile(vjpsReplySchema),
  jvp: ajv.compile(jvpReplySchema),
};

/** What is wrong with a line, each problem with its path; undefined if nothing is. */
export function problemsOf(kind: MessageKind, line: string): string | undefined {
  const validate = validators[kind];
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    // The parser that comes next says this better.
    return undefined;
  }
  if (validate(json)) return undefined;
  return (validate.errors ?? [])
    .map(({ instancePath, message, params }) => {
      const more = Object.values(params).filter((each) => typeof each === 'string');
      return `$${instancePath.replaceAll('/', '.')}: ${message}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
    })
    .join('; ');
}
