/** Known mistakes in Chinese: the chapter function. */
export const functions: Readonly<Record<string, string>> = {
  'x·σ(x) is a product of two factors that both depend on x; this rule differentiates only the first.':
    'x·σ(x) 是两个都取决于 x 的因子之积，而这条规则只对第一个因子求了导。',
  'Which terms does (uv)′ have?': '(uv)′ 有哪几项？',
  'The slope of the sigmoid is there, but not the factor x in front of it, nor the other term.':
    'sigmoid 的斜率有了，但少了它前面的因子 x，也少了另一项。',
  'What is the derivative of x·σ(x), if σ were a constant?': '如果 σ 是常数，x·σ(x) 的导数是什么？',
  'This is the slope alone; it is not multiplied by outGrad.': '这只是斜率，没有乘 outGrad。',
  'What does the chain rule do with the slope?': '链式法则怎样使用斜率？',
  'outGrad is divided by 1 + eˣ, the slope of the logarithm; the slope eˣ of what is inside is missing.':
    'outGrad 除以了 1 + eˣ，那是对数的斜率，还少了里层的斜率 eˣ。',
  'What is the derivative of ln(u) by x, if u depends on x?': '如果 u 取决于 x，ln(u) 对 x 的导数是什么？',
  'This is the rule of relu, of which softplus is a smooth version.':
    '这是 relu 的规则，而 softplus 是 relu 的光滑版本。',
  'What is the slope of ln(1 + eˣ) at 0?': 'ln(1 + eˣ) 在 0 处的斜率是多少？',
  'The slope is σ(x), and this is its derivative, σ(1 − σ).': '斜率是 σ(x)，而这是它的导数 σ(1 − σ)。',
  'Where is softplus steepest?': 'softplus 在哪里最陡？',
  'The slope is x everywhere; beyond ±1 the function is a line, of slope ±1.':
    '斜率处处写成了 x，而在 ±1 之外函数是直线，斜率为 ±1。',
  'What is the slope at x = 2?': 'x = 2 处的斜率是多少？',
  'Beyond ±1 the adjoint is 0; there the function is |x| − ½, which is not flat.':
    '在 ±1 之外伴随写成了 0，而那里的函数是 |x| − ½，并不是平的。',
  'The slope is ±1 everywhere; between −1 and 1 it is x.': '斜率处处写成了 ±1，而在 −1 与 1 之间斜率是 x。',
  'What is the slope at x = ½?': 'x = ½ 处的斜率是多少？',
  'Only the factor x is differentiated: tanh u depends on x, too.':
    '只对因子 x 求了导，而 tanh u 也取决于 x。',
  'The slope of tanh at u is there; that of u by x is missing.':
    'tanh 在 u 处的斜率有了，少了 u 对 x 的斜率。',
  'What is the derivative of tanh(u) by x?': 'tanh(u) 对 x 的导数是什么？',
  'The slope of the cube is 3x², and the 3 is missing.': '立方的斜率是 3x²，少了 3。',
  'What is the derivative of x + 0.044715·x³?': 'x + 0.044715·x³ 的导数是什么？',
  'The rule −½·x^(−3/2) is right, but what was saved is y, and not x.':
    '规则 −½·x^(−3/2) 是对的，但保存下来的是 y，而不是 x。',
  'What did forward hand to saveForBackward?': 'forward 把什么交给了 saveForBackward？',
  'y² stands where y³ should: x^(−3/2) is the cube of x^(−1/2).':
    '该用 y³ 的地方用了 y²：x^(−3/2) 是 x^(−1/2) 的立方。',
  'Which power of y is x^(−3/2)?': 'x^(−3/2) 是 y 的几次幂？',
  'The sign is wrong: 1/√x falls as x grows.': '符号错了：x 增大时 1/√x 减小。',
  'Which factor does the derivative of x^(−½) have?': 'x^(−½) 的导数有哪个因子？',
  'a is used by every row, and its adjoint was not summed over them: it has the shape of the output.':
    '每一行都用到 a，而它的伴随没有对各行求和，形状成了输出的形状。',
  'Compare the shape of your answer with that of a.': '把你的答案的形状与 a 的形状比一比。',
  'The adjoint of a is the mean over the rows, and not the sum.': 'a 的伴随取了各行的均值，而应当求和。',
  'How many rows use a[0]?': '有几行用到 a[0]？',
  'The adjoint of x is 0 where x is below 0: that is the rule of relu.':
    'x 小于 0 处，x 的伴随写成了 0：那是 relu 的规则。',
  'What is the slope by x where the value is a·x?': '函数值是 a·x 的地方，对 x 的斜率是多少？',
  'k·xᵏ has one factor x too many.': 'k·xᵏ 多了一个因子 x。',
  'What is the slope of x² at 5?': 'x² 在 5 处的斜率是多少？',
  'The factor k in front of xᵏ⁻¹ is missing.': 'xᵏ⁻¹ 前面少了因子 k。',
};
