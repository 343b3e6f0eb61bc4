/** Known mistakes in Chinese: the chapter softmax. */
export const softmax: Readonly<Record<string, string>> = {
  'Each entry gets the whole adjoint of its row: that is the rule of a sum.':
    '每个元素都得到了所在行的整个伴随：那是求和的规则。',
  'By how much does the mean of four numbers grow if one of them grows by 1?':
    '四个数中有一个增加 1，它们的均值增加多少？',
  'The adjoint is divided by n·k, as many as x has entries; each mean is of the k entries of a row.':
    '伴随除以了 n·k，即 x 的元素总数，而每个均值只对一行的 k 个元素求。',
  'How many entries are averaged into one?': '多少个元素平均成一个？',
  'Each entry gets the mean of outGrad over all rows; row i has to do with entry i of outGrad alone.':
    '每个元素得到的都是 outGrad 对所有行的均值，而第 i 行只与 outGrad 的元素 i 有关。',
  'On which entries of x does the mean of row 0 depend?': '第 0 行的均值取决于 x 的哪些元素？',
  'The factor 2, from the derivative of a square, is missing.': '少了平方求导得到的因子 2。',
  'What is the derivative of (x − m)² by x, for a fixed m?': 'm 固定时，(x − m)² 对 x 的导数是什么？',
  'The sum is divided by k − 1, as for the variance of a sample; here the variance is Σ (x − m)²/k.':
    '和除以了 k − 1，那是样本方差；这里的方差是 Σ (x − m)²/k。',
  'By what is the sum of the squares divided on the way forward?': '前向时，平方和除以的是什么？',
  'x stands where x − m should: that is the rule of the mean of the squares.':
    '该写 x − m 的地方写成了 x：那是平方的均值的规则。',
  'What does the variance of a row do if 1 is added to all of its entries?':
    '一行的所有元素都加 1，这一行的方差会怎样？',
  'p(1 − p)·outGrad is only the diagonal of the Jacobian: each p also depends on the other entries of its row.':
    'p(1 − p)·outGrad 只是雅可比矩阵的对角线部分：每个 p 还取决于所在行的其他元素。',
  'What happens to the other probabilities when one of them grows?': '一个概率增大时，其他概率会怎样？',
  'p·outGrad is the rule for a fixed sum in the denominator; the sum depends on x, too.':
    'p·outGrad 是分母中的和固定不变时的规则，而这个和也取决于 x。',
  'If all entries of outGrad are 1, what is the adjoint of x? The probabilities of a row sum to 1, whatever x is.':
    '如果 outGrad 全为 1，x 的伴随是什么？无论 x 是什么，一行的概率之和都为 1。',
  'outGrad is summed as it is, and not weighted by p.': 'outGrad 直接求了和，没有用 p 加权。',
  'Σᵢ ȳᵢ·∂pᵢ/∂xⱼ with ∂pᵢ/∂xⱼ = pᵢ(δᵢⱼ − pⱼ): which factors stand below the sum?':
    'Σᵢ ȳᵢ·∂pᵢ/∂xⱼ 中 ∂pᵢ/∂xⱼ = pᵢ(δᵢⱼ − pⱼ)：求和号下面有哪些因子？',
  'outGrad − p is right only if outGrad sums to 1 along the row.':
    '只有当 outGrad 在这一行上的和为 1 时，outGrad − p 才对。',
  'Every y of the row has the same −logsumexp in it. How many adjoints arrive there?':
    '这一行的每个 y 里都有同一个 −logsumexp。有几个伴随传到那里？',
  'Each entry has p·outGrad of its own taken away, and not p times the sum of the row of outGrad.':
    '每个元素减去的是自己的 p·outGrad，而应当是 p 乘以这一行 outGrad 之和。',
  'Does y₀ depend on x₁?': 'y₀ 取决于 x₁ 吗？',
  'This is the rule of softmax; the logarithm divides it by p.':
    '这是 softmax 的规则，而取对数后还要除以 p。',
  'y = ln p. What becomes of ∂p/∂x?': 'y = ln p。∂p/∂x 会变成什么？',
  'This is targets − p; the loss has a minus in front of the logarithm.':
    '这是 targets − p，而损失在对数前面有一个负号。',
  'Should the loss grow or fall when the logit of the right class grows?':
    '正确类别的 logit 增大时，损失应当增大还是减小？',
  'The loss is the mean over the n rows, and 1/n is missing.': '损失是 n 行的均值，少了 1/n。',
  'What happens to the loss if every row stands there twice? And to the adjoint of one of them?':
    '如果每一行都重复一遍，损失会怎样？其中一行的伴随呢？',
  '(p − targets)/n is right only if outGrad is 1: the loss need not be the end of the graph.':
    '只有当 outGrad 为 1 时，(p − targets)/n 才对：损失不一定是计算图的终点。',
  'What if somebody doubles the loss, and differentiates then?': '如果有人先把损失乘以 2 再求导，会怎样？',
  'The logits are taken for probabilities: it is σ(z) − t, not z − t.':
    'logits 被当成了概率：应当是 σ(z) − t，而不是 z − t。',
  'What is the derivative of softplus, ln(1 + eᶻ)?': 'softplus，即 ln(1 + eᶻ)，导数是什么？',
  '(σ − t)·σ(1 − σ) is the rule of the squared error; here the factor σ(1 − σ) cancels.':
    '(σ − t)·σ(1 − σ) 是平方误差的规则；在这里，因子 σ(1 − σ) 会约掉。',
  'What is the derivative of the loss by the probability σ(z)? Multiply it by σ(1 − σ).':
    '损失对概率 σ(z) 的导数是什么？再乘以 σ(1 − σ)。',
  'The adjoint of the targets is zero here; they are an input, and the loss depends on them.':
    '这里 targets 的伴随为零，但它们是输入，损失取决于它们。',
  'Write the loss as a function of t: where does t stand?': '把损失写成 t 的函数：t 出现在哪里？',
  'The mean and the variance of a row are taken for constants; both depend on every entry of it.':
    '一行的均值和方差被当成了常数，而两者都取决于这一行的每个元素。',
  'How many paths lead from x to y?': '从 x 到 y 有几条路径？',
  'The path by way of the mean is there, that by way of the variance is missing.':
    '经过均值的路径有了，少了经过方差的路径。',
  'What does y do if x is doubled?': 'x 翻倍时，y 会怎样？',
  'outGrad and outGrad·y are summed over the row; their means are needed.':
    '对 outGrad 和 outGrad·y 在行上求了和，而需要的是均值。',
  'Where does the mean of a row have its 1/k?': '一行的均值里，1/k 在哪里？',
};
