/** Type errors of a file, by the TypeScript that the learner has installed: what an editor would underline. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

/** Longer, and nobody waits for them. */
const mostMilliseconds = 20_000;
const mostShown = 5;

/** @returns lines such as `shape.ts:12:5: …`; undefined if there is no TypeScript, or no tsconfig.json */
export async function typeErrors(file: string): Promise<readonly string[] | undefined> {
  const [compiler, project] = [compilerFor(file), projectOf(file)];
  if (compiler === undefined || project === undefined) return undefined;
  const printed = await outputOf([compiler, '--noEmit', '--pretty', 'false', '--project', project]);
  const errors = printed.split('\n').flatMap((line) => {
    const [, path = '', row, column, text] = /^(\S.*)\((\d+),(\d+)\): error (.*)$/.exec(line) ?? [];
    if (text === undefined || resolve(path) !== resolve(file)) return [];
    return [`${relative(process.cwd(), file)}:${row}:${column}: ${text}`];
  });
  return errors.slice(0, mostShown);
}

function compilerFor(file: string): string | undefined {
  try {
    const manifest = createRequire(resolve(file)).resolve('typescript/package.json');
    const compiler = join(dirname(manifest), 'bin', 'tsc');
    return existsSync(compiler) ? compiler : undefined;
  } catch {
    return undefined;
  }
}

/** The nearest tsconfig.json. */
function projectOf(file: string): string | undefined {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    const found = join(folder, 'tsconfig.json');
    if (existsSync(found)) return found;
    if (folder === dirname(folder)) return undefined;
  }
}

const outputOf = (args: readonly string[]): Promise<string> =>
  new Promise((done) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: mostMilliseconds,
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    child.on('error', () => done(''));
    child.on('close', () => done(text));
  });
