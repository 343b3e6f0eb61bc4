/** The mistakes of mistakes.py, as it lists them. */
import { execFileSync } from 'node:child_process';

export interface Mistake {
  readonly name: string;
  readonly kernel: string;
  readonly says: string;
}

export function mistakesOf(python: string): Mistake[] {
  const adapter = new URL('kernels_adapter.py', import.meta.url).pathname;
  const listed = execFileSync(python, [adapter, '--list'], { encoding: 'utf8' });
  return listed
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', kernel = '', says = ''] = line.split('\t');
      return { name, kernel, says };
    });
}
