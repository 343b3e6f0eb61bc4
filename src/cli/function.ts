/** `backproof function --stdio`: checks functions of the program that started it. adapters/python/backproof.py does. */
import { checkOverStdio } from '../oracle/index.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { flag, optionLines, parseOptions } from './options.js';

const options = {
  stdio: flag(
    'reads requests for checks from standard input, and asks for values and gradients on standard output',
  ),
} as const;

const help = `backproof function --stdio

Checks the gradients of functions that live in the program that started it, as adapters/python/backproof.py does: see
"check" in docs/protocol.md. It ends with its standard input.

${optionLines(options)}

Exit code: 0 all checks were answered, 2 usage, 3 the program broke the protocol, 70 an error of backproof itself.`;

async function run(args: readonly string[], _output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  if (values.stdio !== true || positionals.length > 0)
    throw new UsageError(
      'function takes --stdio alone; programs start it, such as adapters/python/backproof.py.',
    );
  await checkOverStdio(process.stdin, process.stdout);
  return 0;
}

export const command: Command = { help, options, run };
