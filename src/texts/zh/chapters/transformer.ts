/** Known mistakes in Chinese: the chapter transformer. */
export const transformer: Readonly<Record<string, string>> = {
  'Mean and deviation of a row depend on X, and this rule treats both as constants.':
    '一行的均值和标准差都取决于 X，这条规则却把两者当成了常数。',
  'On which three paths does X reach the normalized rows?': 'X 经过哪三条路径到达归一化后的各行？',
  'If a row of X is doubled, Y nearly stays as it is. What does that say of its adjoint?':
    'X 的一行翻倍，Y 几乎不变。由此可知，它的伴随有什么性质？',
  'The means are taken of outGrad, and g is multiplied at the end; the adjoint of the normalized rows is outGrad·g from the start.':
    '先对 outGrad 求了均值，最后才乘 g；而归一化后各行的伴随，一开始就是 outGrad·g。',
  'Which step comes last on the way forward, and so first on the way back?':
    '前向时的最后一步是哪一步，也就是反向时的第一步？',
  'The adjoint of the hidden layer goes on as if relu were not there.':
    '隐藏层的伴随直接往下传，好像没有 relu。',
  'Which function stands between the two matrix products?': '两次矩阵乘法之间是哪个函数？',
  'The adjoint of W2 is made of XW1 + b1; what W2 was multiplied by is the relu of it.':
    'W2 的伴随用的是 XW1 + b1，而与 W2 相乘的是它经过 relu 的结果。',
  'What does W2 read?': 'W2 读取的是什么？',
  'X̄ has only what comes back through the branch; X is added to Y directly, too.':
    'X̄ 只含经分支传回的部分，而 X 还直接加到了 Y 上。',
  'Which paths lead from X to Y?': '从 X 到 Y 有哪些路径？',
  'X̄ is outGrad alone; X is also read by the branch.': 'X̄ 只有 outGrad，而分支也读取了 X。',
  'X is read by queries, keys and values, and its adjoint has only the way through the values.':
    '查询、键和值都读取 X，而它的伴随只含经过值的那条路径。',
  'How many matrix products read X?': '有几个矩阵乘法读取 X？',
  'The columns of outGrad that belong to Q go to Wk, and those of K to Wq.':
    'outGrad 中属于 Q 的列给了 Wk，属于 K 的列给了 Wq。',
  'In which order are the three put side by side?': '三者是按什么顺序并排的？',
  'The scores were divided by √h on the way forward; on the way back the factor is missing.':
    '前向时分数除以了 √h，反向时少了这个因子。',
  'The softmax is gone through with P·P̄, as if the sum in its denominator were a constant.':
    '反向经过 softmax 时用了 P·P̄，好像分母中的和是常数。',
  'The weights of a row sum to 1. What does that say of the adjoints of its scores?':
    '一行的权重之和为 1。由此可知，这一行分数的伴随有什么性质？',
  'X̄ has only what comes back through attention; X is added to A directly, too.':
    'X̄ 只含经注意力传回的部分，而 X 还直接加到了 A 上。',
  'Which paths lead from X to A?': '从 X 到 A 有哪些路径？',
  'Ā has only what comes back through the feed-forward block; A is added to Y directly, too.':
    'Ā 只含经前馈网络传回的部分，而 A 还直接加到了 Y 上。',
  'Which paths lead from A to Y?': '从 A 到 Y 有哪些路径？',
  'Mean and deviation of the rows are taken for constants in both normalizations.':
    '在两次归一化中，各行的均值和标准差都被当成了常数。',
  'On which three paths does a row reach its normalized row?': '一行经过哪三条路径到达归一化后的行？',
};
