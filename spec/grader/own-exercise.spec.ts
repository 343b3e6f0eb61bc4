/** An instructor's own exercise: from the template to a graded submission. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { loadAssignment } from '../../src/grader/assignment/load.js';
import { checkExercises } from '../../src/grader/own/check.js';
import { codeHandedOut } from '../../src/grader/own/handed-out.js';
import { loadExercise, loadFolder } from '../../src/grader/own/load.js';
import { notFinite } from '../../src/grader/own/numbers.js';
import { pageProblems } from '../../src/grader/own/pages.js';
import { project } from '../../src/grader/own/project.js';
import { templateOf } from '../../src/grader/own/template.js';
import { SetupError } from '../../src/grader/setup-error.js';
import { starterFiles } from '../../src/grader/starter/assignment-files.js';
import { folderWith } from './submit.js';

const quietly = async (...args: readonly string[]) => {
  const said: string[] = [];
  const note = (text: string) => void said.push(text);
  return { code: await run(args, { log: note, error: note }), said: said.join('\n') };
};

/** What is found of a folder with one exercise. */
const findingsOf = async (folder: string) =>
  (await checkExercises(loadFolder(folder), { runs: 6 })).flatMap(({ findings }) => findings);

/** The template with texts replaced, by the file that holds them. */
function exerciseWith(
  name: string,
  changes: Readonly<Record<string, readonly [string, string]>> = {},
): string {
  const folder = folderWith({});
  mkdirSync(join(folder, name));
  for (const { name: file, text } of templateOf(name)) {
    const [from, to] = changes[file] ?? ['', ''];
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
    writeFileSync(
      join(folder, name, file),
      text.replace(from, () => to),
    );
  }
  return join(folder, name);
}

describe('a new exercise', () => {
  it('passes its check as it is written, through the command', async () => {
    const folder = folderWith({});
    expect(await quietly('exercise', 'new', 'my-swish', '--dir', folder)).toMatchObject({ code: 0 });
    expect(await quietly('exercise', 'check', join(folder, 'my-swish'), '--runs', '6')).toEqual({
      code: 0,
      said: [
        'my-swish: all of it holds',
        '  ✓ hints: README.md has 3',
        '  ✓ numbers: the function is finite on all of 100 drawn cases',
        '  ✓ stub: it fails as not implemented',
        '  ✓ solution: it earns all 10 points',
        '  ✓ forgets-the-product-rule: it is caught and named',
        '  ✓ slope-of-sigmoid-alone: it is caught and named',
      ].join('\n'),
    });
  });

  it('is not written over another, nor under a name of ours or of no function', async () => {
    const folder = exerciseWith('swish');
    expect(await quietly('exercise', 'new', 'swish', '--dir', join(folder, '..'))).toMatchObject({ code: 2 });
    for (const name of ['matmul', 'Swish', 'new'])
      expect(await quietly('exercise', 'new', name, '--dir', folder)).toMatchObject({ code: 2 });
  });
});

