/** What a learner reads in Chinese: no English is left, and no line is wider than the terminal. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { widthOf } from '../../src/formats/width.js';
import { courseOf } from '../../src/grader/course.js';
import { Checker } from '../../src/learn/checker.js';
import { keyLine, solvedLine } from '../../src/learn/frame.js';
import { hintsFor } from '../../src/learn/hints.js';
import { lessonsOf } from '../../src/learn/lessons.js';
import { found, listPage } from '../../src/learn/list.js';
import { page } from '../../src/learn/pages.js';
import { type Style, wrapped } from '../../src/learn/style.js';
import { textsIn } from '../../src/texts/index.js';
import { altered, folderWith } from '../grader/submit.js';

const texts = await textsIn('zh');
const style: Style = { columns: 60, texts, paint: (_, text) => text, link: (place) => place };

describe('prose without blanks', () => {
  const text =
    '输入的伴随，是对输出的所有元素 k，把 Δₖ 乘以 yₖ 的斜率再加起来：āᵢ = Σₖ Δₖ·∂yₖ/∂aᵢ。（没有别的项。）';

  it.each([12, 20, 33, 60])('is broken between characters, to lines of at most %d columns', (columns) => {
    const lines = wrapped(text, columns);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    expect(lines.filter((line) => /^[，。：；、）]|（$/.test(line))).toEqual([]);
  });
});

describe('learn in Chinese', () => {
  const source = altered('shape', [
    'gradient(outGrad: Tensor, _: Node<One>): One {\n    return [transpose(outGrad, this.axes)];',
    'gradient(outGrad: Tensor, node: Node<One>): One {\n    return [reshape(outGrad, node.inputs[0].shape)];',
  ]);
  const folder = folderWith({ 'shape/shape.ts': source }, afterAll);
  cpSync('exercises/shape/README.md', join(folder, 'shape/README.md'));
  cpSync('exercises/shape/README.zh.md', join(folder, 'shape/README.zh.md'));
  const assignment = courseOf(['shape', 'conv']);
  const lessons = lessonsOf(assignment, folder);
  const checker = new Checker(folder, assignment, folder, texts);
  afterAll(() => checker.stop());
  const lessonCalled = (id: string) => {
    const lesson = lessons.find((each) => each.id === id);
    if (lesson === undefined) throw new Error(`there is no ${id}`);
    return lesson;
  };
  const pageOf = async (id: string): Promise<readonly string[]> => {
    const shown = {
      lesson: lessonCalled(id),
      number: 1,
      total: 2,
      place: 'a.ts:3',
      checkedBy: 'save',
    } as const;
    return page(shown, await checker.check(shown.lesson), undefined, style);
  };

  it('explains a wrong rule, names the mistake and works an entry by hand', async () => {
    const lines = await pageOf('shape.transpose');
    const text = lines.join('\n');
    expect(text).toMatch(/^shape\.transpose +第 1 题，共 2 题 · [\d.]+ 分\ntranspose：交换两个轴/);
    expect(text).toContain('✗ 有误：');
    expect(text.replaceAll('\n', '')).toContain('这条定律不成立：VJP 等于 JᵀΔ。也就是说：');
    expect(text).toContain('ā 应为');
    expect(text).toContain('手算：');
    expect(text).toContain('这是一个已知错误：transpose-reshapes');
    expect(text).not.toMatch(/[a-z]+ [a-z]+ [a-z]+ [a-z]+ [a-z]+/);
    const prose = lines.filter((line) => /\p{Script=Han}/u.test(line) && !line.includes('npx backproof'));
    expect(Math.max(...prose.map(widthOf))).toBeLessThanOrEqual(60);
  });

  it('says of a right one where to read on, on the Chinese page', async () => {
    const text = (await pageOf('shape.reshape')).join('\n');
    expect(text).toContain('✓ 正确：');
    expect(text).toMatch(/延伸阅读：.*shape\/README\.zh\.md:\d+（.*\p{Script=Han}/u);
  });

  it('gives the hints of ops, and those of a chapter from its Chinese page', () => {
    const [question] = hintsFor(lessonCalled('shape.reshape'), undefined, undefined, texts);
    expect(question).toMatch(/\p{Script=Han}.*[？。]$/u);
    for (const lesson of lessons.filter(({ chapter }) => chapter === 'conv'))
      for (const hint of hintsFor(lesson, undefined, undefined, texts))
        expect(hint).toMatch(/\p{Script=Han}|=/u);
  });

  it('finds exercises by Chinese words and by English ones', () => {
    expect(found(lessons, '卷积', texts).length).toBeGreaterThan(0);
    expect(found(lessons, 'reshape', texts).map(({ id }) => id)).toEqual(['shape.reshape']);
    const lines = listPage(lessons, { query: '', at: 0 }, () => false, 9, style);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(60);
  });

  it('has a frame as wide as the terminal', () => {
    expect(widthOf(solvedLine(3, 9, style))).toBeLessThanOrEqual(60);
    expect(keyLine(true, style).join(' ')).toBe(
      '空格 检查  h 提示  n 下一题  l 列表  r 重置  c 全部检查 o 图示  q 退出',
    );
  });
});
