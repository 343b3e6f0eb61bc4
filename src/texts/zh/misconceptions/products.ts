/** Known mistakes in Chinese: products of matrices, and reductions that do not overflow. */
export const products: Readonly<Record<string, string>> = {
  'outGrad is assumed to be all ones.': '把 outGrad 当成全是 1 了。',
  'outGrad is in both products.': '两个乘积里都有 outGrad。',
  'The factors are in the wrong order: Bᵀḡ and ḡAᵀ.': '因子的顺序反了：写成了 Bᵀḡ 和 ḡAᵀ。',
  'Write down the shapes: only one order fits.': '把形状写出来：只有一种顺序对得上。',
  'The other factor is not transposed: ḡB and Aḡ.': '另一个因子没有转置：写成了 ḡB 和 Aḡ。',
  'Write down the shapes: do they fit when no size is equal?':
    '把形状写出来：各个长度互不相等时，还对得上吗？',
  'The adjoint of the second factor is returned transposed.': '返回的第二个因子的伴随多转置了一次。',
  'All axes are reversed, as .T does in NumPy, where only the last two belong swapped.':
    '像 NumPy 的 .T 那样反转了所有轴，而该交换的只有最后两个。',
  'Try it with a batch axis.': '加一个批次轴试试。',
  'The other factor is reshaped to its transposed shape, which leaves its entries in the wrong order.':
    '另一个因子不是转置，而是 reshape 成转置后的形状，元素的顺序因此错了。',
  'The adjoint of the second factor is Aḡ; A is not transposed there.':
    '第二个因子的伴随写成了 Aḡ，其中的 A 没有转置。',
  'The adjoint of the first factor is ḡB; B is not transposed there.':
    '第一个因子的伴随写成了 ḡB，其中的 B 没有转置。',
  'The exponentials are not shifted, so that e¹⁰⁰⁰ overflows.': '取指数之前没有平移，因此 e¹⁰⁰⁰ 会溢出。',
  'Try x = 1000. The probabilities do not change when all of x is shifted.':
    '试试 x = 1000。把 x 整体平移，概率不变。',
  'The probabilities are taken over all entries, not over the axes that were reduced.':
    '概率是在所有元素上归一化的，而不是在被归约的轴上。',
  'Each slice has its own sum of exponentials.': '每个切片各有自己的指数和。',
  'The probabilities are returned, without outGrad.': '返回的是概率，没有乘 outGrad。',
  'outGrad is multiplied by eˣ; the sum of exponentials is missing in the denominator.':
    'outGrad 乘了 eˣ，分母中少了指数和。',
  'The derivative of ln S is 1/S times the derivative of S.': 'ln S 的导数是 1/S 乘以 S 的导数。',
  'The gradient is p·ḡ, as if each probability depended on its own entry alone.':
    '梯度写成了 p·ḡ，好像每个概率只取决于对应的那个元素。',
  'The entries of a softmax add up to 1: when one grows, the others shrink.':
    'softmax 的各元素之和为 1：一个增大，其余就减小。',
  'The gradient is p(1 − p)·ḡ; the Jacobian has entries off its diagonal too.':
    '梯度写成了 p(1 − p)·ḡ，而雅可比矩阵在对角线之外也有非零元素。',
  'How does p₁ change when x₂ grows?': 'x₂ 增大时，p₁ 怎样变化？',
  'Σḡ is subtracted where Σḡp belongs.': '该减去 Σḡp 的地方，减去了 Σḡ。',
  'Give every entry the same outGrad: the gradient must be zero.':
    '给每个元素相同的 outGrad：此时梯度必须为零。',
  'Σḡp is added to ḡ instead of subtracted.': 'ḡ 应当减去 Σḡp，却加上了它。',
  'The gradient is ḡ − p; the factor Σḡ of p is missing.': '梯度写成了 ḡ − p，p 少了因子 Σḡ。',
  'The gradient is linear in outGrad: is every term?': '梯度关于 outGrad 是线性的：每一项都是吗？',
  'The gradient is ḡ − p·ḡ; the outGrads of the slice are not summed.':
    '梯度写成了 ḡ − p·ḡ，没有对切片内的 outGrad 求和。',
  'Each entry of x is in the logsumexp of every output of its slice.':
    'x 的每个元素，都在它所在切片每个输出的 logsumexp 里。',
  'outGrad is passed through; the logsumexp is treated as a constant.':
    'outGrad 被原样传回，logsumexp 被当成了常数。',
  'logsoftmax is x − logsumexp(x): both terms depend on x.':
    'logsoftmax 是 x − logsumexp(x)：两项都取决于 x。',
  'Σḡ is taken over all entries, not over the slice.': 'Σḡ 是对所有元素求的，而不是在切片内求的。',
  'Each slice has its own logsumexp.': '每个切片各有自己的 logsumexp。',
};
