/** Known mistakes in Chinese: arithmetic, entry by entry. */
export const elementwise: Readonly<Record<string, string>> = {
  'The gradient is 1 for each input, whatever outGrad is.': '无论 outGrad 是什么，每个输入的梯度都是 1。',
  'A gradient method returns outGrad times the derivative, not the derivative.':
    'gradient 方法返回的是 outGrad 乘以导数，而不是导数本身。',
  'outGrad is split between the two inputs.': 'outGrad 被平分给了两个输入。',
  'If one summand grows by 1, by how much does the sum grow?': '一个加数增加 1，和增加多少？',
  'One adjoint is returned for two inputs.': '有两个输入，却只返回了一个伴随。',
  'There is one adjoint per input, in the order of the inputs.': '每个输入对应一个伴随，顺序与输入一致。',
  'outGrad is changed in place.': 'outGrad 被就地修改了。',
  'outGrad belongs to the caller, who may use it again.': 'outGrad 属于调用者，之后可能还要用。',
  'Arrays of numbers are returned instead of tensors.': '返回的是数值数组，而不是张量。',
  'A gradient is made of tensor functions, so that it can be differentiated again.':
    '梯度要用张量函数来构造，这样才能再次求导。',
  'Both inputs get outGrad, as in an addition.': '两个输入都得到 outGrad，就像加法那样。',
  'If b grows by 1, which way does a - b go?': 'b 增加 1，a - b 是增大还是减小？',
  'The adjoints are returned in swapped order.': '返回的伴随顺序颠倒了。',
  'The first adjoint belongs to the first input.': '第一个伴随属于第一个输入。',
  'The scalar is added to outGrad.': '标量被加到了 outGrad 上。',
  'A constant shift does not change how fast the output grows.': '加一个常数，不会改变输出增长的快慢。',
  'Each input gets outGrad times itself instead of times the other factor.':
    '每个输入都用 outGrad 乘了自己，而应当乘另一个因子。',
  'Which factor remains when you differentiate a·b by a?': 'a·b 对 a 求导，剩下的是哪个因子？',
  'Both inputs get outGrad times the product.': '两个输入得到的都是 outGrad 乘以整个乘积。',
  'The other factor is returned, without outGrad.': '只返回了另一个因子，没有乘 outGrad。',
  'outGrad is multiplied in twice.': 'outGrad 被乘了两次。',
  'The gradient is linear in outGrad: twice the outGrad, twice the gradient.':
    '梯度关于 outGrad 是线性的：outGrad 翻倍，梯度也翻倍。',
  'The gradient is computed on detached data, so it cannot be differentiated again.':
    '梯度是用 detach 之后的数据算的，因此无法再次求导。',
  'Build the gradient from tensor functions: for a second derivative it is differentiated again.':
    '梯度要用张量函数来构造：求二阶导数时，还要对它再求一次导。',
  'One of the factors is detached in the gradient, so that half of the second derivative is missing.':
    '梯度中有一个因子被 detach 了，二阶导数因此少了一半。',
  'Second derivatives are symmetric: by a then b is by b then a.':
    '二阶导数是对称的：先对 a 后对 b，与先对 b 后对 a 相同。',
  'What the first call stored is added to the second.': '第一次调用存下的结果，被加进了第二次的结果。',
  'A gradient method depends on outGrad and the node alone; it remembers nothing.':
    'gradient 方法只取决于 outGrad 和节点，不应记住任何东西。',
  'The gradient passes through float32 on its way.': '梯度在计算途中变成了 float32。',
  'Keep the dtype of the input from end to end.': '从头到尾都要保持输入的 dtype。',
  'outGrad is passed through as it is.': 'outGrad 被原样传回。',
  'If a grows by 1, by how much does 3·a grow?': 'a 增加 1，3·a 增加多少？',
  'outGrad is divided by the scalar, as if the way back undid the way forward.':
    'outGrad 被除以了标量，好像反向就是把前向的运算倒过来做。',
  'A gradient says how much z changes when a does; it does not solve z = 3·a for a.':
    '梯度说的是 a 变化时 z 变化多少，并不是从 z = 3·a 中解出 a。',
  'The sign of the gradient is flipped.': '梯度的符号反了。',
  'If a grows by 1, which way does 3·a go?': 'a 增加 1，3·a 是增大还是减小？',
  'outGrad is passed through with its sign kept.': 'outGrad 被传回时没有变号。',
  'If a grows, which way does −a go?': 'a 增大时，−a 是增大还是减小？',
  'The gradient is −1, whatever outGrad is.': '无论 outGrad 是什么，梯度都是 −1。',
  'The denominator gets +ḡa/b².': '分母得到的是 +ḡa/b²。',
  'If b grows, which way does a/b go?': 'b 增大时，a/b 是增大还是减小？',
  'The denominator gets −ḡa/b.': '分母得到的是 −ḡa/b。',
  'Differentiate a·b⁻¹ by b: what happens to the exponent?': 'a·b⁻¹ 对 b 求导：指数会怎样变化？',
  'The denominator gets −ḡ/b².': '分母得到的是 −ḡ/b²。',
  'Differentiate a·b⁻¹ by b: a stays as a factor.': 'a·b⁻¹ 对 b 求导：a 作为因子保留下来。',
  'The denominator gets −a/b², without outGrad.': '分母得到的是 −a/b²，没有乘 outGrad。',
  'The numerator gets ḡ·b.': '分子得到的是 ḡ·b。',
  'a/b is a times 1/b: what is its derivative by a?': 'a/b 就是 a 乘以 1/b：它对 a 的导数是什么？',
  'The numerator gets 1/b, without outGrad.': '分子得到的是 1/b，没有乘 outGrad。',
  'The first adjoint belongs to the first input: the numerator.': '第一个伴随属于第一个输入，也就是分子。',
  'outGrad is multiplied by the scalar instead of divided.': 'outGrad 应当除以标量，却乘了标量。',
  'a/c is a times 1/c: what is its derivative by a?': 'a/c 就是 a 乘以 1/c：它对 a 的导数是什么？',
  'If a grows by 1, by how much does a/4 grow?': 'a 增加 1，a/4 增加多少？',
  'The mask of positive entries is returned, without outGrad.': '返回的是标出正元素的掩码，没有乘 outGrad。',
  'outGrad is multiplied by relu(x) instead of with its slope.':
    'outGrad 乘的是 relu(x)，而不是 relu 的斜率。',
  'How steep is relu at x = 3? It is not 3.': 'relu 在 x = 3 处的斜率是多少？不是 3。',
  'The mask is computed as relu(x) / x, which is NaN at 0.': '掩码是用 relu(x) / x 算的，在 0 处会得到 NaN。',
  'Try x = 0.': '试试 x = 0。',
  'outGrad is passed through for negative entries too; the mask is 1 everywhere.':
    '负元素处也传回了 outGrad：掩码处处都是 1。',
  'How steep is relu at x = −3? relu(x) is never negative: is it the right thing to ask?':
    'relu 在 x = −3 处的斜率是多少？relu(x) 从不为负，那么该用它来判断吗？',
  'outGrad is let through where x is negative, and held back where it is positive.':
    'x 为负处放行了 outGrad，x 为正处反而挡住了。',
  'How steep is relu at x = 3?': 'relu 在 x = 3 处的斜率是多少？',
  'The negative entries of outGrad are set to zero, not those of x.':
    '被置零的是 outGrad 为负的元素，而不是 x 为负的位置。',
  'Whose sign decides how steep relu is?': 'relu 的斜率由谁的符号决定？',
  'outGrad is passed through for negative entries too.': '负元素处也原样传回了 outGrad。',
  'How steep is |x| at x = −2?': '|x| 在 x = −2 处的斜率是多少？',
  'The sign is computed as x / |x|, which is NaN at 0.': '符号是用 x / |x| 算的，在 0 处会得到 NaN。',
  'outGrad is multiplied by x instead of with its sign.': 'outGrad 乘的是 x，而不是 x 的符号。',
  'How steep is |x| at x = −3? It is not −3.': '|x| 在 x = −3 处的斜率是多少？不是 −3。',
  'The absolute value of outGrad is returned.': '返回的是 outGrad 的绝对值。',
  'Whose sign decides which way |x| goes?': '|x| 是增大还是减小，由谁的符号决定？',
  'The smaller entry gets the gradient.': '梯度给了较小的元素。',
  'Which of the two does max(a, b) follow when it changes a little?':
    'max(a, b) 稍有变化时，跟随的是哪一个？',
  'Where the entries tie, both get the whole of outGrad.': '元素并列时，两边都得到了整个 outGrad。',
  'If a and b tie and both grow by 1, by how much does max(a, b) grow?':
    'a 与 b 并列，两者都增加 1，max(a, b) 增加多少？',
  'Where the entries tie, neither gets anything.': '元素并列时，两边都没有得到梯度。',
  'Both entries get outGrad.': '两个元素都得到了 outGrad。',
  'Does max(a, b) change when the smaller one changes a little?': '较小的那个稍有变化，max(a, b) 会变吗？',
  'Does min(a, b) change when the larger one changes a little?': '较大的那个稍有变化，min(a, b) 会变吗？',
  'If a and b tie and both grow by 1, by how much does min(a, b) grow?':
    'a 与 b 并列，两者都增加 1，min(a, b) 增加多少？',
  'The larger entry gets the gradient.': '梯度给了较大的元素。',
  'Which of the two does min(a, b) follow when it changes a little?':
    'min(a, b) 稍有变化时，跟随的是哪一个？',
};
