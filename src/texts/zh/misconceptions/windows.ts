/** Known mistakes in Chinese: einsum, convolution, attention and pooling. */
export const windows: Readonly<Record<string, string>> = {
  'outGrad takes the place of the operand, with the letters of the result.':
    'outGrad 代替该操作数，下标字母用结果的。',
  'An axis that was summed away comes back at size 1.': '被求和的轴传回时，长度为 1。',
  'All entries that were summed have the same gradient; the gradient has the shape of the input.':
    '一起求和的元素，梯度都相同；梯度的形状与输入相同。',
  'Each operand is multiplied by its own outGrad, as if the product were a square.':
    '每个操作数都用自己去乘 outGrad，好像这个乘积是平方。',
  'The gradient of one factor has the other factor in it.': '一个因子的梯度里，有另一个因子。',
  'Along an axis of size 1 that was stretched, the gradient comes back stretched.':
    '长度为 1 的轴被拉伸后，梯度仍以拉伸后的长度传回。',
  'An axis of size 1 was read for each entry of the other operand: its gradient is summed over them.':
    '长度为 1 的轴，对另一个操作数的每个元素都读取了一次：它的梯度要对这些元素求和。',
  'Only the gradient of the first operand is returned.': '只返回了第一个操作数的梯度。',
  'Return one gradient per operand.': '每个操作数都要返回一个梯度。',
  'The gradient of the images is convolved with the weights as they are.':
    '计算图像的梯度时，卷积核没有翻转就用了。',
  'Write down a kernel of two entries: which output meets an image entry first, and with which weight?':
    '写一个只有两个元素的卷积核：图像的一个元素先遇到哪个输出，权重是哪一个？',
  'outGrad is padded by the padding of the images instead of k − 1 − padding.':
    'outGrad 用的是图像的填充，而不是 k − 1 − padding。',
  'Without padding, a corner of the image is seen by one window only: how much must outGrad be padded for that?':
    '没有填充时，图像角上的元素只被一个窗口看到：为此 outGrad 要填充多少？',
  'The weights keep their channels: in before out.': '权重的通道没有交换：仍是输入通道在前，输出通道在后。',
  'outGrad has the channels out, and the images have the channels in.':
    'outGrad 带的是输出通道，图像带的是输入通道。',
  'outGrad is not dilated where the stride is more than 1.': '步幅大于 1 时，outGrad 没有扩张（dilate）。',
  'One step in outGrad is `stride` steps in the images.': 'outGrad 中走一步，就是图像中走 `stride` 步。',
  'For the gradient of the weights, the images are taken without their padding.':
    '计算权重的梯度时，用的是没有填充的图像。',
  'The weights also met the zeros around the image: did they meet them in the right place?':
    '权重也与图像周围的零相乘过：它们的位置对得上吗？',
  'The gradient of the weights is the mean over the batch.': '权重的梯度取了整批的均值。',
  'The weights are used once per image: an input that is used several times gets the sum.':
    '每张图像都用一次权重：用了多次的输入，得到的是和。',
  'The gradient is that of a sum; the factor 1/k² is missing.': '这是求和的梯度，少了因子 1/k²。',
  'If one entry of a window grows by 1, by how much does the mean grow?':
    '窗口中有一个元素增加 1，均值增加多少？',
  'The size of a window is taken from the stride.': '窗口的大小取成了步幅。',
  'How many entries are averaged?': '有多少个元素参与平均？',
  "All of outGrad goes to the first entry of each window, as if it were the window's largest.":
    '整个 outGrad 都给了每个窗口的第一个元素，好像它是窗口中最大的。',
  'Every entry of a window has the same part in its mean.': '窗口的每个元素，在均值中占的份额都相同。',
  'outGrad is divided by k instead of k².': 'outGrad 除以的是 k，而不是 k²。',
  'A window has rows and columns.': '窗口有行也有列。',
  'outGrad meets the first entry of the kernel where the images met its last one.':
    '图像与卷积核的最后一个元素相乘之处，outGrad 却与第一个元素相乘。',
  'Entry i of the kernel saw row r + i; which rows of outGrad saw row r?':
    '卷积核的元素 i 看到的是第 r + i 行；那么 outGrad 的哪些行看到了第 r 行？',
  'The channels of outGrad are taken by turns for the groups; they lie group by group.':
    'outGrad 的通道被轮流分给各组，而它们其实是一组接一组排列的。',
  'Which channels out did the first group of channels in see?': '第一组输入通道对应哪些输出通道？',
  'In the gradient of the images the strides of rows and columns are exchanged.':
    '计算图像的梯度时，行与列的步幅互换了。',
  'One step down in outGrad is how many rows of the images?': 'outGrad 中向下走一步，是图像的多少行？',
  'In the gradient of the images the dilations of rows and columns are exchanged.':
    '计算图像的梯度时，行与列的膨胀率互换了。',
  'How far apart are two rows of the window, and how far two columns?':
    '窗口中相邻两行相隔多远？相邻两列呢？',
  'In the gradient of the images the entries of the window lie next to each other.':
    '计算图像的梯度时，窗口的元素被当成了紧挨着的。',
  'Where did each entry of the window look?': '窗口的每个元素看的是哪里？',
  'The gradient of the weights is the mean over the images of the batch, not the sum.':
    '权重的梯度取了整批图像的均值，而应当求和。',
  'Each image contributes to the gradient of the weights; nothing divides.':
    '每张图像都对权重的梯度有贡献，没有任何地方做除法。',
  'The gradient of its input is convolved with the flipped kernel.': '计算输入的梯度时，用了翻转后的卷积核。',
  'It is itself the transpose of a convolution, whose kernel was not flipped.':
    '它本身就是卷积的转置，而那个卷积的核没有翻转。',
  'In the gradient of its input the strides of rows and columns are exchanged.':
    '计算输入的梯度时，行与列的步幅互换了。',
  'How many rows of outGrad lie between two rows of the input?': '输入的相邻两行，在 outGrad 中相隔多少行？',
  'Which channels out did the first group of channels in make?': '第一组输入通道产生了哪些输出通道？',
  'The gradients of queries and keys lack the factor 1/√d.': '查询和键的梯度少了因子 1/√d。',
  'The scores were divided by √d: what does that do to their gradient?':
    '分数除以了 √d：这对它们的梯度有什么影响？',
  'The adjoint of the softmax is p·ḡ; the sum Σ p·ḡ is not subtracted.':
    'softmax 的伴随写成了 p·ḡ，没有减去求和项 Σ p·ḡ。',
  'The weights of a query add up to 1: if one grows, the others shrink.':
    '一个查询的各个权重之和为 1：一个增大，其余就减小。',
  'In the gradient the causal mask is applied after the softmax, whose sum runs over hidden keys, too.':
    '求梯度时，因果掩码加在了 softmax 之后，softmax 的求和因此包含了被遮住的键。',
  'The weights of the keys that a query sees add up to 1; what do hidden keys add?':
    '一个查询看得到的键，权重之和为 1；被遮住的键贡献多少？',
  'In the gradient every query sees every key.': '求梯度时，每个查询都看到了所有的键。',
  'What influence does a key have on an earlier query?': '键对更早的查询有什么影响？',
  'The gradient of a mask that all of a batch share is not summed over the batch.':
    '掩码为整批所共用，它的梯度却没有对整批求和。',
  'The mask was repeated; its gradient has its own shape.': '掩码被重复使用；它的梯度与它自己形状相同。',
  'outGrad is turned in the same direction as x, not back.': 'outGrad 的旋转方向与 x 相同，而不是转回去。',
  'The transpose of a rotation is the rotation by the opposite angle.':
    '旋转的转置，就是转过相反角度的旋转。',
  'outGrad is turned in the pairs of the other layout: neighbours instead of halves, or halves instead of neighbours.':
    'outGrad 按另一种布局配对旋转：该前后两半配对时用了相邻配对，或者反过来。',
  'Which two entries were turned together?': '哪两个元素是一起旋转的？',
  'outGrad is passed through, as if the rotation kept every entry.':
    'outGrad 被原样传回，好像旋转没有改变元素。',
  'Each entry of a pair depends on both.': '一对中的每个元素都取决于这两个元素。',
  'Every entry of a window that ties for the largest gets all of outGrad.':
    '窗口中并列最大的每个元素，都得到了整个 outGrad。',
  'Every entry of a window gets outGrad, as in a sum.': '窗口的每个元素都得到了 outGrad，就像求和那样。',
  'Only the largest entry of a window is in the output.': '输出里只有窗口中最大的那个元素。',
  'The first entry of each window gets outGrad, wherever the largest is.':
    '无论最大的元素在哪里，outGrad 都给了每个窗口的第一个元素。',
  'Which entry of the window is the output?': '输出是窗口的哪个元素？',
  'outGrad reaches the largest entry of the whole image only, not that of each window.':
    'outGrad 只给了整张图像中最大的元素，而不是每个窗口中最大的元素。',
  'An entry that is small may be the largest of its window.':
    '一个元素就算不大，也可能是它所在窗口中最大的。',
  'An entry that is the largest of several windows gets the mean of their outGrads.':
    '一个元素在几个窗口中都最大时，得到的是这些 outGrad 的均值。',
  'If an entry that is in two outputs grows, how much do both grow together?':
    '一个元素在两个输出里，它增大时，两个输出一共增大多少？',
  'The gradient is 1 for the largest entries, whatever outGrad is.':
    '无论 outGrad 是什么，最大元素的梯度都是 1。',
  'If outGrad doubles, what does the gradient do?': 'outGrad 翻倍时，梯度会怎样？',
};
