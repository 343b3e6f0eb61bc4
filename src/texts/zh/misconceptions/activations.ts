/** Known mistakes in Chinese: activations and losses. */
export const activations: Readonly<Record<string, string>> = {
  'outGrad is multiplied by the value, as for exp.': 'outGrad 乘的是函数值，就像 exp 那样。',
  'What is the derivative of ln(1 + eˣ)?': 'ln(1 + eˣ) 的导数是什么？',
  'The slope is σ(y), of the value, not of the input.': '斜率写成了 σ(y)，用的是函数值，而不是输入。',
  'Was the input saved, or the output?': '保存下来的是输入，还是输出？',
  'The slope is σ(x)(1 − σ(x)): one derivative too many.': '斜率写成了 σ(x)(1 − σ(x))，多求了一次导。',
  'The derivative of softplus is the sigmoid itself, not the derivative of the sigmoid.':
    'softplus 的导数就是 sigmoid 本身，而不是 sigmoid 的导数。',
  'The slope is tanh x.': '斜率写成了 tanh x。',
  'Far to the left the function is flat, and far to the right its slope is 1; which function goes from 0 to 1?':
    '这个函数在左侧远处是平的，在右侧远处斜率为 1：哪个函数从 0 变到 1？',
  'The slopes are eᵃ and eᵇ; the division by their sum is missing.':
    '两个斜率写成了 eᵃ 和 eᵇ，没有除以它们的和。',
  'The slopes are eᵃ/(eᵃ + eᵇ) and eᵇ/(eᵃ + eᵇ) as written, so that e¹⁰⁰⁰ overflows.':
    '两个斜率直接按 eᵃ/(eᵃ + eᵇ) 和 eᵇ/(eᵃ + eᵇ) 计算，因此 e¹⁰⁰⁰ 会溢出。',
  'Try a = 1000. The slopes do not change when a and b are shifted alike.':
    '试试 a = 1000。a 和 b 一起平移，斜率不变。',
  'Each argument gets the slope of the other.': '两个参数的斜率互换了。',
  'Which of the two does a smooth maximum follow, the larger or the smaller?':
    '光滑的最大值跟随的是哪一个，较大的还是较小的？',
  'The slope is Φ(x) alone; xφ(x) is missing.': '斜率只写了 Φ(x)，少了 xφ(x)。',
  'Both factors of xΦ(x) depend on x.': 'xΦ(x) 的两个因子都取决于 x。',
  'The slope is that of xσ(1.702x), another approximation of the same function.':
    '这是 xσ(1.702x) 的斜率，而它是同一函数的另一种近似。',
  'The gradient must be that of the value that was computed.': '梯度必须属于前向实际计算的那个函数。',
  'The slope is σ(x), that of another smooth relu.': '斜率写成了 σ(x)，那是另一种光滑的 relu 的斜率。',
  'Near −0.75 gelu has a minimum: what is its slope there?': 'gelu 在 −0.75 附近有极小值：那里的斜率是多少？',
  'outGrad is multiplied by the value.': 'outGrad 乘的是函数值。',
  'What is the slope of xΦ(x) far to the right?': 'xΦ(x) 在右侧远处的斜率是多少？',
  'The slope is σ(x) alone; xσ′(x) is missing.': '斜率只写了 σ(x)，少了 xσ′(x)。',
  'Both factors of xσ(x) depend on x.': 'xσ(x) 的两个因子都取决于 x。',
  'The slope is y(1 + x(1 − y)), with the value y in place of σ(x).':
    '斜率写成了 y(1 + x(1 − y))，该用 σ(x) 的地方用了函数值 y。',
  'Which of the two was saved: σ(x), or xσ(x)?': '保存下来的是哪一个：σ(x)，还是 xσ(x)？',
  'The slope is 1 · σ(x)(1 − σ(x)): the product of the slopes of both factors.':
    '斜率写成了 1 · σ(x)(1 − σ(x))，即两个因子的斜率之积。',
  'The derivative of a product is not the product of the derivatives.': '乘积的导数不是导数的乘积。',
  'Between the bounds the slope is x/6, that of the gate (x + 3)/6 times x; the gate itself is missing.':
    '在两个边界之间，斜率写成了 x/6，即门 (x + 3)/6 的斜率乘以 x，少了门本身。',
  'Both factors of x(x + 3)/6 depend on x.': 'x(x + 3)/6 的两个因子都取决于 x。',
  'The slope is 0 to the right of 3, as it is to the left of −3.': '3 右侧的斜率也写成了 0，与 −3 左侧一样。',
  'The gate is constant beyond 3, but what is multiplied by it is not.':
    '门在 3 之外是常数，但与它相乘的不是常数。',
  'The slope is e^(−x²); the factor 2/√π is missing.': '斜率写成了 e^(−x²)，少了因子 2/√π。',
  'What stands before the integral?': '积分号前面是什么？',
  'The slope is e^(−x²/2)/√(2π), the density of the normal distribution.':
    '斜率写成了 e^(−x²/2)/√(2π)，那是正态分布的密度。',
  'Φ(x) is ½(1 + erf(x/√2)): which of the two was asked for?': 'Φ(x) 是 ½(1 + erf(x/√2))：题目要的是哪一个？',
  'The slope is 1/x, that of ln x.': '斜率写成了 1/x，那是 ln x 的斜率。',
  'Of which number is the logarithm taken?': '取的是哪个数的对数？',
  'The slope is 1/(1 + y), of the value, not of the input.':
    '斜率写成了 1/(1 + y)，用的是函数值，而不是输入。',
  'outGrad is multiplied by the value eˣ − 1, as for exp.': 'outGrad 乘的是函数值 eˣ − 1，就像 exp 那样。',
  'What is the slope at 0, and what is the value there?': '在 0 处斜率是多少？函数值又是多少？',
  'The slope is eˣ − 1, computed anew.': '斜率写成了重新计算的 eˣ − 1。',
  'What becomes of a constant when it is differentiated?': '常数求导之后变成什么？',
  'The adjoints are those of atan2(x, y): each has the wrong sign.':
    '这是 atan2(x, y) 的伴随，两个符号都反了。',
  'The first argument is y: if y grows, does the angle of a point on the right grow?':
    '第一个参数是 y：点在右侧，y 增大时，角度会增大吗？',
  'The adjoint of x comes first.': 'x 的伴随排在了前面。',
  'The first argument is y, and so is the first adjoint.': '第一个参数是 y，第一个伴随也就是 y 的。',
  'The adjoint of x is y/(x² + y²); its sign is missing.': 'x 的伴随写成了 y/(x² + y²)，少了负号。',
  'Above the x-axis: if x grows, which way does the angle go?': '在 x 轴上方，x 增大时，角度是增大还是减小？',
  'The slopes are x and −y; the division by x² + y² is missing.':
    '两个斜率写成了 x 和 −y，没有除以 x² + y²。',
  'Twice as far from the origin, how much does the angle change by the same step?':
    '到原点的距离变成两倍，走同样一步，角度变化多少？',
  'The gradient is (y − p)/N.': '梯度写成了 (y − p)/N。',
  'If the logit of the label grows, which way does the loss go?':
    '正确标签的 logit 增大时，损失是增大还是减小？',
  'The gradient is p − y; the 1/N of the mean over the batch is missing.':
    '梯度写成了 p − y，少了对一批求均值的 1/N。',
  'The loss is a mean over the rows.': '损失是各行的均值。',
  'The gradient is p/N, for the label too.': '梯度处处写成了 p/N，标签处也是如此。',
  'The gradient of each row adds up to zero.': '每一行的梯度之和为零。',
  'The probabilities are taken over all logits, not row by row.':
    '概率是在所有 logits 上归一化的，而不是逐行归一化。',
  'Each row has its own probabilities, which add up to 1.': '每一行各有自己的概率，和为 1。',
  'The probabilities are detached, so that the gradient cannot be differentiated again.':
    '概率被 detach 了，梯度因此无法再次求导。',
  'The gradient is (a − b)/N; the factor 2 of the square is missing.':
    '梯度写成了 (a − b)/N，少了平方求导得到的因子 2。',
  'The gradient is 2(a − b), as of a sum.': '梯度写成了 2(a − b)，那是求和的梯度。',
  'Both inputs get 2(a − b)/N; the sign of the second is wrong.':
    '两个输入得到的都是 2(a − b)/N，第二个的符号错了。',
  'If b grows, which way does a − b go?': 'b 增大时，a − b 是增大还是减小？',
  'N is taken from the first axis, not from all of them.':
    'N 只取了第一个轴的长度，而应当是所有轴的长度之积。',
  'Over how many entries is the mean?': '均值是对多少个元素求的？',
};
