/** What an adapter's process finds of this package, wherever it is started: `import backproof_adapter` works in Python. */
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const pythonKit = fileURLToPath(new URL('../../adapters/python', import.meta.url));

/** The environment as it is, and the Python kit behind whatever PYTHONPATH names already. */
export function adapterEnvironment(own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const paths = [own.PYTHONPATH, pythonKit].filter((path) => path !== undefined && path !== '');
  return { ...own, PYTHONPATH: paths.join(delimiter) };
}
