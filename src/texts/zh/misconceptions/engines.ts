/** Known mistakes in Chinese: whole engines, and those too subtle to be a rule. */
export const engines: Readonly<Record<string, string>> = {
  'Inputs with equal gradients receive the same array.': '梯度相等的几个输入得到了同一个数组。',
  'Scaling one gradient in place scales the other.': '就地缩放其中一个梯度，另一个也会跟着变。',
  'Adjoints of an earlier call are still there when the next one starts.':
    '下一次调用开始时，上一次调用的伴随还在。',
  'Every call starts from zero.': '每次调用都从零开始。',
  'An input that no output depends on gets ones.': '没有任何输出依赖的输入，梯度却是 1。',
  'If it changes, nothing changes.': '它变化时，什么都不会变。',
  'detach copies the value but keeps the graph.': 'detach 复制了值，却没有断开计算图。',
  'What is detached is a constant.': 'detach 之后就是常数。',
  'The graph is cut in an op that is neither detach nor no_grad.':
    '在既不是 detach 也不是 no_grad 的算子里，计算图断开了。',
  'Only detach and no_grad stop a gradient.': '只有 detach 和 no_grad 才会截断梯度。',
  'The value of summation is a mean.': 'summation 的值成了均值。',
  'A right gradient of a wrong function is wrong.': '函数错了，它的梯度再对也是错的。',
  'The lazy mode computes cos where the eager one computes sin.':
    '即时模式算的是 sin，惰性模式算的却是 cos。',
  'A mode decides when to compute, not what.': '模式决定何时计算，而不是计算什么。',
  'All gradients are zero.': '所有梯度都是零。',
  'Does the output change when an input does?': '输入变化时，输出会变吗？',
  'The last entry of the gradient is off by a hundredth.': '梯度的最后一个元素差了百分之一。',
  'Look at where a loop ends.': '看看循环在哪里结束。',
  'The gradient is off by a relative 1e-9.': '梯度有 1e-9 的相对误差。',
  'Is a constant written with too few digits?': '是不是有个常数写的位数不够？',
  'The gradient passes through float32.': '梯度在计算中变成了 float32。',
  'The gradient has the right value, but not the right derivative.': '梯度的值正确，它的导数却不对。',
  'Which part of the gradient was treated as a constant?': '梯度中的哪一部分被当成了常数？',
  'The rule is right when it is first called, and wrong from then on.':
    '第一次调用时规则是对的，之后就一直错。',
  'One call in 20 gives a wrong gradient.': '每 20 次调用就有一次给出错误的梯度。',
  'Is something shared between calls, or left uninitialized?':
    '几次调用之间是否共享了什么，或者有什么没有初始化？',
  'The rule is wrong for arrays whose axes have equal sizes.': '数组有长度相等的轴时，规则是错的。',
  'Was an axis identified by its size?': '是不是靠长度来认轴了？',
  'The rule is wrong for arrays with an axis of size 1.': '数组有长度为 1 的轴时，规则是错的。',
  'Is an axis of size 1 taken for one that was broadcast?': '长度为 1 的轴，是不是被当成广播出来的了？',
  'The rule is wrong for arrays of more than 16 entries.': '数组超过 16 个元素时，规则是错的。',
  'Is a buffer too small, or a block size taken for granted?': '是不是缓冲区太小，或者默认了某个块大小？',
  'The rule is wrong for arrays of three axes and more.': '数组有三个或更多轴时，规则是错的。',
  'The rule is wrong for 0-d arrays.': '对零维数组，规则是错的。',
  'A scalar has no axes, and still has an entry.': '标量没有轴，但仍有一个元素。',
  'Where the input is negative, the gradient has the wrong sign.': '输入为负处，梯度的符号是错的。',
  'Is an absolute value taken somewhere?': '是不是在哪里取了绝对值？',
  'Gradient clipping is built into the rule: entries beyond 10 are cut off.':
    '规则里自带了梯度裁剪：超过 10 的部分被截掉了。',
  'Clip gradients afterwards if you want to; a rule is linear in outGrad.':
    '要裁剪梯度，请在求完之后再做；规则关于 outGrad 必须是线性的。',
  'Instead of summing, the rule takes the mean and multiplies it by the count, which rounds.':
    '规则没有直接求和，而是先取均值再乘个数，因此有舍入误差。',
  'A sum of small integers is exact.': '小整数之和是精确的。',
  'The rule sets the negative entries of its input to zero, to use it as its mask.':
    '规则为了得到掩码，把输入的负元素置成了零。',
  'The input belongs to the caller, who may use it again.': '输入属于调用者，之后可能还要用。',
  'The buffer of the output is reused for the gradient, though the output is still needed.':
    '梯度复用了输出的缓冲区，而输出之后还要用。',
  'Who else can see that buffer?': '还有谁看得到这块缓冲区？',
  'Gradients are remembered by the numbers of their input, so that two equal inputs get the gradient of the first.':
    '梯度是按输入的数值记住的，因此数值相同的两个输入得到的都是第一个的梯度。',
  'Two inputs that hold the same numbers are still two inputs.': '数值相同的两个输入，仍然是两个输入。',
  'The last Hessian product is returned again for the same point and cotangent, whatever the direction.':
    '点和余切向量相同时，无论方向如何，返回的都是上一次的海森矩阵与向量之积。',
  'What does a Hessian product depend on?': '海森矩阵与向量之积取决于什么？',
  'The lazy kernel of exp is an approximation that is only good enough for float32.':
    'exp 的惰性内核是一种近似，精度只够 float32 用。',
  'How many digits does a float64 hold?': 'float64 有多少位有效数字？',
  'Forward mode pushes the tangents of all inputs but the last.':
    '前向模式推进了各输入的切向量，唯独漏了最后一个。',
  'Jv has a term for every input.': 'Jv 对每个输入都有一项。',
  'Where an output and the first input have the same shape, forward mode multiplies by the transpose of the Jacobian.':
    '输出与第一个输入形状相同时，前向模式乘的是雅可比矩阵的转置。',
  'Is Jv a row or a column of the Jacobian?': '组成 Jv 的是雅可比矩阵的行，还是列？',
  'The tangent of an output is that of its first entry, repeated.': '输出的切向量成了第一个元素的重复。',
  'Each entry of an output has a tangent of its own.': '输出的每个元素各有自己的切向量。',
  'Of a batch of cotangents only the first is pulled back, and its gradients are repeated.':
    '一批余切向量中只有第一个被拉回，其余重复了它的梯度。',
  'What stands at place 1 of the batch?': '这一批里，位置 1 上是什么？',
  'The batch is taken for one more axis that was broadcast, and is summed over.':
    '批次轴被当成又一个广播出来的轴，对它求了和。',
  'Which axes of a gradient does its input have?': '梯度的轴中，哪些是输入的轴？',
  'In lazy mode gradients are always allocated as float64.': '惰性模式下，梯度总是按 float64 分配。',
  'A gradient has the dtype of its input.': '梯度的 dtype 与输入相同。',
};
