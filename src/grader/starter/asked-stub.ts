/** The stub and the README of an exercise as an assignment asks for them: its ops, its points, its commands. */
import { type AssignedExercise, isHidden, partNames } from '../assignment/assignment.js';
import { type Exercise, findExercise } from '../exercises.js';
import { lawsOf, probesOf } from '../laws.js';
import { roundPoints } from '../result.js';

/** What `npm test` begins with, where options follow. */
export const testCommand = 'npm test --';

/** The stub with a TODO for each op that is asked for. The others stay, because the engine needs the whole file. */
export function askedStub(source: string, { id, ops }: Exercise): string {
  const left = (findExercise(id)?.ops ?? []).filter((op) => !ops.includes(op));
  return left.reduce(withoutTodo, source);
}

function withoutTodo(source: string, op: string): string {
  const at = source.indexOf(`readonly name = '${op}';`);
  if (at < 0) return source;
  const [before, own] = [source.slice(0, at), source.slice(at)];
  return before + own.replace(/\/\/ TODO: .*/, '// This assignment does not ask for this op.');
}

/** @param shown the exercise as `npm test` grades it; undefined if only hidden tests do */
export function askedReadme(
  text: string,
  exercise: AssignedExercise,
  shown: AssignedExercise | undefined,
): string {
  const laws = [...lawsOf(exercise), ...probesOf(exercise)].map(({ sentence }) => sentence);
  return text
    .replace(/^# .*$/m, () => `# ${exercise.title}`)
    .replace(/^(`\S+\.ts`) · .*$/m, (_, file) => `${file} · ${worth(exercise, shown)}`)
    .replace(/Write `gradient` of [^.]*\.\s+(Their|Its)\s+`compute` is/, (whole) => written(whole, exercise))
    .replace(/^It has (\w+) parts, each worth .*:$/m, (_, count) => `It has ${count} parts${earned(shown)}:`)
    .replace(
      /(Each op is held to these laws on random cases), and earns .*:$/m,
      (_, held) => `${held}${earned(shown)}:`,
    )
    .replace(/^\d+\. `[\w-]+\.([\w-]+)`.*\n/gm, (line, part) =>
      partNames(exercise).includes(part) ? line : '',
    )
    .replace(/^- (.*)\n/gm, (line, law) => (isLaw(law) && !laws.includes(law) ? '' : line))
    .replace(/^Run `npx backproof grade (?:exercises --only|SUBMISSION --exercise) .*$/m, () =>
      run(exercise, shown),
    );
}

function worth(exercise: AssignedExercise, shown: AssignedExercise | undefined): string {
  if (shown === undefined) return 'graded only by hidden tests';
  const hides = exercise.hidden !== true && exercise.hidden.length > 0;
  const points = shown.points === 1 ? '1 point' : `${shown.points} points`;
  return hides ? `${points} in \`npm test\`, and further ones in hidden tests` : points;
}

/** How the parts earn points. Nothing is said about hidden tests, nor what they are worth. */
function earned(shown: AssignedExercise | undefined): string {
  if (shown === undefined) return '';
  const { credit, points } = shown;
  const parts = partNames(shown).length;
  if (credit === 'all') return '. The points are earned when all of it holds';
  if (credit !== 'parts') {
    const laws = Object.entries(credit).map(([law, each]) => `\`${law}\` ${each}`);
    return `. The points go by law (${laws.join(', ')}); those of a law are shared by the parts that are asked it`;
  }
  if (parts === 1) return '. The points are earned when all hold';
  return `. Each part is worth ${roundPoints(points / parts)} of ${points} points, earned when all of it holds`;
}

function written(whole: string, { kind, ops, id }: Exercise): string {
  if (kind !== 'rules' || ops.length === findExercise(id)?.ops.length) return whole;
  const names = ops.map((op) => `\`${op}\``);
  const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `Write \`gradient\` of ${list}; the other ops of the file are not asked for.\n${names.length === 1 ? 'Its' : 'Their'} \`compute\` is`;
}

const everyLaw = (): readonly string[] =>
  (['elementwise', 'shape', 'backward', 'realize'] as const).flatMap((id) => {
    const exercise = findExercise(id) as Exercise;
    return [...lawsOf(exercise), ...probesOf(exercise)].map(({ sentence }) => sentence);
  });

/** Lists hold other things besides. */
const isLaw = (line: string): boolean => everyLaw().includes(line);

function run(exercise: AssignedExercise, shown: AssignedExercise | undefined): string {
  const { id } = exercise;
  if (shown === undefined) return '`npm test` says nothing about this exercise.';
  const part = partNames(exercise).find((name) => !isHidden(exercise, name));
  const alone =
    partNames(shown).length > 1 ? `, or \`${testCommand} --only ${id}.${part}\` for one part alone` : '';
  return `Run \`${testCommand} --only ${id}\`${alone}. A broken law is shown with the smallest case that breaks it.`;
}
