/**
 * Sentences that are made of parts where they are found, deep in laws and in the engine, by their English. What is in
 * braces in the Chinese is a part; it is translated, too, where it can be.
 */

const patterns: readonly (readonly [RegExp, string])[] = [
  // Where something is wrong.
  [/^value of output (\w+)$/, '输出 {1} 的值'],
  [/^gradient of input (\w+), (for .*)$/, '输入 {1} 的梯度（{2}）'],
  [/^gradient of ⟨VJP, u⟩ by input (\w+), (for .*)$/, '⟨VJP, u⟩ 对输入 {1} 的梯度（{2}）'],
  [/^gradient of ⟨VJP, u⟩ by Δ of output (\w+), (for .*)$/, '⟨VJP, u⟩ 对输出 {1} 的 Δ 的梯度（{2}）'],
  [/^sum of all gradients, (for .*)$/, '所有梯度之和（{1}）'],
  [/^the Jacobian of (\w+) by (\w+)$/, '{1} 对 {2} 的雅可比矩阵'],
  [/^(⟨.*⟩), (for cotangent .*)$/, '{1}（{2}）'],
  [/^Δ against x, (for .*)$/, 'Δ 与 x 的内积（{1}）'],
  [/^for cotangent (\d+) of integers$/, '整数余切向量 {1}'],
  [/^for cotangent (\d+)$/, '余切向量 {1}'],
  [/^for (2Δ₀ - 3Δ₁)$/, '取 {1}'],
  [/^for every entry of the output$/, '对输出的每个元素'],
  // How it was asked.
  [/^in mode (\w+)$/, '在 {1} 模式下'],
  [/^run a second time$/, '第二次运行时'],
  [/^run (\d+), of the same case$/, '同一用例第 {1} 次运行时'],
  [/^the first run$/, '第一次运行'],
  [/^the second run$/, '第二次运行'],
  [/^run (\d+)$/, '第 {1} 次运行'],
  [/^the sum over its (\d+) uses taken as separate inputs$/, '把 {1} 处使用各作一个输入再求和'],
  [/^the input as it is used$/, '按原样使用该输入'],
  // Titles of the exercises on one op.
  [/^([a-z_]+): (the same .*|two axes .*|all axes .*|entries .*|sums .*|means .*)$/, '{1}：{2}'],
  // Why.
  [/^That is the sum of Δ\.$/, '它应等于 Δ 之和。'],
  [/^No output depends on it\.$/, '没有输出依赖于它。'],
  [/^Every path from it to an output is detached\.$/, '从它到输出的每条路径都已被 detach 切断。'],
  [
    /^That is, a second run of the same case returned other (.*)\.$/,
    '也就是说，同一用例再运行一次，得到了不同的{1}。',
  ],
  [/^values$/, '值'],
  [/^gradients$/, '梯度'],
  [/^second derivatives$/, '二阶导数'],
  [
    /^That is (∂.*)\. (\d+) of (\d+) entries (?:is|are) wrong, in brackets:\n\n(.*)$/s,
    '也就是 {1}。{3} 个元素中有 {2} 个有误，用方括号标出：\n\n{4}',
  ],
  // What has a wrong form.
  [
    /^(\w+): gradient must return an array of (\d+) tensors?, one per input, but returned (.*)$/s,
    '{1}：gradient 必须返回含 {2} 个张量的数组，每个输入一个，却返回了 {3}',
  ],
  [
    /^(.*) must be a Tensor, but is (.*); build it with functions such as multiply\(outGrad, …\)$/s,
    '{1}必须是 Tensor，却是 {2}；请用 multiply(outGrad, …) 这样的函数来构造',
  ],
  [
    /^(.*) has shape (\(.*\)), but the input has shape (\(.*\)); a gradient has the shape of its input$/,
    '{1}的形状是 {2}，而输入的形状是 {3}；梯度与它的输入形状相同',
  ],
  [
    /^(.*) is (\w+), but the input is (\w+); keep the input's dtype$/,
    '{1}是 {2}，而输入是 {3}；请保持输入的 dtype',
  ],
  [/^(\w+): the gradient (?:for|of) input (\d+)$/, '{1}：输入 {2} 的梯度'],
  [
    /^(?:the )?(value|gradient|tangent) of (input|output) (\w+) has the shape (\(.*\)); expected (\(.*\)), the shape of \w+$/,
    '{2} {3} 的{1}的形状是 {4}，应为 {5}',
  ],
  [
    /^(?:the )?(value|gradient|tangent) of (input|output) (\w+) is (\w+); expected (\w+), the dtype of \w+$/,
    '{2} {3} 的{1}是 {4}，应为 {5}',
  ],
  [
    /^expected (\d+) (value|gradient)s, one per (input|output), got (\d+)$/,
    '应有 {1} 个{2}，每个{3}一个，实得 {4} 个',
  ],
  [/^value$/, '值'],
  [/^gradient$/, '梯度'],
  [/^tangent$/, '切向量'],
  [/^input$/, '输入'],
  [/^output$/, '输出'],
  [/^input (\d+)$/, '输入 {1}'],
  [/^a cotangent$/, '某个余切向量'],
  [
    /^(.*) was changed in place by the run; compute into new arrays$/,
    '运行时就地修改了{1}；请把结果写入新的数组',
  ],
  [/^(.*); return a copy for each input$/, '{1}；请为每个输入返回各自的副本'],
  [
    /^the gradient of input (\w+) holds numbers of this very case: the same graph is no gradient at other inputs\. Build it with tensor functions of node\.inputs and outGrad$/,
    '输入 {1} 的梯度中含有这个用例的数值：换一组输入，同一计算图就不再是梯度。请用 node.inputs 和 outGrad 的张量函数来构造',
  ],
  [/^an op of its own gives no value at half the inputs: (.*)$/s, '自定义算子在输入减半时没有给出值：{1}'],
  [
    /^the (\d+) nodes of the graph were asked for their gradients (\d+) times in all; once each is enough$/,
    '计算图有 {1} 个节点，却总共求了 {2} 次梯度；每个节点一次就够了',
  ],
  [
    /^the (\d+) nodes of the graph were computed (\d+) times in all; once each is enough$/,
    '计算图有 {1} 个节点，却总共计算了 {2} 次；每个节点一次就够了',
  ],
  [
    /^(.*): a gradient is written with tensor functions; compute was called (?:(\d+) times|once) while the rule ran, to read numbers$/,
    '{1}：梯度要用张量函数写出；规则运行时却调用了 compute 来读取数值',
  ],
  [
    /^(.*): a gradient is written with tensor functions; compute (?:of \w+ )?was called while it computed$/,
    '{1}：梯度要用张量函数写出；它在计算时却调用了 compute',
  ],
  [
    /^(.*): a gradient is written with tensor functions and may not read values \(`cachedData`\); in lazy mode, where nothing is computed yet, it threw (.*)$/s,
    '{1}：梯度要用张量函数写出，不能读取数值（`cachedData`）；在 lazy 模式下什么都还没有计算，它抛出了 {2}',
  ],
  // Why a file cannot be checked.
  [/^There is no file (.*)\.$/, '没有文件 {1}。'],
  [/^The file does not compile\.\n(.*)$/s, '文件无法编译。\n{1}'],
  [/^The file cannot be loaded\. (.*)$/s, '文件无法加载。{1}'],
  [
    /^(.*) does not export (.*)\. Keep the names that the stub exports: the engine imports them\.$/,
    '{1} 没有导出 {2}。请保留待填代码导出的名称：引擎要导入它们。',
  ],
  [/^It threw (\w+): (.*)$/s, '抛出了 {1}：{2}'],
  [
    /^It gave no answer within ([\d.]+) s\. Is there a loop that does not end\?$/,
    '{1} 秒内没有给出结果。是不是有循环没有结束？',
  ],
  [/^the process of the submission died too often to be restarted$/, '提交的进程多次中止，不再重新启动'],
];

/**
 * @param says translates a part
 * @returns undefined if no sentence is made so
 */
export function madeOfParts(sentence: string, says: (part: string) => string): string | undefined {
  for (const [pattern, chinese] of patterns) {
    const parts = pattern.exec(sentence);
    if (parts !== null) return chinese.replace(/\{(\d)\}/g, (_, number) => says(parts[Number(number)] ?? ''));
  }
  return undefined;
}
