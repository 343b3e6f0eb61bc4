/** Known mistakes in Chinese: moving, repeating and summing entries. */
export const shape: Readonly<Record<string, string>> = {
  'The gradient is all ones, whatever outGrad is.': '无论 outGrad 是什么，梯度全是 1。',
  'Where does each entry of the output come from? Its outGrad goes back there.':
    '输出的每个元素来自哪里？它的 outGrad 就回到哪里。',
  "outGrad is reshaped to the input's shape, which leaves its entries in the wrong order.":
    'outGrad 被 reshape 成输入的形状，元素的顺序因此错了。',
  'Reshape keeps the order of the entries; a transpose does not.': 'reshape 保持元素的顺序，转置则不然。',
  'The last two axes are swapped, whichever axes were asked for.':
    '无论指定的是哪两个轴，交换的总是最后两个轴。',
  'The op remembers its axes.': '算子记着它的轴。',
  'outGrad is passed through untransposed.': 'outGrad 未经转置就传回了。',
  'The gradient has the shape of the input.': '梯度的形状与输入相同。',
  'The same permutation is applied again instead of its inverse.': '又做了一次同样的排列，而不是它的逆排列。',
  'Permute (0, 1, 2) by (1, 2, 0) twice: is it back where it was?':
    '把 (0, 1, 2) 按 (1, 2, 0) 排列两次：回到原样了吗？',
  'Reshape keeps the order of the entries; a permutation does not.': 'reshape 保持元素的顺序，排列则不然。',
  'All axes are reversed, whichever permutation was asked for.': '无论指定的是哪个排列，都把所有轴反转了。',
  'The op remembers its axes; the way back is their inverse.': '算子记着它的轴；反向时用的是逆排列。',
  'Each entry of the output is an entry of the input: its outGrad goes back there.':
    '输出的每个元素都是输入的一个元素，它的 outGrad 就回到那里。',
  'outGrad is passed through in the shape of the output.': 'outGrad 以输出的形状传回。',
  'The entries are transposed on their way back.': '元素在传回途中被转置了。',
  'Reshape keeps the order of the entries, and so does its gradient.':
    'reshape 保持元素的顺序，它的梯度也一样。',
  'Nothing is returned.': '什么也没有返回。',
  'End the method with `return [ … ]`.': '方法的最后应当是 `return [ … ]`。',
  'outGrad is returned in the broadcast shape; nothing is summed.': 'outGrad 以广播后的形状返回，没有求和。',
  'An entry that was repeated k times gets the sum of k outGrads.':
    '被重复 k 次的元素，得到 k 个 outGrad 之和。',
  'Axes that broadcasting added are left at size 1 in the gradient.':
    '广播时新增的轴，在梯度中以长度 1 留了下来。',
  'The gradient has the shape of the input: also the same number of axes.':
    '梯度的形状与输入相同，轴的个数也相同。',
  'Only axes added at the front are summed; axes stretched from size 1 are not.':
    '只对前面新增的轴求了和，由长度 1 拉伸的轴没有求和。',
  'Which entries of the output come from one entry when an axis of size 1 is stretched?':
    '长度为 1 的轴被拉伸时，同一个元素变成了输出的哪些元素？',
  'The gradient is the number of copies, whatever outGrad is.': '无论 outGrad 是什么，梯度总是副本的个数。',
  'It is the number of copies only where outGrad is all ones.':
    '只有当 outGrad 全为 1 时，才等于副本的个数。',
  'The mean over the copies is returned instead of their sum.': '返回的是各副本的均值，而不是和。',
  'If the one entry grows by 1, all its copies grow by 1.': '这个元素增加 1，它的所有副本都增加 1。',
  'All of outGrad is summed, and the sum is given to every entry.':
    '对整个 outGrad 求了和，再把和给了每个元素。',
  'Sum only over the axes along which entries were repeated.': '只对元素被重复的那些轴求和。',
  'The shapes are compared from the left: the axes that are summed are not those that were added.':
    '形状是从左边对齐比较的，因此被求和的并不是新增的轴。',
  'Shapes are aligned at the right: from (3) to (2, 3), which axis is new?':
    '形状要在右边对齐：从 (3) 到 (2, 3)，哪个轴是新的？',
  'Axes that were stretched from size 1 are summed away: the gradient has fewer axes than the input.':
    '由长度 1 拉伸的轴求和后消失了：梯度的轴比输入少。',
  'The gradient has the shape of the input: also its axes of size 1.':
    '梯度的形状与输入相同，长度为 1 的轴也要保留。',
  'Each entry gets the outGrad of the sum that it went into.': '每个元素属于哪个和，就得到那个和的 outGrad。',
  'outGrad is returned with the summed axes at size 1.': 'outGrad 返回时，被求和的轴长度为 1。',
  'outGrad is broadcast without putting the summed axis back where it was.':
    '没有把被求和的轴放回原位，就对 outGrad 做了广播。',
  'Broadcasting aligns shapes at the right; was the summed axis the first one?':
    '广播时形状在右边对齐；被求和的是不是第一个轴？',
  '`axes` is treated as a list, also when it is a single number.': '`axes` 是单个数时，也被当成了列表。',
  'axes may be a number, a list, or null.': 'axes 可以是一个数、一个列表，或者 null。',
  'Negative axes are not normalised, and so never found.': '负的轴号没有换算，因此总是对不上。',
  'Axis −1 is the last one: count it from the front first.': '轴 −1 是最后一个轴：先换算成从前往后数的轴号。',
  '`axes` null is treated as no axes at all.': '`axes` 为 null 时，当成了不对任何轴求和。',
  'Without axes, everything is summed.': '不给出轴，就是对所有元素求和。',
  'outGrad is passed through in the shape of the sum.': 'outGrad 以和的形状传回。',
  'The gradient has the shape of the input: each entry gets the outGrad of the sum that it went into.':
    '梯度的形状与输入相同：每个元素属于哪个和，就得到那个和的 outGrad。',
  'The summed axes are guessed by comparing sizes, which mistakes one axis for another of the same size.':
    '靠比较长度来猜哪些轴被求和，会混淆长度相同的轴。',
  'Sum a square matrix over its first axis: which axis do the sizes say?':
    '方阵沿第一个轴求和：光看长度，能看出是哪个轴吗？',
  'The gradient is that of a sum; the factor 1/N is missing.': '这是求和的梯度，少了因子 1/N。',
  'If one of N entries grows by 1, by how much does their mean grow?':
    'N 个元素中有一个增加 1，均值增加多少？',
  'The gradient is divided by the number of all entries, not of those that were averaged.':
    '梯度除以了全部元素的个数，而应当除以参与平均的元素个数。',
  'N is the product of the sizes of the averaged axes.': 'N 是被平均的各轴长度之积。',
  'N is taken from the last axis, whichever axes were averaged.':
    '无论对哪些轴求平均，N 总是取最后一个轴的长度。',
  'The averaged axes are guessed by comparing sizes, which mistakes one axis for another of the same size.':
    '靠比较长度来猜哪些轴被平均，会混淆长度相同的轴。',
  'Average a square matrix over its first axis: which axis do the sizes say?':
    '方阵沿第一个轴求平均：光看长度，能看出是哪个轴吗？',
  'outGrad/N is returned with the averaged axes at size 1.': 'outGrad/N 返回时，被平均的轴长度为 1。',
};
