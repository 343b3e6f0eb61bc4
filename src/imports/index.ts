/** Graphs of other frameworks as Programs. */
export { type GraphArray, graphName, parseGraph } from './graph.js';
export { type Imported, importGraph } from './import-graph.js';
export { inDType, type Opaque, type OpaqueNode, opaqueNode } from './opaque.js';
