/** One word for one thing in everything that is in Chinese. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chineseFiles } from './chinese-files.js';

/** Words that books use, too, by the one of the glossary in src/texts/zh.ts. */
const others: Readonly<Record<string, readonly string[]>> = {
  伴随: ['共轭', '伴随量', '上游梯度'],
  余切向量: ['余向量', '对偶向量'],
  雅可比矩阵: ['雅克比', '雅各比', 'Jacobi 矩阵'],
  '向量-雅可比积': ['向量雅可比积', '雅可比-向量积'],
  反向传播: ['后向传播', '逆向传播', '反向传递'],
  链式法则: ['链式规则', '链式求导'],
  不可导点: ['尖点', '拐点', '折点', '不可微点'],
  计算图: ['运算图'],
  节点: ['结点'],
  惰性求值: ['延迟求值', '懒惰', '惰性执行'],
  即时求值: ['及早求值', '立即求值', '急切'],
  元素: ['条目'],
  归约: ['规约', '约简'],
  掩码: ['遮罩', '掩模'],
  容差: ['公差', '容忍度'],
  已知错误: ['误区', '常见错误'],
  待填代码: ['桩', '存根'],
  用例: ['案例', '样例'],
  参考答案: ['标准答案'],
};

const glossary = readFileSync('src/texts/zh.ts', 'utf8').split('*/')[0] ?? '';

it('is in the glossary', () => {
  expect(Object.keys(others).filter((word) => !glossary.includes(word))).toEqual([]);
});

it.each(chineseFiles)('has no other word in %s', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(Object.entries(others).filter(([, words]) => words.some((word) => text.includes(word)))).toEqual([]);
});