describe('a check', () => {
  it('finds a stub that is solved, hints that are missing, and a misconception that is right', async () => {
    const folder = exerciseWith('swish', {
      'exercise.ts': [
        '    // BEGIN SOLUTION: return the adjoint of x\n',
        '// BEGIN SOLUTION\n// END SOLUTION\n',
      ],
      'definition.ts': [
        'gradient: ({ outGrad }, x) => multiply(outGrad, sigmoid(x)),',
        'gradient: ({ outGrad }, x) => { const s = sigmoid(x); return multiply(outGrad, multiply(s, addScalar(multiply(x, addScalar(negate(s), 1)), 1))); },',
      ],
    });
    const file = join(folder, 'exercise.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('    // END SOLUTION\n', ''));
    writeFileSync(join(folder, 'README.md'), '# Swish\n');
    const findings = await findingsOf(folder);
    const broken = findings.filter(({ holds }) => !holds).map(({ what, says }) => `${what}: ${says}`);
    expect(broken).toEqual([
      expect.stringMatching(/^hints: README.md has none/),
      expect.stringMatching(/^stub: it earns 10 of 10 points as it is handed out/),
      expect.stringMatching(/^forgets-the-product-rule: it is not caught: .* full marks/),
    ]);
  });
});

describe('the Chinese page', () => {
  const english = readFileSync('curriculum/gather/README.md', 'utf8');
  const chinese = readFileSync('curriculum/gather/README.zh.md', 'utf8');
  const exercises = loadFolder('curriculum/gather');

  /** What is wrong with each page, if the Chinese one is this. */
  const problemsOf = (page: string) => {
    const folder = folderWith({
      'README.md': `${english}\n\`\`\`ts\nadd(a, b); // a sum\n\`\`\`\n`,
      'README.zh.md': `${page}\n\`\`\`ts\nadd(a, b); // 和\n\`\`\`\n`,
    });
    return pageProblems(folder, exercises).map(
      ({ page: name, problems }) => `${name}: ${problems.join('; ')}`,
    );
  };

  it('is right if only words differ', () => {
    const linked = `${chinese}\n[提示](#提示)，[英文](README.md)，[作者](https://example.org)\n`;
    expect(problemsOf(linked)).toEqual(['README.md: ', 'README.zh.md: ']);
  });

  it.each([
    ['a title', chinese.replace(/^# /, ''), /^it has no title/],
    [
      'a hint',
      chinese.replace(/<details>\s*<summary>提示 1[\s\S]*?<\/details>/, ''),
      /hints, below ### \w+, and README\.md has/,
    ],
    [
      'other code',
      `${chinese}\n\`\`\`ts\nadd(b, a);\n\`\`\`\n`,
      /^it has 2 blocks of code, and README\.md has 1; block 1 /,
    ],
    ['a link', `${chinese}\n[这里](nowhere.md)`, /^the link to nowhere\.md leads nowhere$/],
    ['a heading', `${chinese}\n[这里](#无)`, /^the link to #无 leads nowhere$/],
  ])('is wrong by %s', (_, page, sentence) => {
    const [, said = ''] = problemsOf(page);
    expect(said.replace('README.zh.md: ', '')).toMatch(sentence);
  });
});

describe('a definition', () => {
  it('may be an expression of the inputs, entry by entry', async () => {
    const folder = exerciseWith('swish', {
      'definition.ts': ['definition: (x) => multiply(x, sigmoid(x))', "definition: 'x * sigmoid(x)'"],
    });
    const findings = await findingsOf(folder);
    expect(findings.filter(({ holds }) => !holds)).toEqual([]);
  });

  it('may make constants, such as a mask, which students make for themselves', async () => {
    const folder = weighted(folderWith({}));
    const findings = await findingsOf(folder);
    expect(findings.filter(({ holds }) => !holds)).toEqual([]);
    const wrong = project(loadExercise(folder)).solution.replace(
      'return multiply(outGrad, weights(outGrad));',
      'return multiply(outGrad, multiply(weights(outGrad), weights(outGrad)));',
    );
    const submission = folderWith({ 'weighted/weighted.ts': wrong });
    const { said } = await quietly('grade', submission, '--exercise', folder, '--no-save', '--runs', '6');
    expect(said).toContain('b = [1, 2, 3]');
    expect(said).toContain('stands for. b is a constant of the definition.');
  });

  it.each([
    ["'x * step(x)'", /\$\.definition: The expression "x \* step\(x\)" has "step"; the operators are/],
    ['(x) => multiply(x, tensor(x.toData().data))', /makes other steps or other constants for other numbers/],
  ])('is refused in a sentence: %s', (definition, sentence) => {
    const folder = weighted(folderWith({}), definition);
    expect(() => notFinite(loadExercise(folder))).toThrow(sentence);
  });
});

/** x times 1, 2 and 3: a definition with a constant. */
function weighted(parent: string, definition = '(x) => multiply(x, weights(x))'): string {
  const folder = join(parent, 'weighted');
  mkdirSync(folder);
  const weights = 'const weights = (x) => Tensor.fromData({ dtype: x.dtype, shape: [3], data: [1, 2, 3] });';
  const files = {
    'README.md':
      '# Weighted\n<details><summary>Hint 1</summary>Which factor does not depend on x?</details>\n',
    'exercise.ts': `import { Function, multiply, Tensor } from 'backproof/engine';
${weights}
class Weighted extends Function {
  static forward(ctx, x) {
    return multiply(x, weights(x));
  }
  static backward(ctx, outGrad) {
    // BEGIN SOLUTION: return the adjoint of x
    return multiply(outGrad, weights(outGrad));
    // END SOLUTION
  }
}
export const weighted = (x) => Weighted.apply(x);
`,
    'definition.ts': `import { multiply, Tensor, tensor } from 'backproof/engine';
${weights}
export default {
  title: 'Weighted',
  points: 5,
  inputs: { x: { shape: [3] } },
  definition: ${definition},
  misconceptions: {
    'forgets-the-weights': { says: 'No weights.', hint: 'Weights?', gradient: ({ outGrad }) => outGrad },
  },
};
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('the numbers of the inputs', () => {
  it('are counted where the function is not finite', () => {
    const folder = exerciseWith('swish', {
      'definition.ts': ['definition: (x) => multiply(x, sigmoid(x))', 'definition: (x) => power(x, x)'],
    });
    const file = join(folder, 'definition.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('import {', 'import { power,'));
    expect(notFinite(loadExercise(folder)).odd).toBeGreaterThan(10);
  });
});

describe('a submission of such an exercise', () => {
  it('is graded by an assignment that lists the folder, and its mistake is named', async () => {
    const folder = exerciseWith('swish');
    const wrong = project(loadExercise(folder)).solution.replace('(outGrad, slope)', '(outGrad, s)');
    const submission = folderWith({
      'swish/swish.ts': wrong,
      'hw.json': JSON.stringify({
        version: 1,
        name: 'hw',
        title: 'Homework',
        exercises: [{ folder, points: 4 }],
      }),
    });
    const assignment = join(submission, 'hw.json');
    const { code, said } = await quietly('grade', submission, '--assignment', assignment, '--no-save');
    expect(code).toBe(1);
    expect(said).toMatch(/^swish +0 \/ 4 +✗ failed$/m);
    expect(said).toContain('This looks like a known mistake, forgets-the-product-rule.');
    expect(said).toContain('This is what swish(x) stands for.');
    expect(said).toMatch(/^Gradient of input x, for cotangent 0/m);
    expect(said).toMatch(/^\{ x:f64[\s\S]*^x = /m);
    expect(said).toContain('Hint: Which terms does (uv)′ have?');
  });

  it('is not a composition of ops, which the engine would differentiate', async () => {
    const folder = exerciseWith('swish');
    const submission = folderWith({
      'swish/swish.ts': `import { multiply, sigmoid } from 'backproof/engine';\nexport const swish = (x) => multiply(x, sigmoid(x));`,
    });
    const { said } = await quietly('grade', submission, '--exercise', folder, '--no-save');
    expect(said).toContain('has no gradient rule here: write yours, as the backward of a Function');
  });
});

describe.skipIf(!hasNumPy())('an exercise in Python', () => {
  it('has a stub that is still to be written, and mistakes with names', async () => {
    const folder = folderWith({});
    const exercise = join(folder, 'swish');
    expect(await quietly('exercise', 'new', 'swish', '--python', '--dir', folder)).toMatchObject({ code: 0 });
    const { stub, solution } = project(loadExercise(exercise));
    const gradeOf = async (source: string) => {
      const submission = folderWith({ 'swish/swish.py': source });
      return quietly('grade', submission, '--exercise', exercise, '--no-save', '--runs', '6');
    };
    expect((await gradeOf(stub)).said).toMatch(/^swish +0 \/ 10 +✗ not-implemented$/m);
    expect(await gradeOf(solution)).toMatchObject({ code: 0 });
    const wrong = await gradeOf(solution.replace('(s + x * s * (1 - s))', 's'));
    expect(wrong.said).toContain('This looks like a known mistake, forgets-the-product-rule.');
    const unread = await gradeOf(`${solution}\n  )`);
    expect(unread.said).toMatch(/\nFile "swish\/swish\.py", line \d+\n/);
  });

  it('has the constants of its definition itself', async () => {
    const folder = weighted(folderWith({}));
    const source =
      'def value(x):\n    return x * [1, 2, 3]\n\n\ndef vjp(dy, x):\n    return dy * [1, 2, 3]\n';
    writeFileSync(join(folder, 'exercise.py'), source);
    const submission = folderWith({ 'weighted/weighted.py': source });
    const graded = quietly('grade', submission, '--exercise', folder, '--no-save', '--runs', '6');
    expect(await graded).toMatchObject({ code: 0 });
  });
});

function hasNumPy(): boolean {
  return spawnSync('python3', ['-c', 'import numpy']).status === 0;
}

describe('a starter', () => {
  it('has the stub of such an exercise, and all that the grader needs of it', () => {
    const exercise = loadExercise(exerciseWith('swish'));
    const assigned = { ...exercise, hidden: [], credit: 'parts' } as const;
    const tarball = { name: 'b.tgz', data: Buffer.from(''), dependencies: {}, development: {} };
    const files = starterFiles({ name: 'hw', title: 'Homework', exercises: [assigned] }, tarball);
    const starter = folderWith(Object.fromEntries(files.map(({ path, data }) => [path, String(data)])));
    const [read] = loadAssignment(join(starter, 'assignment.json')).exercises;
    expect(read).toMatchObject({ id: 'swish', points: 10, hints: exercise.hints, functions: ['swish'] });
    const stub = readFileSync(join(starter, 'exercises/swish/swish.ts'), 'utf8');
    expect(stub).toContain('    // TODO: return the adjoint of x\n    throw new NotImplemented');
    expect(stub).not.toContain('addScalar');
    expect(
      files.flatMap(({ path, data }) => (/differentiates only|σ′/.test(String(data)) ? [path] : [])),
    ).toEqual(['definitions/swish/README.md', 'exercises/swish/README.md']);
    const definition = String(files.find(({ path }) => path === 'definitions/swish/definition.js')?.data);
    expect(definition).toContain('misconceptions: {}');
    expect(definition).not.toMatch(/product-rule|addScalar\)?\(/);
    expect(exercise.own?.code).toContain('forgets-the-product-rule');
  });
});

describe('a definition that is handed out', () => {
  const handedOut = (...changes: readonly (readonly [string, string])[]) => {
    const folder = exerciseWith('swish');
    const file = join(folder, 'definition.ts');
    const text = changes.reduce(
      (done, [from, to]) => done.replace(from, () => to),
      readFileSync(file, 'utf8'),
    );
    writeFileSync(file, text);
    return codeHandedOut(loadExercise(folder));
  };

  it('is refused where its wrong rules cannot be told from the rest, or it imports the solution', () => {
    expect(() => handedOut(['misconceptions: {', "['misconceptions']: {"])).toThrow(
      'definition.ts: its wrong rules are to be left out of what students get',
    );
    const imported = ['import {', "import { swish } from './exercise.js';\nimport {"] as const;
    expect(handedOut(imported)).toContain('misconceptions: {}');
    expect(() => handedOut(imported, ['(x) => multiply(x, sigmoid(x))', '(x) => swish(x)'])).toThrow(
      'definition.ts imports exercise.ts, which holds the solution',
    );
  });
});

it('asks for no second order in Python, and says what to do instead', () => {
  const folder = exerciseWith('swish', { 'definition.ts': ['points: 10,', 'points: 10, order: 2,'] });
  writeFileSync(join(folder, 'exercise.py'), '');
  expect(() => loadExercise(folder)).toThrow(/asks for order 2, .* Leave `order` out of the definition/);
});

describe('a folder that is no exercise', () => {
  const refused = (load: () => unknown): string => {
    try {
      load();
    } catch (error) {
      if (error instanceof SetupError) return error.message;
      throw error;
    }
    return '';
  };
  const withDefinition = (from: string, to: string) =>
    refused(() => loadExercise(exerciseWith('swish', { 'definition.ts': [from, to] })));

  it('is told what is missing, and where', () => {
    expect(refused(() => loadExercise('nowhere'))).toContain('There is no folder "nowhere"');
    expect(refused(() => loadExercise(join(folderWith({ 'a/b': '' }), 'a')))).toContain(
      'has no definition.ts',
    );
    expect(withDefinition('points: 10', 'points: 0')).toContain(
      '$.points: expected points, a number above 0, got 0',
    );
    expect(withDefinition("['...'], domain: 'real'", "['...'], domain: 'rational'")).toContain(
      '$.inputs.x.domain: expected one of',
    );
    expect(withDefinition('says:', 'say:')).toMatch(
      /\$\.misconceptions\.forgets-the-product-rule\.say: there is no such/,
    );
    expect(withDefinition('export default {', 'export default {{')).toContain('does not compile');
  });

  it('is named in the assignment that lists it', () => {
    const file = join(
      folderWith({
        'hw.json': '{"version":1,"name":"a","title":"A","exercises":[{"folder":"b","points":1}]}',
      }),
      'hw.json',
    );
    expect(refused(() => loadAssignment(file))).toMatch(/\$\.exercises\[0\]\.folder: There is no folder/);
  });
});
