/** Known mistakes in Chinese: the chapter conv. */
export const conv: Readonly<Record<string, string>> = {
  'The columns of the zeros are taken, and not those of the entries.':
    '取的是零所在的列，而不是元素所在的列。',
  'In which column of y is x[0, 1]?': 'x[0, 1] 在 y 的哪一列？',
  'The adjoints of the zeros are added; the zeros do not depend on x.':
    '零的伴随也加了进来，而零并不取决于 x。',
  'On which entries of x does y[0, 1] depend?': 'y[0, 1] 取决于 x 的哪些元素？',
  'The adjoints stand in columns 1, 3, …; columns 0, 2, … were kept.':
    '伴随放在了第 1、3、… 列，而保留的是第 0、2、… 列。',
  'Which column of x is column 0 of y?': 'y 的第 0 列是 x 的哪一列？',
  'Columns that were left out get the adjoint of their neighbour, and not zeros.':
    '被去掉的列得到了相邻列的伴随，而应当是零。',
  'Does y change if x[0, 1] does?': 'x[0, 1] 变化时，y 会变吗？',
  'The four adjoints of a block are averaged; an entry that is used four times gets their sum.':
    '一块的四个伴随取了平均，而用了四次的元素应当得到它们的和。',
  'By how much does the sum of y grow if x[0, 0] grows by 1?': 'x[0, 0] 增加 1，y 的所有元素之和增加多少？',
  'Of the four adjoints of a block only the one in its first corner is taken.':
    '一块有四个伴随，却只取了左上角的那一个。',
  'Does y[1, 1] depend on x[0, 0]?': 'y[1, 1] 取决于 x[0, 0] 吗？',
  'Four entries that follow each other in memory are summed; a block lies in two rows.':
    '把内存中连续的四个元素加了起来，而一块是跨两行的。',
  'In row-major order, which entry of y follows y[0, 1]?': '按行优先的顺序，y[0, 1] 之后是 y 的哪个元素？',
  'Each entry of a block gets the whole adjoint: that is the rule of a sum.':
    '块中每个元素都得到了整个伴随：那是求和的规则。',
  'The adjoint is divided by 2, the side of a block; a block has 2·2 entries.':
    '伴随除以了 2，即块的边长，而一块有 2·2 个元素。',
  'The first corner of each block gets all of the adjoint, as if it had been picked.':
    '整个伴随都给了每块的左上角，好像只选中了它。',
  'Does y change if the last entry of a block does?': '块的最后一个元素变化时，y 会变吗？',
  'The kernel stands in each row backwards: that is the convolution of mathematics. Here w[0] meets the first entry of a window.':
    '每一行中的卷积核是倒着的：那是数学上的卷积。在这里，w[0] 与窗口的第一个元素相乘。',
  'What is ∂y[0]/∂x[0]?': '∂y[0]/∂x[0] 是什么？',
  'The kernel stands at the beginning of every row; the window moves by one entry from row to row.':
    '卷积核都放在了行首，而窗口每下一行就移动一个元素。',
  'Which entries of x does y[1] read?': 'y[1] 读取 x 的哪些元素？',
  'Rows stand for entries of x, and columns for entries of y: that is Jᵀ.':
    '行对应 x 的元素，列对应 y 的元素：这是 Jᵀ。',
  'Every row has the first entries of x; the window moves by one entry from row to row.':
    '每一行都是 x 开头的几个元素，而窗口每下一行就移动一个元素。',
  'The window is read from its end: w[0] meets its first entry.':
    '窗口是从末尾开始读的，而 w[0] 对应它的第一个元素。',
  'Which entry of x is multiplied by w[0] in y[0]?': '在 y[0] 中，与 w[0] 相乘的是 x 的哪个元素？',
  'To get the adjoint of x, the kernel slides over outGrad as it slid over x; on the way back it is turned round.':
    '求 x 的伴随时，卷积核像滑过 x 那样滑过了 outGrad，而反向时应当先把它翻转。',
  'x[1] is in y[0] with the weight w[1], and in y[1] with which one?':
    'x[1] 在 y[0] 中的权重是 w[1]，在 y[1] 中呢？',
  'The entries of the adjoint of w are in reverse.': 'w 的伴随，元素的顺序反了。',
  'Which entries of x does w[0] meet?': 'w[0] 与 x 的哪些元素相乘？',
  'The adjoint of w is a sum of entries of x: that is JᵀΔ for a Δ of ones, whatever outGrad is.':
    'w 的伴随成了 x 的元素之和：那是 Δ 全为 1 时的 JᵀΔ，与 outGrad 无关。',
  'Where does outGrad stand in the adjoint of w?': 'w 的伴随里，outGrad 出现在哪里？',
  'What went through entry [p, q] of the kernel comes back through the opposite one.':
    '前向经过卷积核元素 [p, q] 的，反向时却经过了与它相对的元素。',
  'Through which weight did x[0, 0] reach y[0, 0]? With a padding of 1 it is not W[0, 0].':
    'x[0, 0] 经过哪个权重到达 y[0, 0]？填充为 1 时，不是 W[0, 0]。',
  'The adjoint of the padded images is cut off at its end, and begins with that of the padding.':
    '填充后图像的伴随只切掉了末尾，开头还是填充处的伴随。',
  'Where among the zeros does x[0, 0] lie?': '在填充的零当中，x[0, 0] 在什么位置？',
  'The adjoint of the weights has only what the first image sends back.':
    '权重的伴随只含第一张图像传回的部分。',
  'An input that is used once per image gets the sum over the images.':
    '每张图像都用一次的输入，得到对所有图像的和。',
};
