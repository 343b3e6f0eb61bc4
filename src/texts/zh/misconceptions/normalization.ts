/** Known mistakes in Chinese: normalization. */
export const normalization: Readonly<Record<string, string>> = {
  'The gradient is ḡ/σ; mean and variance are treated as constants.':
    '梯度写成了 ḡ/σ，均值和方差被当成了常数。',
  'Both depend on every entry of the slice.': '两者都取决于切片中的每个元素。',
  'The gradient is (ḡ − mean ḡ)/σ; the variance is treated as a constant.':
    '梯度写成了 (ḡ − mean ḡ)/σ，方差被当成了常数。',
  'If an entry moves away from the mean, what happens to the others?':
    '一个元素远离均值时，其他元素归一化后会怎样？',
  'The gradient is (ḡ − y·mean ḡy)/σ; the mean is treated as a constant.':
    '梯度写成了 (ḡ − y·mean ḡy)/σ，均值被当成了常数。',
  'Shift all entries of a slice: nothing changes, so the gradient adds up to zero.':
    '把切片的所有元素一起平移，什么都不变，因此梯度之和为零。',
  'The factor 1/σ is missing.': '少了因子 1/σ。',
  'If all of x is twice as large, y hardly changes; how large is the gradient then?':
    'x 整体变成两倍，y 几乎不变；那么梯度变成多大？',
  'The means in the gradient are taken over all entries, not over the axes of the op.':
    '梯度中的均值是对所有元素求的，而不是沿这个算子的轴求的。',
  'Each slice has a mean and a variance of its own.': '每个切片各有自己的均值和方差。',
  'The gradient is ḡ/σ; the statistics of the batch are treated as constants, as in evaluation.':
    '梯度写成了 ḡ/σ，批次的统计量被当成了常数，就像评估时那样。',
  'In training mean and variance depend on every entry of the channel.':
    '训练时，均值和方差取决于通道中的每个元素。',
  'The means in the gradient are taken over the channels, as for a layer norm.':
    '梯度中的均值是在各通道之间求的，就像层归一化那样。',
  'Which axes share a mean?': '哪些轴共用一个均值？',
  'The statistics in the gradient are taken over axis 0 alone, also where more axes follow the channels.':
    '梯度中的统计量只沿轴 0 计算，通道之后还有其他轴时也是如此。',
  'With images, each channel has batch × height × width entries.':
    '对图像来说，每个通道有 批大小 × 高 × 宽 个元素。',
  'σ is taken with N − 1, while the value was computed with N.': 'σ 是用 N − 1 算的，而前向用的是 N。',
  'By what was the sum of squares divided for the value?': '前向时，平方和除以的是什么？',
  'The means are taken of outGrad, and the weight is multiplied in afterwards.':
    '先对 outGrad 求了均值，之后才乘上权重。',
  'The weight came after x was normalized; so in the gradient it comes first.':
    '前向时先归一化 x、后乘权重，因此求梯度时先乘权重。',
  'The gradient of x has no weight in it.': 'x 的梯度里没有权重。',
  'If a weight is 0, its entry has no influence.': '权重为 0 时，对应的元素没有影响。',
  'Of the three terms of the gradient the one through the variance is missing.':
    '梯度有三项，少了经过方差的那一项。',
  'The gradient of the weight is outGrad times x, not times the normalized x.':
    '权重的梯度是 outGrad 乘以 x，而应当乘以归一化后的 x。',
  'What was the weight multiplied with?': '与权重相乘的是什么？',
  'The gradients of weight and bias are not summed over the batch.': '权重和偏置的梯度没有对整批求和。',
  'All rows share one weight: its gradient has the shape of the weight.':
    '所有行共用同一个权重：它的梯度与权重形状相同。',
  'The gradient of x is ḡ·w/σ; the statistics of the batch are treated as constants, as in evaluation.':
    'x 的梯度写成了 ḡ·w/σ，批次的统计量被当成了常数，就像评估时那样。',
  'The gradients of weight and bias are means over the entries of a channel, not sums.':
    '权重和偏置的梯度取了通道内各元素的均值，而应当求和。',
  'Each entry of the channel was multiplied by the weight; nothing divides.':
    '通道的每个元素都乘了权重，没有任何地方做除法。',
  'The means in the gradient are taken over all channels of an image, not over those of a group.':
    '梯度中的均值是对图像的所有通道求的，而应当只在一组之内求。',
  'Which entries share a mean?': '哪些元素共用一个均值？',
  'The channels of a group have different weights, and share a mean.':
    '同一组的各通道权重不同，却共用一个均值。',
  'The gradients of weight and bias are those of one image on average, not of the batch.':
    '权重和偏置的梯度取了各图像的平均，而应当是整批之和。',
  'All images share one weight: their gradients add up.': '所有图像共用同一个权重：它们的梯度要加起来。',
  'The gradient of x is ḡ·w/rms; the projection on x is missing.':
    'x 的梯度写成了 ḡ·w/rms，少了在 x 方向上的投影。',
  'If all of x is twice as large, y stays as it is: along x the gradient is (nearly) 0.':
    'x 整体变成两倍，y 不变：因此沿 x 方向的梯度（几乎）为 0。',
  'The projection is taken of outGrad, and the weight is multiplied in afterwards.':
    '投影用的是 outGrad，之后才乘上权重。',
  'The gradient is that of a layer norm: it also subtracts the mean.': '这是层归一化的梯度：它还减去了均值。',
  'Was a mean subtracted from x?': 'x 减去过均值吗？',
  'The gradient of the weight is not summed over the batch.': '权重的梯度没有对整批求和。',
};
