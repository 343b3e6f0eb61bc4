/** Known mistakes in Chinese: the chapter second. */
export const second: Readonly<Record<string, string>> = {
  'The first gradient is right, but y was detached: to its own gradient it is a constant, and ∂²y/∂x² comes out as 0.':
    '一阶梯度是对的，但 y 被 detach 了：对梯度再求导时它成了常数，∂²y/∂x² 得到 0。',
  'Of what does the adjoint depend? Is that dependence still in the graph?':
    '伴随取决于什么？这种依赖关系还在计算图中吗？',
  'It is 1 − y² with the output y; this has 1 − x².': '应当是 1 − y²，其中 y 是输出；这里写成了 1 − x²。',
  'What does the slope of tanh do for large x?': 'x 很大时，tanh 的斜率会怎样？',
  'The slope is 1 − y², and not 1 − y.': '斜率是 1 − y²，而不是 1 − y。',
  'The slope at −x is the slope at x. Is yours?': '−x 处的斜率等于 x 处的斜率。你的呢？',
  'It is 1/(2y) with the output y = √x; this has 1/(2x).':
    '应当是 1/(2y)，其中输出 y = √x；这里写成了 1/(2x)。',
  'What is the exponent of x in the derivative of x^(1/2)?': 'x^(1/2) 的导数中，x 的指数是多少？',
  'The factor ½ is missing.': '少了因子 ½。',
  'y² = x: differentiate both sides.': 'y² = x：两边求导。',
  '3x² is computed of numbers: the first gradient is right, and has no graph that leads to x. ∂²y/∂x² comes out as 0.':
    '3x² 是用数值算的：一阶梯度是对的，却没有通向 x 的计算图，∂²y/∂x² 得到 0。',
  'If you differentiate the adjoint by x, how does the engine know that x is in it?':
    '伴随对 x 求导时，引擎怎么知道里面有 x？',
  'One of the two factors of x² was detached: ∂²y/∂x² comes out as 3x, and should be 6x.':
    'x² 的两个因子中有一个被 detach 了：∂²y/∂x² 得到 3x，应为 6x。',
  'How many paths lead from x to x·x?': '从 x 到 x·x 有几条路径？',
  'The exponent comes down as a factor, and must also get smaller by 1: this is 3x³.':
    '指数落到前面成为因子，它自己还必须减 1：这里写成了 3x³。',
  'What is the derivative of x³ at x = 2?': 'x³ 在 x = 2 处的导数是什么？',
  '(xᵀx)·x is a product of two factors with x in them, and Hv has the term of one: 2(xᵀv)·x is missing.':
    '(xᵀx)·x 是两个都含 x 的因子之积，而 Hv 里只有其中一个的项：少了 2(xᵀv)·x。',
  'Which terms does the derivative of a product have?': '乘积的导数有哪几项？',
  'The derivative of xᵀx along v is 2xᵀv; the 2 is missing.': 'xᵀx 沿 v 的导数是 2xᵀv，少了 2。',
  'What is (x + hv)ᵀ(x + hv), up to terms in h?': '(x + hv)ᵀ(x + hv) 展开到 h 的一次项是什么？',
  'The Hessian is taken for a diagonal one: x is multiplied by v entry by entry, and not summed.':
    '海森矩阵被当成了对角矩阵：x 与 v 逐元素相乘，没有求和。',
  'Does entry 0 of ∇f depend on x[1]?': '∇f 的元素 0 取决于 x[1] 吗？',
  'Beside the diagonal stands 0; each p depends on all entries of x.':
    '对角线之外写成了 0，而每个 p 都取决于 x 的所有元素。',
  'What does p[0] do when x[1] grows?': 'x[1] 增大时，p[0] 会怎样？',
  'This is diag(p), the derivative of exp(x)/s with s held fixed; s depends on x, too.':
    '这是 diag(p)，即固定 s 时 exp(x)/s 的导数，而 s 也取决于 x。',
  'What is the sum of a row of the Hessian? f(x + c) = f(x) + c.':
    '海森矩阵每一行的和是多少？f(x + c) = f(x) + c。',
  'This is ppᵀ − diag(p), the negative of the Hessian.': '这是 ppᵀ − diag(p)，与海森矩阵差一个负号。',
  'Log-sum-exp is convex: which sign does the diagonal have?': 'log-sum-exp 是凸函数：对角线上是什么符号？',
  'The adjoint of delta is zero; both rows have delta as a factor.':
    'delta 的伴随写成了零，而两行都以 delta 为因子。',
  'Of how many inputs is delta·b made?': 'delta·b 由几个输入得到？',
  'delta stands in both rows, and has the adjoint of the first alone.':
    'delta 出现在两行中，它的伴随却只有第一行的。',
  'An input that is used twice gets the sum of two adjoints.': '用了两次的输入，得到两个伴随之和。',
  'u went to a and w to b; u is the adjoint of the row that has b in it.':
    'u 给了 a，w 给了 b；但 u 是含 b 的那一行的伴随。',
  'In which of the two rows does a stand?': 'a 出现在两行中的哪一行？',
};
