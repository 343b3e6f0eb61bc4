/** Harness of the exercises on gradient rules. */
import './lockdown.js';
import { interpret } from '../../engine/index.js';
import { serveGradients } from './gradients.js';
import { stepNodes } from './graph.js';

serveGradients({
  compute: interpret,
  nodes: (program, outputs) => stepNodes(program, outputs).map(({ node }) => node),
  nameOf: ({ steps }) => [...new Set(steps.map(({ op }) => op))].join(', '),
});
