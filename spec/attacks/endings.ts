import { type Attack, atTop, endless, found, inGradient, right } from './attack.js';

export const endings: readonly Attack[] = [
  inGradient('exits', 'process.exit(0);', found('process')),
  inGradient('aborts', 'process.abort();', found('process')),
  inGradient('kills its parent', 'process.kill(process.ppid);', found('process')),
  inGradient('never settles', 'return new Promise(() => {}) as never;', /must return an array of 2 tensors/),
  inGradient(
    'answers later',
    `return Promise.resolve().then(() => { ${right} }) as never;`,
    /must return an array/,
  ),
  atTop('never finishes loading', 'await new Promise(() => {});', /ended without a reply \(exit code 13\)/),
  endless(atTop('loops while it is loaded', 'for (;;);', /cannot be loaded\. It gave no answer within/)),
  endless(inGradient('loops', 'for (;;);', /It gave no answer within/)),
  inGradient('recurses', 'return this.gradient(outGrad, node);', /It ran out of stack/),
  endless(
    inGradient(
      'never lets go',
      'const again = () => queueMicrotask(again); again();',
      /It gave no answer within/,
    ),
  ),
  endless(
    inGradient(
      'lets a regular expression run',
      "/^(a+)+$/.test('a'.repeat(50) + 'b');",
      /It gave no answer within/,
    ),
  ),
];
