import { expect, it } from 'vitest';
import { languageOf, textsIn } from '../../src/texts/index.js';

it('is that of the first of LC_ALL, LC_MESSAGES and LANG that says something', () => {
  expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf({ LC_ALL: 'zh', LANG: 'de_DE.UTF-8' })).toBe('zh');
  expect(languageOf({ LC_ALL: '', LC_MESSAGES: 'C', LANG: 'zh_TW.UTF-8' })).toBe('en');
  expect(languageOf({ LANG: 'zhx' })).toBe('en');
  expect(languageOf({})).toBe('en');
});

it('translates what laws put together of parts, and the parts', async () => {
  const { says } = await textsIn('zh');
  expect(says('gradient of input a, for cotangent 1')).toBe('输入 a 的梯度（余切向量 1）');
  expect(says('input 0 was changed in place by the run; compute into new arrays')).toBe(
    '运行时就地修改了输入 0；请把结果写入新的数组',
  );
  expect(says('The file cannot be loaded. It threw Error: no')).toBe('文件无法加载。抛出了 Error：no');
});

it('leaves what is an instructor’s own as it is written', async () => {
  const { says } = await textsIn('zh');
  expect(says('Think of the chain rule.')).toBe('Think of the chain rule.');
});
