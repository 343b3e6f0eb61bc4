/** In which language the terminal speaks; what machines read is in English. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { altered, folderWith } from '../grader/submit.js';

const submission = folderWith(
  {
    'elementwise/elementwise.ts': altered('elementwise', [
      'return [multiply(outGrad, b), multiply(outGrad, a)];',
      'return [multiply(outGrad, a), multiply(outGrad, b)];',
    ]),
  },
  afterAll,
);
const bin = resolve('bin/backproof.js');
const { LC_ALL: _, LC_MESSAGES: __, ...rest } = process.env;

function grade(LANG: string, ...args: readonly string[]) {
  const asked = ['grade', submission, '--only', 'elementwise.multiply', '--no-save', ...args];
  const env = { ...rest, LANG, NO_COLOR: '1' };
  return spawnSync(process.execPath, [bin, ...asked], { cwd: submission, env, encoding: 'utf8' });
}

describe('grade', () => {
  it('tells a failure in Chinese where the machine speaks it, and writes its reports in English', () => {
    const file = join(submission, 'grade.json');
    const { stdout } = grade('zh_CN.UTF-8', '--json', file);
    expect(stdout).toMatch(/^练习 +得分 {2}结果\nelementwise +0 \/ 1 {2}✗ 有误\n合计 +0 \/ 1 {2}种子 1\n/);
    expect(stdout).toContain('这条定律不成立：VJP 等于 JᵀΔ。\n输入 a 的梯度（余切向量 0），元素 [0]：应为 ');
    expect(stdout).toContain('重新运行这个用例：npx backproof grade');
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('This law is broken: the vjp equals JᵀΔ.');
    expect(written).not.toMatch(/\p{Script=Han}/u);
  });

  it('speaks English if told so, and lists the languages that it knows', () => {
    expect(grade('zh_CN.UTF-8', '--lang', 'en').stdout).toContain('This law is broken: the vjp equals JᵀΔ.');
    const { status, stderr } = grade('C', '--lang', 'fr');
    expect([status, stderr.split('\n')[0]]).toEqual([2, '--lang knows no "fr". It takes en, zh.']);
  });
});
