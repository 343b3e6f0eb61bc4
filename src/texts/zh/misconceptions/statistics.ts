/** Known mistakes in Chinese: variances, running sums and products, norms of vectors. */
export const statistics: Readonly<Record<string, string>> = {
  'The gradient is ḡ(x − x̄)/N; the factor 2 of the square is missing.':
    '梯度写成了 ḡ(x − x̄)/N，少了平方求导得到的因子 2。',
  'What is the derivative of a square?': '平方的导数是什么？',
  'The gradient is divided by N, whatever the correction.': '无论 correction 是多少，梯度总是除以 N。',
  'By what was the sum of squares divided?': '平方和除以的是什么？',
  'The gradient is 2ḡx/N, as if the mean were zero.': '梯度写成了 2ḡx/N，好像均值为零。',
  'Shift all entries by the same number: the variance does not change.': '所有元素平移同一个数，方差不变。',
  'The mean is taken over all entries, not over the axes that were reduced.':
    '均值是对所有元素求的，而不是沿被归约的轴求的。',
  'Each run along the axes has a mean of its own.': '沿这些轴的每一组元素，各有自己的均值。',
  'The mean is detached, which is right at first and wrong when differentiated again.':
    '均值被 detach 了：一阶是对的，再求一次导就错了。',
  'The sum of the deviations is zero whatever the entries are; is it also zero of their changes?':
    '无论元素是什么，离差之和总为零；那么元素变化时，离差的变化之和也为零吗？',
  'outGrad is passed through, as if each sum held its own entry alone.':
    'outGrad 被原样传回，好像每个和里只有对应的那一个元素。',
  'In how many sums is the first entry?': '第一个元素在几个和里？',
  'outGrad is summed from the front, as the value is.': 'outGrad 像前向那样从前往后累加了。',
  'An entry is in its own sum and in all later ones.': '元素在它自己的和里，也在之后所有的和里。',
  'The sum of what follows starts one entry too late.': '对后面元素的累加，晚开始了一个元素。',
  'Is an entry in its own sum?': '元素在它自己的和里吗？',
  'Every entry gets the sum of all outGrads along the axis.': '每个元素都得到了沿轴的所有 outGrad 之和。',
  'Is the last entry in the first sum?': '最后一个元素在第一个和里吗？',
  'The slope is y/x, which is 0/0 where an entry is 0.': '斜率写成了 y/x，元素为 0 处就成了 0/0。',
  'The slope is the product of the other entries. What is it if one entry is 0, and what if two are?':
    '斜率是其余元素之积。有一个元素为 0 时它是多少？有两个为 0 呢？',
  'Every entry gets the whole product.': '每个元素得到的都是整个乘积。',
  'Is an entry a factor of its own slope?': '元素是它自己斜率中的因子吗？',
  'The slope is y/x, where it is not 0/0, with a detached y.':
    '在不出现 0/0 的地方，斜率是 y/x，但其中的 y 被 detach 了。',
  'If a second entry grows, does the slope by the first one change?':
    '另一个元素增大时，对第一个元素的斜率会变吗？',
  'The gradient is the sum of ḡy from the entry on, divided by x, which is 0/0 where an entry is 0.':
    '梯度写成了从该元素起的 ḡy 之和再除以 x，元素为 0 处就成了 0/0。',
  'What is left of a product of which one factor is 0, if that factor is taken out?':
    '乘积中有一个因子为 0，把这个因子去掉，还剩什么？',
  'The gradient is the sum of ḡ from the entry on, without the other factors.':
    '梯度写成了从该元素起的 ḡ 之和，少了其他因子。',
  'What is the derivative of x₁x₂x₃ by x₂?': 'x₁x₂x₃ 对 x₂ 的导数是什么？',
  'ḡy is summed from the front, as the value is made.': 'ḡy 像前向那样从前往后累加了。',
  'An entry is a factor of its own product and of all later ones.':
    '元素是它自己那个积的因子，也是之后所有积的因子。',
  'The gradient is ḡx/y as written, which is 0/0 where all entries are 0.':
    '梯度直接按 ḡx/y 计算，元素全为 0 时就成了 0/0。',
  'What does your rule give for x = 0? Any slope between −1 and 1 would be right there; NaN is none.':
    'x = 0 时，你的规则给出什么？在那里，−1 到 1 之间的任何斜率都对，NaN 不是。',
  'The gradient is ḡx; the division by the norm is missing.': '梯度写成了 ḡx，没有除以范数。',
  'If x is twice as long, is the norm steeper?': 'x 的长度变成两倍，范数的斜率会变大吗？',
  'The gradient is 2ḡx, that of the sum of squares.': '梯度写成了 2ḡx，那是平方和的梯度。',
  'What is the derivative of the square root?': '平方根的导数是什么？',
  'The gradient is divided by the deviation as written: 0/0 where all entries are equal.':
    '梯度直接除以标准差，所有元素相等时就成了 0/0。',
  'What does your rule give for three equal entries?': '三个元素都相等时，你的规则给出什么？',
  'The gradient is that of the variance; the factor 1/(2y) of the square root is missing.':
    '这是方差的梯度，少了平方根求导得到的因子 1/(2y)。',
  'The gradient is 2ḡ(x − x̄)/((N − correction)y); the 2 of the square cancels that of the root.':
    '梯度写成了 2ḡ(x − x̄)/((N − correction)y)，而平方的 2 与平方根的 2 应当抵消。',
  'The derivative of √v is 1/(2√v).': '√v 的导数是 1/(2√v)。',
};
