import { ownOps } from './own-ops.js';
import { type Submitted, submissionsOf } from './right.js';

export const submitted: readonly Submitted[] = submissionsOf(ownOps);
