/** Known mistakes in Chinese: the chapter attention. */
export const attention: Readonly<Record<string, string>> = {
  'The scores were divided by √d on the way forward; on the way back the factor is missing.':
    '前向时分数除以了 √d，反向时少了这个因子。',
  'What is the derivative of c·s by s?': 'c·s 对 s 的导数是什么？',
  'The adjoints are divided by d, and not by its root.': '伴随除以了 d，而不是 d 的平方根。',
  'By what was S divided?': 'S 除以的是什么？',
  'The adjoint of Q has the factor 1/√d, and that of K does not.': 'Q 的伴随有因子 1/√d，K 的伴随却没有。',
  'Write S as QKᵀ·c. Which of the two adjoints has the factor c?':
    '把 S 写成 QKᵀ·c。两个伴随中，哪一个有因子 c？',
  'The weights are computed anew without the mask, so that later columns get adjoints.':
    '重新计算权重时没有用掩码，后面的列因此得到了伴随。',
  'What is the adjoint of a score that was replaced by −∞?': '被替换成 −∞ 的分数，伴随是多少？',
  'p(1 − p)·outGrad is only the diagonal of the Jacobian: each weight also depends on the other scores of its row.':
    'p(1 − p)·outGrad 只是雅可比矩阵的对角线部分：每个权重还取决于所在行的其他分数。',
  'What happens to the other weights of a row when one of them grows?':
    '一行中的一个权重增大时，其他权重会怎样？',
  'outGrad·p is summed along axis 0; the weights of a row sum to 1, so the sum is along axis 1.':
    'outGrad·p 沿轴 0 求了和；但一行的权重之和为 1，因此应当沿轴 1 求和。',
  'Along which axis was the softmax taken?': 'softmax 是沿哪个轴计算的？',
  'V̄ does not have the weights as factors: every row of V gets the sum of the rows of outGrad.':
    'V̄ 里没有权重这个因子：V 的每一行得到的都是 outGrad 各行之和。',
  'With which factor does row j of V stand in row i of Y?': '在 Y 的第 i 行中，V 的第 j 行乘的是哪个因子？',
  'The adjoint of P is 0, as if the weights were given; they are computed, and have one.':
    'P 的伴随写成了 0，好像权重是给定的；但权重是算出来的，也有伴随。',
  'What are the weights made of?': '权重是由什么算出来的？',
  'The softmax is gone through with p(1 − p), the diagonal of its Jacobian.':
    '反向经过 softmax 时用了 p(1 − p)，那只是雅可比矩阵的对角线。',
  'The adjoint of P is handed to the scores as it is: the softmax between them was not gone through.':
    'P 的伴随原样传给了分数：没有反向经过中间的 softmax。',
  'Name each step of the forward pass. Has each of them its step back?':
    '把前向的每一步都列出来。每一步都有对应的反向步骤吗？',
  'The weights are computed anew without the mask, so rows see later ones.':
    '重新计算权重时没有用掩码，各行因此看到了后面的行。',
  'Which entries of the weights were 0 on the way forward?': '前向时，权重中哪些元素是 0？',
  'This is attention with one head of full width; each half of the columns has weights of its own.':
    '这是全宽的单头注意力，而列的左右两半应当各有自己的权重。',
  'Which columns of Q do the weights of head 1 depend on?': '头 1 的权重取决于 Q 的哪些列？',
  'The scores of a head are divided by the root of its own width, and on the way back by that of all columns.':
    '前向时，头的分数除以它自己宽度的平方根；反向时，却用了全部列数的平方根。',
  'How many columns does a head have?': '一个头有多少列？',
  'The left half of outGrad goes to head 1, and the right half to head 0.':
    'outGrad 的左半给了头 1，右半给了头 0。',
  'In which order were the heads joined?': '两个头是按什么顺序拼起来的？',
};
