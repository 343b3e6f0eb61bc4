/** What a broken law, or a run without an answer, is about. */
import type { Verdict } from '../../verify/index.js';
import type { Broken } from '../check-part.js';
import type { Topic } from './hint.js';

/** By law id; a law that compares numbers is not listed. */
const topics: Readonly<Record<string, Topic>> = {
  form: 'shape',
  ties: 'ties',
  accumulate: 'sum',
  unused: 'sum',
  second: 'second',
  twice: 'second',
  symmetric: 'second',
  graph: 'graph',
  memory: 'memory',
  pure: 'purity',
  modes: 'modes',
  deep: 'depth',
  'linear-time': 'cost',
};

export function topicOf({ law, verdict }: Pick<Broken, 'law' | 'verdict'>): Topic {
  switch (verdict.kind) {
    case 'not-implemented':
      return 'unwritten';
    case 'crashed':
      return isOverflow(verdict) ? 'depth' : 'crash';
    case 'timeout':
      return 'cost';
    default:
      return topics[law.id] ?? 'numbers';
  }
}

const isOverflow = ({ error }: Verdict & { kind: 'crashed' }): boolean =>
  error.type === 'RangeError' && error.message.includes('call stack');
