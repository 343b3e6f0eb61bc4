import { resolve } from 'node:path';
import {
  type Attack,
  atTop,
  found,
  inGradient,
  matmulWith,
  noCode,
  notImportable,
  submitted,
  wrong,
} from './attack.js';

export const reaching: readonly Attack[] = [
  atTop(
    'imports the solution by its path',
    `import '${resolve('solutions/matmul/matmul.ts')}';`,
    notImportable,
  ),
  atTop(
    'imports the solution from above',
    "import '../../../solutions/matmul/matmul.js';",
    /there is no file|lies outside the folder/,
  ),
  atTop('imports the grader', "import 'backproof';", notImportable),
  atTop('imports files', "import * as fs from 'node:fs'; fs;", notImportable),
  atTop('imports /etc/passwd', "import secret from '/etc/passwd'; secret;", notImportable),
  atTop('imports sockets', "import * as net from 'node:net'; net;", notImportable),
  atTop('imports workers', "import * as it from 'node:worker_threads'; it;", notImportable),
  atTop(
    'imports createRequire',
    "import { createRequire } from 'node:module'; createRequire;",
    notImportable,
  ),
  atTop('imports from a data URL', "import 'data:text/javascript,process.exit()';", notImportable),
  atTop('requires', "const fs = require('fs'); fs;", /cannot be imported|does not compile/),
  {
    name: 'imports an addon',
    ...submitted(matmulWith(wrong, "import './evil.node';"), { 'matmul/evil.node': '\u007fELF' }),
    told: /does not compile/,
  },
  inGradient(
    'imports dynamically',
    "return import(['node', 'fs'].join(':')) as never;",
    /must return an array|It threw|ended without/,
  ),
  inGradient(
    'writes the results',
    "(globalThis as any).process.getBuiltinModule('fs').writeFileSync('results.json', '');",
    /TypeError/,
  ),
  inGradient('spawns', "process.binding('spawn_sync');", found('process')),
  inGradient('asks for a built-in module', "process.getBuiltinModule('fs');", found('process')),
  inGradient('reads the environment', 'throw new Error(process.env.HOME);', found('process')),
  inGradient('fetches', "fetch('http://127.0.0.1');", found('fetch')),
  inGradient('opens a socket', "new WebSocket('ws://127.0.0.1');", found('WebSocket')),
  inGradient('starts a worker', "new Worker('data:,');", found('Worker')),
  inGradient('compiles WebAssembly', 'new WebAssembly.Memory({ initial: 1 });', found('WebAssembly')),
  inGradient('asks the clock for more than the time', 'performance.eventLoopUtilization();', /TypeError/),
  inGradient('evaluates', `eval('import("node:fs")');`, noCode),
  inGradient('makes functions', "new Function('return process')();", noCode),
  inGradient('makes functions by a constructor', "(() => {}).constructor('return process')();", noCode),
];
