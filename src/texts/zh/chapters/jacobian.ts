/** Known mistakes in Chinese: the chapter jacobian. */
export const jacobian: Readonly<Record<string, string>> = {
  'x stands in x·y and in sin x, and ∂f/∂x has the slope of sin x alone.':
    'x 出现在 x·y 和 sin x 中，而 ∂f/∂x 里只有 sin x 的斜率。',
  'In how many terms of f does x stand?': 'x 出现在 f 的几项里？',
  '∂f/∂y stands where ∂f/∂x should be, and the other way round.': '∂f/∂x 和 ∂f/∂y 写反了位置。',
  'In which order are the inputs?': '输入的顺序是怎样的？',
  'The slope of sin is cos; −sin is that of cos.': 'sin 的斜率是 cos；−sin 是 cos 的斜率。',
  'What is the slope of sin at 0?': 'sin 在 0 处的斜率是多少？',
  'Rows stand for entries of X, and columns for entries of Y: that is Jᵀ.':
    '行对应 X 的元素，列对应 Y 的元素：这是 Jᵀ。',
  'A row of J is the gradient of one entry of the output.': 'J 的一行是输出的一个元素的梯度。',
  'The entries of Y are counted column by column; here as in NumPy they are counted row by row.':
    'Y 的元素是逐列编号的；这里与 NumPy 一样，应当逐行编号。',
  'Which entry of Y comes second, Y[0,1] or Y[1,0]?': 'Y 的第二个元素是哪个，Y[0,1] 还是 Y[1,0]？',
  'Each row of Y depends on one row of X; here it depends on all of them.':
    'Y 的每一行只取决于 X 的一行，这里却取决于所有行。',
  'Does Y[0,0] change if X[1,0] does?': 'X[1,0] 变化时，Y[0,0] 会变吗？',
  'Each column of Y depends on one column of W; here it depends on all of them.':
    'Y 的每一列只取决于 W 的一列，这里却取决于所有列。',
  'Does Y[0,0] change if W[0,1] does?': 'W[0,1] 变化时，Y[0,0] 会变吗？',
  'The entries of W are counted column by column; here as in NumPy they are counted row by row.':
    'W 的元素是逐列编号的；这里与 NumPy 一样，应当逐行编号。',
  'Which entry of W comes second, W[0,1] or W[1,0]?': 'W 的第二个元素是哪个，W[0,1] 还是 W[1,0]？',
  'Rows stand for entries of W, and columns for entries of Y: that is Jᵀ.':
    '行对应 W 的元素，列对应 Y 的元素：这是 Jᵀ。',
  'b is added to every row of Y; here only the first row depends on it.':
    'b 加到了 Y 的每一行上，这里却只有第一行取决于它。',
  'How often does b[0] stand in Y?': 'b[0] 在 Y 中出现几次？',
  'Every entry is 1, as if b were one number that is added to all of Y.':
    '每个元素都是 1，好像 b 是加到整个 Y 上的一个数。',
  'Does Y[0,0] change if b[1] does?': 'b[1] 变化时，Y[0,0] 会变吗？',
  'b is used by every row of Y, and its adjoint has only what the first row sends back.':
    'Y 的每一行都用到 b，而它的伴随只含第一行传回的部分。',
  'An input that is used n times gets the sum of n adjoints.': '用了 n 次的输入，得到 n 个伴随之和。',
  'The adjoint of b is the mean over the rows of outGrad, and not their sum.':
    'b 的伴随取了 outGrad 各行的均值，而应当求和。',
  'By how much does the sum of Y change if b[0] grows by 1?': 'b[0] 增加 1，Y 的所有元素之和增加多少？',
  'The adjoint of W is the sum over the rows of X: that is JᵀΔ for a Δ of ones, whatever outGrad is.':
    'W 的伴随成了 X 各行之和：那是 Δ 全为 1 时的 JᵀΔ，与 outGrad 无关。',
  'Where does outGrad stand in the adjoint of W?': 'W 的伴随里，outGrad 出现在哪里？',
  'This is W, the Jacobian of Wx: that of sin is missing.':
    '这是 W，也就是 Wx 的雅可比矩阵，少了 sin 的雅可比矩阵。',
  'z is made of x in two steps; how many Jacobians are there?': '由 x 得到 z 要两步：有几个雅可比矩阵？',
  'cos is taken of the entries of x; the sine was taken of those of Wx.':
    'cos 取在 x 的元素上，而 sin 是取在 Wx 的元素上的。',
  'At which point is the Jacobian of the outer function taken?': '外层函数的雅可比矩阵要在哪一点上求？',
  'The sine itself stands where its slope should be.': '该写 sin 的斜率的地方，写成了 sin 本身。',
  'What is the Jacobian of a function that goes entry by entry?': '逐元素作用的函数，雅可比矩阵是什么样的？',
  'x also reaches y without passing through A: the identity matrix is missing.':
    'x 还可以不经过 A 直接到达 y：少了单位矩阵。',
  'In how many terms of y does x stand?': 'x 出现在 y 的几项里？',
  'This is diag(cos x)·A, and A is the outer function: its Jacobian stands to the left.':
    '这是 diag(cos x)·A，但 A 是外层函数，它的雅可比矩阵应当在左边。',
  'Which of the two functions is applied last?': '两个函数中，哪一个是最后作用的？',
  'The Jacobians of the two paths are multiplied; a sum has the sum of the Jacobians.':
    '两条路径的雅可比矩阵相乘了，而和的雅可比矩阵是它们之和。',
  'Along a path Jacobians are multiplied. And those of two paths that meet?':
    '沿一条路径，雅可比矩阵相乘。两条路径汇合时呢？',
};
