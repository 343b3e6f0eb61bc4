/** Graphs of other frameworks as Programs. */
export { parseGraph } from './graph.js';
export { type Imported, importGraph } from './import-graph.js';
