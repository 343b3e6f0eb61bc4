/** All attacks. Each is a submission, and none gains a point. */
import type { Attack } from './attack.js';
import { bombs } from './bombs.js';
import { bundling } from './bundling.js';
import { disguises } from './disguises.js';
import { endings } from './endings.js';
import { graphs } from './graphs.js';
import { noRules } from './no-rules.js';
import { partlyRight } from './partly-right.js';
import { patches } from './patches.js';
import { reaching } from './reaching.js';
import { replies } from './replies.js';
import { shortcuts } from './shortcuts.js';
import { unjudged } from './unjudged.js';

export const attacks: readonly Attack[] = [
  ...endings,
  ...bombs,
  ...bundling,
  ...graphs,
  ...replies,
  ...patches,
  ...reaching,
  ...disguises,
  ...shortcuts,
  ...noRules,
  ...partlyRight,
  ...unjudged,
];
