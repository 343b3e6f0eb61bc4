/** The hints that fit a failing part, the next step first: those on the kind of failure, on the op, on the exercise. */
import type { OpName } from '../../case/vocabulary.js';
import type { Broken } from '../check-part.js';
import { type Exercise, writesRules } from '../exercises.js';
import { type Hint, type Topic, textOf } from './hint.js';
import { opHints } from './op-hints.js';
import { topicOf } from './topic.js';
import { topicHints } from './topic-hints.js';

/** @param part the op, or the exercise where it is graded as a whole */
export function ladderOf(
  { kind, hints }: Exercise,
  part: string,
  broken: Broken | undefined,
): readonly string[] {
  const own = hints.map(textOf);
  // If a course has its own hints, its students read only those, as written.
  if (kind === 'adapter' || broken === undefined) return own;
  const topic = topicOf(broken);
  if (topic === 'unwritten') return hints.filter((hint) => isFor(hint, part, topic) !== 'other').map(textOf);
  const chosen = (fit: Fit) => hints.filter((hint) => isFor(hint, part, topic) === fit).map(textOf);
  const onTopic = [...chosen('topic'), ...(writesRules({ kind }) ? (topicHints[topic] ?? []) : [])];
  return [...new Set([...onTopic, ...hintsOfOp({ kind }, part), ...chosen('op'), ...chosen('all')])];
}

/** On the op's own rule, from a question on. */
export const hintsOfOp = ({ kind }: Pick<Exercise, 'kind'>, part: string): readonly string[] =>
  kind === 'rules' ? (opHints[part as OpName] ?? []) : [];

type Fit = 'topic' | 'op' | 'all' | 'other';

/** Nothing fails yet if nothing is written, so every topic is still ahead. */
function isFor(hint: Hint, part: string, topic: Topic): Fit {
  if (typeof hint === 'string') return 'all';
  if ('ops' in hint) return hint.ops.includes(part as OpName) ? 'op' : 'other';
  if (topic === 'unwritten') return 'all';
  return hint.on.includes(topic) ? 'topic' : 'other';
}
