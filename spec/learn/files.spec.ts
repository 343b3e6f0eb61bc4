/** What is found in, and done to, a learner's files without compiling them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { courseOf } from '../../src/grader/course.js';
import { changedLessons } from '../../src/learn/changed.js';
import { almost, hintsFor, whyOf } from '../../src/learn/hints.js';
import { type Lesson, lessonsOf } from '../../src/learn/lessons.js';
import { linker, showsLinks } from '../../src/learn/links.js';
import { found, listPage } from '../../src/learn/list.js';
import { withStub } from '../../src/learn/reset.js';
import { textOf } from '../../src/learn/rule-text.js';
import { en } from '../../src/texts/index.js';

const lessons = lessonsOf(courseOf(), 'solutions');
const named = (id: string): Lesson => lessons.find((each) => each.id === id) as Lesson;
const solutionOf = ({ chapter }: Lesson) => readFileSync(`solutions/${chapter}/${chapter}.ts`, 'utf8');
const stubOf = ({ chapter }: Lesson) => readFileSync(`dist/stubs/${chapter}/${chapter}.ts`, 'utf8');

describe('the exercises of the course', () => {
  it('stand in its order, an op of a file of rules by itself', () => {
    const ids = lessons.map(({ id }) => id);
    expect(ids.indexOf('jacobian.scalar')).toBe(0);
    expect(ids.indexOf('elementwise.negate')).toBeLessThan(ids.indexOf('shape.mean'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('have titles of their own: an op its name and what it computes', () => {
    expect(named('elementwise.negate').title).toBe('negate: y = −a');
    expect(named('matmul.left-adjoint').title).toBe('the adjoint of the left matrix');
    const titles = lessons.map(({ chapter, title }) => `${chapter} ${title}`);
    expect(new Set(titles).size).toBe(lessons.length);
  });

  it.each(lessons.map((each) => [each.id, each] as const))(
    '%s: its code is found in stub and solution',
    (_, lesson) => {
      expect(textOf(stubOf(lesson), lesson)).toContain('throw new NotImplemented(');
      const solution = textOf(solutionOf(lesson), lesson);
      expect(solution).toMatch(/[};]$/);
      expect(solution).not.toContain('NotImplemented');
    },
  );

  it.each(lessons.map((each) => [each.id, each] as const))(
    '%s: the stub comes back in its place alone',
    (_, lesson) => {
      const back = withStub(solutionOf(lesson), stubOf(lesson), lesson);
      expect(textOf(back, lesson)).toBe(textOf(stubOf(lesson), lesson));
      const others = lessons.filter(
        ({ chapter, part }) => chapter === lesson.chapter && part !== lesson.part,
      );
      const isShared = (other: Lesson) => textOf(back, other) === textOf(back, lesson);
      for (const other of others.filter((each) => !isShared(each)))
        expect(textOf(back, other)).toBe(textOf(solutionOf(lesson), other));
      expect(back).toContain('NotImplemented');
    },
  );

  it('are found by any words of their names and titles', () => {
    expect(found(lessons, 'elem neg').map(({ id }) => id)).toEqual(['elementwise.negate']);
  });
});

describe('a change of a file', () => {
  const negate = named('elementwise.negate');
  const source = stubOf(negate);
  const inFile = lessons.filter(({ chapter }) => chapter === 'elementwise');

  it('is of the exercise whose code it is in', () => {
    const now = source.replace("throw new NotImplemented('Negate.gradient');", 'return [negate(outGrad)];');
    expect(changedLessons(source, now, inFile)).toEqual([negate]);
    expect(changedLessons(source, source, inFile)).toEqual([]);
  });

  it('is of all if it is in what they share', () => {
    expect(changedLessons(source, `// mine\n${source}`, inFile)).toEqual(inFile);
  });

  it('is found although braces stand in strings and comments', () => {
    const now = source.replace(
      "throw new NotImplemented('Negate.gradient');",
      "// } here\n    console.log('}');\n    return [outGrad];",
    );
    expect(textOf(now, negate)).toMatch(/return \[outGrad\];\n\}$/);
    expect(changedLessons(source, now, inFile)).toEqual([negate]);
  });
});

describe('hints', () => {
  it('go from a question over the rule to almost the line', () => {
    const hints = hintsFor(
      named('elementwise.multiply'),
      undefined,
      solutionOf(named('elementwise.multiply')),
    );
    expect(hints[0]).toMatch(/\?$/);
    expect(hints.at(-2)).toBe('∂(a·b)/∂a = b and ∂(a·b)/∂b = a.');
    expect(hints.at(-1)).toBe('Almost the line: return [multiply(…, …), multiply(…, …)];');
  });

  it.each(lessons.map((each) => [each.id, each] as const))(
    '%s: what is said after it is no question',
    (_, lesson) => {
      expect(whyOf(lesson)).toMatch(/[^?]$/);
    },
  );

  it('give no operand away', () => {
    expect(almost('f() {\n  return [add(mulScalar(outGrad, 2), node.inputs[0]), x * y];\n}')).toBe(
      'return [add(mulScalar(…, …), …), …];',
    );
    expect(almost('f() {\n  return matrix(1, 1, () => b + Math.cos(a));\n}')).toBe(
      'return matrix(…, …, () => … + Math.cos(…));',
    );
    expect(almost('f() {\n  return i === p ? (entries[q * m + j] as number) : 0;\n}')).toBe(
      'return … === … ? … : …;',
    );
  });

  it('say no line that would be blanks alone, and of a line that opens a block, the one in it', () => {
    expect(almost('f() {\n  return tensor.cachedData as NDArray;\n}')).toBeUndefined();
    expect(almost('f() {\n  return each((i) => {\n    const j = i;\n    return sin(j);\n  });\n}')).toBe(
      'return sin(…);',
    );
  });
});

describe('the list', () => {
  it('has its titles in one column, also beside the longest name, and says when nothing matches', () => {
    const style = { columns: 200, paint: (_: string, text: string) => text, link: String, texts: en };
    const listed = (query: string) =>
      listPage(lessons, { query, at: 0 }, () => false, 200, style).slice(2, -2);
    const longest = Math.max(...lessons.map(({ id }) => id.length));
    expect(listed('')).toHaveLength(lessons.length);
    for (const line of listed('')) expect(line.slice(4 + longest)).toMatch(/^ \S/);
    expect(listed('no such exercise')).toEqual(['No exercise matches.']);
  });
});

describe('links', () => {
  it('are made where a terminal says that it has them, and the text stays', () => {
    expect(showsLinks(true, { TERM_PROGRAM: 'vscode' })).toBe(true);
    expect(showsLinks(true, { TERM: 'xterm' })).toBe(false);
    expect(showsLinks(false, { TERM_PROGRAM: 'vscode' })).toBe(false);
    expect(linker(false)('a/b.ts:3')).toBe('a/b.ts:3');
    expect(linker(true)('/a/b.ts:3')).toBe('\u001b]8;;file:///a/b.ts#3\u001b\\/a/b.ts:3\u001b]8;;\u001b\\');
  });
});
