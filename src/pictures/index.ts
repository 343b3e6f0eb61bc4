/** Pictures as SVG text: graphs, heat maps, histories. They need neither a browser nor a script. */
export { type Arrow, type Box, drawGraph } from './graph.js';
export { heatMap } from './heat-map.js';
export { attemptsPerExercise, historyOfPoints, noteOf, type Tried } from './history.js';
export { shortNumber, shortTensor } from './short-number.js';
export { pictureStyle } from './style.js';
export { toSvg } from './to-svg.js';
