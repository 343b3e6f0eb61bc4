/** Points for silence: submissions that are not there when they would be judged. */
import { solutionOf } from '../grader/submit.js';
import { type Attack, endless, inGradient, matmulWith, right, submitted } from './attack.js';

/** Not caught by anything that awaits the rule: the process is gone. */
const die = "queueMicrotask(() => { throw new Error('gone'); });";

/** All rules of an exercise, each with this in the place of what it should do. */
const everyRule = (name: string, exercise: string, body: string, told: RegExp): Attack => {
  const solution = solutionOf(exercise);
  const classes = [...solution.matchAll(/export class (\w+) extends [^{]*\{\n {2}readonly name = /g)];
  const wrong = classes.map(([, each]) => `${each}.prototype.gradient = wrong as never;`).join('\n');
  const source = `${solution}\nlet calls = 0;\nfunction wrong() { calls++; ${body} return []; }\n${wrong}\n`;
  return { name, exercise, files: { [`${exercise}/${exercise}.ts`]: source }, told };
};

const rightBut = (name: string, trick: string, told: RegExp): Attack => ({
  name,
  ...submitted(matmulWith(`calls++; ${trick} ${right}`, 'let calls = 0;')),
  told,
});

export const unjudged: readonly Attack[] = [
  rightBut('throws once, at its first request', "if (calls === 1) throw new Error('not yet');", /not yet/),
  rightBut('throws once, later', "if (calls === 17) throw new Error('not now');", /not now/),
  rightBut('dies at its first request', die, /ended without a reply/),
  rightBut(
    'dies at its fortieth request',
    `if (calls === 40) { ${die} }`,
    /ended without a reply|Error: gone/,
  ),
  inGradient('dies beside a wrong rule', die, /ended without a reply/),
  everyRule('dies in every rule of elementwise', 'elementwise', die, /ended without a reply|not run/),
  everyRule('dies in every rule of exponential', 'exponential', die, /ended without a reply|not run/),
  everyRule('dies in every rule of shape', 'shape', die, /ended without a reply|not run/),
  endless(
    everyRule(
      'hangs once, then dies in every rule of stable',
      'stable',
      `if (calls === 3) for (;;); if (calls > 3) { ${die} }`,
      /ended without a reply|not run|no answer within|Error: gone|returned an array of 0/,
    ),
  ),
];
