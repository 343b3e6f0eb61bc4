/** Titles, parts and hints in Chinese, by the English. A hint that a known mistake has, too, stands there. */
export const hints: Readonly<Record<string, string>> = {
  // Titles of chapters and exercises.
  'Arithmetic, entry by entry': '逐元素算术',
  'Powers, exponentials and their friends': '幂、指数及同类函数',
  'Moving, repeating and summing entries': '元素的移动、重复与求和',
  'Matrix multiplication': '矩阵乘法',
  'Reductions that do not overflow': '不会溢出的归约',
  'Backward: the order, and the sum over uses': '反向传播：顺序与累加',
  'Realising a lazy graph': '对惰性计算图求值',
  'Two numbers: f(x, y) = x·y + sin x': '两个数：f(x, y) = x·y + sin x',
  'The Jacobian of Y = XW + b by X': 'Y = XW + b 的雅可比矩阵，对 X 求导',
  'The Jacobian of Y = XW + b by W': 'Y = XW + b 的雅可比矩阵，对 W 求导',
  'The Jacobian of Y = XW + b by b': 'Y = XW + b 的雅可比矩阵，对 b 求导',
  'JᵀΔ without J': '不用 J 求 JᵀΔ',
  'A chain of two Jacobians': '两个雅可比矩阵相乘',
  'Two paths': '两条路径',
  Mean: '均值',
  Variance: '方差',
  Softmax: 'Softmax',
  'Log-softmax': 'Log-softmax',
  'Cross-entropy with one-hot targets': '目标为 one-hot 的交叉熵',
  'Binary cross-entropy with logits': '带 logits 的二元交叉熵',
  'Layer normalization': '层归一化',
  'The rule of tanh, by its output': '用输出写 tanh 的规则',
  'The rule of a square root, by its output': '用输出写平方根的规则',
  'The rule of a cube': '立方的规则',
  'A Hessian times a vector': '海森矩阵乘向量',
  'The Hessian of log-sum-exp': 'log-sum-exp 的海森矩阵',
  'The VJP of a VJP': 'VJP 的 VJP',
  Stack: '堆叠',
  'A piece of a split': '切分出的一段',
  Slice: '切片',
  Pad: '填充',
  'Gather rows': '取出若干行',
  'Adding rows to places': '把行加到指定位置',
  'Turning rows': '每行循环移位',
  'Zeros between entries': '元素之间插零',
  'Every other entry': '隔一个取一个',
  'Blocks of equal entries': '放大成块',
  'Average pooling': '平均池化',
  'The Jacobian by the input': '对输入的雅可比矩阵',
  'The Jacobian by the kernel': '对卷积核的雅可比矩阵',
  'The VJP of a convolution': '卷积的 VJP',
  'Convolution of images': '图像卷积',
  Swish: 'Swish',
  Softplus: 'Softplus',
  Huber: 'Huber',
  'GELU by tanh': '用 tanh 近似的 GELU',
  'One over the root': '平方根的倒数',
  'PReLU, whose inputs broadcast': 'PReLU：输入要广播',
  'A number among the arguments': '参数中有一个数',
  Scores: '分数',
  Weights: '权重',
  'Weighted sum': '加权和',
  'Scaled dot-product attention': '缩放点积注意力',
  'Causal attention': '因果注意力',
  'Two heads': '两个头',
  'Layer 1: the adjoint of X': '第 1 层：X 的伴随',
  'Layer 1: the adjoint of W': '第 1 层：W 的伴随',
  'Layer 1: the adjoint of b': '第 1 层：b 的伴随',
  'Layer 1: through relu': '第 1 层：穿过 relu',
  'Layer 2: the adjoint of X': '第 2 层：X 的伴随',
  'Layer 2: the adjoint of W': '第 2 层：W 的伴随',
  'Layer 2: the adjoint of b': '第 2 层：b 的伴随',
  'Layer 2: through tanh': '第 2 层：穿过 tanh',
  'Layer 3: the adjoint of T': '第 3 层：T 的伴随',
  'Layer 3: the adjoint of V': '第 3 层：V 的伴随',
  'Layer 3: through the mean': '第 3 层：穿过均值',
  'Layer 3: through the deviation': '第 3 层：穿过标准差',
  'Layer 3: through the normalization': '第 3 层：穿过归一化',
  'Layer 3: gain and shift': '第 3 层：增益与平移',
  'Layer 3: the residual sum': '第 3 层：残差和',
  'Layer 4: the temperature': '第 4 层：温度',
  'The loss: log-sum-exp': '损失：log-sum-exp',
  'The loss: log-softmax': '损失：log-softmax',
  'The loss: one number per row': '损失：每行一个数',
  'The loss: its mean': '损失：求均值',
  'The loss as a whole': '整个损失',
  'The gradient of the loss': '损失的梯度',
  'Layer normalization with gain and bias': '带增益和偏置的层归一化',
  'The feed-forward block': '前馈网络',
  'The residual sum': '残差和',
  Projections: '投影',
  'Self attention': '自注意力',
  'The whole block': '整个块',

  // What the parts of an exercise are.
  'the adjoint of the left matrix': '左矩阵的伴随',
  'the adjoint of the right matrix': '右矩阵的伴随',
  'both adjoints where there are batch axes': '有批次轴时的两个伴随',
  'a gradient that can be differentiated again': '可以再次求导的梯度',
  'every node is asked before its inputs': '每个节点都先于它的输入处理',
  'the adjoints of a tensor that one node reads twice are added': '同一节点两次读取的张量，伴随相加',
  'paths that part and meet again all count, whatever their lengths': '分开又会合的路径，无论长短，全都计入',
  'several outputs, some of which are used to compute others': '有多个输出，其中有些还用来算别的输出',
  'a deep graph does not overflow, and each node is asked once': '很深的图不会栈溢出，每个节点只求一次梯度',
  'inputs are computed before the nodes that read them': '先算输入，再算读取它们的节点',
  'a node that is read twice is computed once': '读取两次的节点只计算一次',
  'paths that part and meet again, whatever their lengths': '分开又会合的路径，无论长短',
  'several outputs, of graphs that are computed in part': '有多个输出，计算图已经算过一部分',
  'a deep graph does not overflow': '很深的图不会栈溢出',

  // Hints of exercises.
  'Write y = f(a, b) for one entry and take its two partial derivatives on paper before you type.':
    '先别敲代码：对单个元素写出 y = f(a, b)，在纸上求出两个偏导数。',
  'outGrad is ∂loss/∂y. The adjoint of a is outGrad times ∂y/∂a, entry by entry; there is one adjoint per input.':
    'outGrad 就是 ∂loss/∂y。a 的伴随是 outGrad 逐元素乘以 ∂y/∂a；每个输入各有一个伴随。',
  'For divide: ∂(a/b)/∂a = 1/b and ∂(a/b)/∂b = −a/b².': '对 divide：∂(a/b)/∂a = 1/b，∂(a/b)/∂b = −a/b²。',
  'For relu, abs, maximum and minimum, ∂y/∂a is 1, −1 or 0 depending on the entry: multiply outGrad by that mask. `masked(outGrad, …)` does so, and stays 0 where 0 · ∞ would be NaN.':
    '对 relu、abs、maximum 和 minimum，∂y/∂a 视元素而定，是 1、−1 或 0：用这个掩码去乘 outGrad。`masked(outGrad, …)` 正是这样做的，而且在 0 · ∞ 会变成 NaN 的地方仍然得 0。',
  'The rule is always outGrad · f′(a), entry by entry.': '规则总是 outGrad · f′(a)，逐元素相乘。',
  'Some derivatives are cheapest in terms of the output y: exp′ = y, tanh′ = 1 − y², sigmoid′ = y(1 − y), sqrt′ = 1/(2y).':
    '有些导数用输出 y 表示最省事：exp′ = y，tanh′ = 1 − y²，sigmoid′ = y(1 − y)，sqrt′ = 1/(2y)。',
  'Build the adjoint from tensors and functions, not from raw numbers: then its own gradient works too.':
    '用张量和张量函数搭出伴随，不要用原始的数：这样，伴随自己的梯度也是对的。',
  'For power: ∂(aᵇ)/∂a = b·aᵇ⁻¹ and ∂(aᵇ)/∂b = aᵇ·ln a, each times outGrad.':
    '对 power：∂(aᵇ)/∂a = b·aᵇ⁻¹，∂(aᵇ)/∂b = aᵇ·ln a，各乘以 outGrad。',
  'Every op here sends each input entry to some places of the output. The adjoint of an entry is the sum of outGrad over those places.':
    '这里的每个算子都把每个输入元素送到输出的若干位置。一个元素的伴随，就是 outGrad 在这些位置上的和。',
  'An adjoint has exactly the shape of the input. Print both shapes before you think about numbers.':
    '伴随与输入的形状完全相同。先把两个形状都打印出来，再考虑数值。',
  'reshape, transpose and permute only move entries: move outGrad back. The way back of a permutation is its inverse.':
    'reshape、transpose 和 permute 只移动元素：把 outGrad 移回去。排列的归路就是它的逆。',
  'broadcast_to and summation undo each other: one sums over the repeated axes, the other repeats along the summed ones. Put removed axes back at size 1 first.':
    'broadcast_to 与 summation 方向相反：一个沿重复的轴求和，另一个沿求和的轴重复。去掉的轴要先补回来，长度为 1。',
  'Take A of shape (n, k), B of shape (k, m) and outGrad of shape (n, m): how can a product of two of them have the shape of A?':
    'A 的形状为 (n, k)，B 的形状为 (k, m)，outGrad 的形状为 (n, m)：其中哪两个相乘，能得到 A 的形状？',
  'Yᵢⱼ = Σₚ AᵢₚBₚⱼ, so ∂loss/∂Aᵢₚ = Σⱼ outGradᵢⱼ·Bₚⱼ. Read the sum as a matrix product.':
    'Yᵢⱼ = Σₚ AᵢₚBₚⱼ，所以 ∂loss/∂Aᵢₚ = Σⱼ outGradᵢⱼ·Bₚⱼ。把这个和看成矩阵乘法。',
  'The adjoint of A is outGrad·Bᵀ, that of B is Aᵀ·outGrad. With batch axes, transpose the last two axes only.':
    'A 的伴随是 outGrad·Bᵀ，B 的伴随是 Aᵀ·outGrad。有批次轴时，只转置最后两个轴。',
  'With p = softmax(x), ∂logsumexp(x)/∂xᵢ = pᵢ. Compute p without exponentials of large numbers: p = exp(x − logsumexp(x)).':
    '令 p = softmax(x)，则 ∂logsumexp(x)/∂xᵢ = pᵢ。计算 p 时不要对大数取指数：p = exp(x − logsumexp(x))。',
  'A reduction without keepdims loses axes: give outGrad its axes of size 1 back, then broadcast it over x.':
    '没有 keepdims 的归约会丢掉轴：先给 outGrad 补回长度为 1 的轴，再广播成 x 的形状。',
  'Each output of softmax depends on every input along the axes: ∂pᵢ/∂xⱼ = pᵢ(δᵢⱼ − pⱼ). Multiply by outGrad and sum over i.':
    'softmax 的每个输出依赖轴上的所有输入：∂pᵢ/∂xⱼ = pᵢ(δᵢⱼ − pⱼ)。乘以 outGrad，再对 i 求和。',
  'softmax: p·(outGrad − Σ outGrad·p). logsoftmax: outGrad − p·Σ outGrad. The sums run along the axes and keep them.':
    'softmax：p·(outGrad − Σ outGrad·p)。logsoftmax：outGrad − p·Σ outGrad。这些和都沿归约的轴，并保留这些轴。',
  'A node may hand its adjoint on only when every consumer has added to it: walk the topological order from its end.':
    '一个节点要等所有使用者都把伴随加进来，才能把自己的伴随往下传：从末尾开始走拓扑序。',
  'A node that is used k times gets k contributions. Add them; do not overwrite.':
    '用了 k 次的节点会收到 k 份伴随。要累加，不要覆盖。',
  'Recursion overflows on a chain of a few thousand nodes. Keep the nodes still to visit in an array of your own.':
    '几千个节点的长链会让递归溢出。用自己的数组存放还要访问的节点。',
  'Mark a node when you first see it, so that a node with many consumers is visited once and not once per path.':
    '第一次见到一个节点就做标记：使用者再多，它也只访问一次，而不是每条路径一次。',
  'A node can be computed when the data of all its inputs is there: inputs first, then the node.':
    '一个节点的所有输入都有了数据，才能计算它：先算输入，再算节点。',
  'Keep what was computed in cachedData: a node that two others use is computed once.':
    '把算好的结果存进 cachedData：两个节点都用到的节点，只计算一次。',
  'Recursion overflows on a long chain. Use a stack of your own: look at the top, push its missing inputs, and compute it when none is missing.':
    '长链会让递归溢出。自己维护一个栈：看栈顶，把它还缺的输入压入栈；一个也不缺时，就计算它。',

  // Hints on one op.
  'If a grows by 1, by how much does a + b grow?': 'a 增加 1，a + b 增加多少？',
  '∂(a + b)/∂a = ∂(a + b)/∂b = 1.': '∂(a + b)/∂a = ∂(a + b)/∂b = 1。',
  'A constant shift does not change how fast the output grows: ∂(a + c)/∂a = 1.':
    '加一个常数，不会改变输出增长的快慢：∂(a + c)/∂a = 1。',
  'If b grows by 1, which way does a − b go?': 'b 增加 1，a − b 是增大还是减小？',
  '∂(a − b)/∂a = 1 and ∂(a − b)/∂b = −1.': '∂(a − b)/∂a = 1，∂(a − b)/∂b = −1。',
  'Hold b fixed: by how much does a·b grow when a does?': '固定 b：a 增加时，a·b 增加多少？',
  '∂(a·b)/∂a = b and ∂(a·b)/∂b = a.': '∂(a·b)/∂a = b，∂(a·b)/∂b = a。',
  'If a grows by 1, by how much does 3·a grow? The op remembers its factor as this.scalar.':
    'a 增加 1，3·a 增加多少？算子把它的因子记在 this.scalar 里。',
  '∂(c·a)/∂a = c.': '∂(c·a)/∂a = c。',
  'a/b is a·b⁻¹. Differentiate it by b as a power.': 'a/b 就是 a·b⁻¹。把它当作幂函数对 b 求导。',
  'a/c is a times 1/c. The op remembers c as this.scalar.':
    'a/c 就是 a 乘以 1/c。算子把 c 记在 this.scalar 里。',
  '∂(−a)/∂a = −1.': '∂(−a)/∂a = −1。',
  'How steep is relu at x = 3, at x = −3?': 'relu 在 x = 3 处的斜率是多少？在 x = −3 处呢？',
  'How steep is |x| at x = −2? And at 0?': '|x| 在 x = −2 处的斜率是多少？在 0 处呢？',
  'Which of the two does max(a, b) follow when it changes a little? Where they tie, each follows by half.':
    'max(a, b) 稍有变化时，跟随的是哪一个？并列时，各跟随一半。',
  'Which of the two does min(a, b) follow when it changes a little? Where they tie, each follows by half.':
    'min(a, b) 稍有变化时，跟随的是哪一个？并列时，各跟随一半。',
  'ln′(x) = 1/x.': 'ln′(x) = 1/x。',
  '√x is x to the power ½: what comes down in front, and which exponent is left?':
    '√x 是 x 的 ½ 次幂：求导后前面多出什么？指数剩下多少？',
  'sin′ = cos.': 'sin′ = cos。',
  'cos′ = −sin.': 'cos′ = −sin。',
  'tanh is odd, so its slope is the same at x and −x, 1 at 0 and nearly 0 far out.':
    'tanh 是奇函数，因此在 x 和 −x 处斜率相同；在 0 处斜率为 1，在远处几乎为 0。',
  'The sigmoid is flat far to the left, where y is 0, and far to the right, where y is 1.':
    'sigmoid 在左侧远处是平的，那里 y 为 0；在右侧远处也是平的，那里 y 为 1。',
  'Write aᵇ as e^(b·ln a) to differentiate it by b; by a it is the power rule.':
    '对 b 求导时，把 aᵇ 写成 e^(b·ln a)；对 a 求导，用幂函数的法则。',
  'What comes down in front when you differentiate xⁿ, and what happens to the exponent? The op remembers n as this.scalar.':
    'xⁿ 求导，前面多出什么？指数会怎样变化？算子把 n 记在 this.scalar 里。',
  '∂xⁿ/∂x = n·xⁿ⁻¹.': '∂xⁿ/∂x = n·xⁿ⁻¹。',
  'Reshape keeps the order of the entries, and so does the way back.':
    'reshape 保持元素的顺序，反向时也一样。',
  'Which two axes were swapped? The op remembers them as this.axes. Swap them again.':
    '交换的是哪两个轴？算子把它们记在 this.axes 里。再交换一次。',
  'Shapes are aligned at the right: which axes were added in front, and which were stretched from size 1?':
    '形状在右边对齐：哪些轴是加在前面的，哪些是由长度 1 拉伸的？',
  'axes may be a number, negative ones too, a list, or null. What shape would the sum have had with keepdims?':
    'axes 可以是一个数（也可以是负数）、一个列表，或者 null。如果用了 keepdims，和的形状会是什么？',
  'A mean is a sum divided by N: the number of entries that were averaged, not of all.':
    '均值是和除以 N：N 是参与平均的元素个数，而不是全部元素的个数。',

  // Hints on a kind of failure.
  'An adjoint has exactly the shape and the dtype of its input, and there is one for each input, in a list. Print them beside node.inputs.':
    '伴随的形状和 dtype 与输入完全相同；每个输入有一个伴随，放在一个列表里。把它们与 node.inputs 一起打印出来。',
  'Read the line that threw. Print the shapes of its operands just before it: which of them did you expect to be another?':
    '读一读抛出异常的那一行。在它前面打印各操作数的形状：哪一个与你预想的不同？',
  'Where entries tie, their shares of outGrad add up to one: neither all of it to each, nor nothing to both.':
    '元素并列时，它们分得的 outGrad 份额之和为 1：既不是各得全部，也不是都得不到。',
  'One tensor may be given as two inputs. The rule returns one adjoint for each place; the sum over places is not its job.':
    '同一个张量可以作为两个输入。规则对每个位置各返回一个伴随；把各个位置加起来不是规则的事。',
  'The value of the gradient is right; its own gradient is not. What in your rule depends on the inputs, and was made a constant?':
    '梯度的值是对的，但它自己的梯度不对。你的规则里，有什么取决于输入，却被当成了常数？',
  'detach, noGrad, toData and Tensor.fromData cut the graph. Say the same with tensor functions of node.inputs, node and outGrad.':
    'detach、noGrad、toData 和 Tensor.fromData 都会切断计算图。请用 node.inputs、node 和 outGrad 的张量函数来写同样的东西。',
  'Say the rule with tensor functions of node.inputs, node and outGrad; numbers that were read are right for this one case alone.':
    '请用 node.inputs、node 和 outGrad 的张量函数来写规则；读出来的数值，只对这一个用例是对的。',
  'Two adjoints, or an adjoint and outGrad, are one array: whoever changes the one changes the other. Compute a new tensor for each.':
    '两个伴随，或者伴随与 outGrad，是同一个数组：改了一个，另一个也会变。请为每个伴随计算新的张量。',
  'Something that belongs to others was changed: outGrad, an input, or what the op remembers. Only make new tensors, and run it twice.':
    '不属于你的东西被改了：outGrad、某个输入，或者算子记着的内容。只创建新的张量，再运行两次看看。',
  'In lazy mode nothing is computed while a rule runs: cachedData is still undefined there. Use tensor functions alone.':
    '在惰性模式下，规则运行时什么都还没有计算：这时 cachedData 仍是 undefined。只用张量函数。',
  // What an op computes, in the title of its exercise.
  'the same entries in another shape': '元素不变，换一个形状',
  'two axes swapped': '交换两个轴',
  'all axes in another order': '所有轴换一个顺序',
  'entries repeated along new axes and axes of size 1': '沿新轴和长度为 1 的轴重复元素',
  'sums along axes': '沿轴求和',
  'means along axes': '沿轴求平均',
};
