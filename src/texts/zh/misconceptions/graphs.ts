/** Known mistakes in Chinese: any rule, the walk of a graph, and realize. */
export const graphs: Readonly<Record<string, string>> = {
  'The gradient has the right numbers and is cut off from the graph (detach, noGrad, raw data).':
    '梯度的数值正确，但与计算图断开了（用了 detach、noGrad 或原始数据）。',
  'The inputs, or the value, are detached in the gradient, which is right at first and wrong when differentiated again.':
    '梯度中的输入或函数值被 detach 了：一阶是对的，再求一次导就错了。',
  'Does the gradient change when the input does?': '输入变化时，梯度会变吗？',
  'Each input is looked up by what it is (`inputs.indexOf`), so that one that is given twice gets the first adjoint twice.':
    '用 `inputs.indexOf` 查找每个输入，因此同一个张量出现两次时，两处都得到了第一个伴随。',
  'In a − a both inputs are the same tensor: how can you tell them apart?':
    '在 a − a 中，两个输入是同一个张量：靠什么来区分它们？',
  'The adjoint itself is returned instead of a list of one adjoint.':
    '返回的是伴随本身，而不是只含一个伴随的列表。',
  'A gradient method returns a list with one adjoint for each input, even if there is one input.':
    'gradient 方法返回一个列表，每个输入对应一个伴随；只有一个输入时也是如此。',
  'The gradient of the first call is kept, and returned by later calls too.':
    '第一次调用的梯度被存了下来，以后的调用也返回它。',
  'A gradient method depends on outGrad and the node alone; it remembers nothing of an earlier call.':
    'gradient 方法只取决于 outGrad 和节点，不应记住之前的调用。',
  'The gradient is computed in place, in the array of outGrad.': '梯度是就地计算的，写进了 outGrad 的数组。',
  'outGrad belongs to the caller, who may use it again: return a new tensor.':
    'outGrad 属于调用者，之后可能还要用：请返回新的张量。',
  'An adjoint is overwritten by the next one instead of added to it.':
    '新的伴随覆盖了已有的伴随，而应当加上去。',
  'In a + a, how many adjoints does a receive?': '在 a + a 中，a 会收到几个伴随？',
  'A node that already has an adjoint ignores all later ones.': '已有伴随的节点，忽略了之后到来的所有伴随。',
  'Adjoints that meet are averaged instead of added.': '汇合的伴随被取了平均，而应当相加。',
  'If a grows by 1, by how much does a + a grow?': 'a 增加 1，a + a 增加多少？',
  'Only the first input of each node receives its adjoint.': '每个节点只有第一个输入收到了伴随。',
  'A node has an adjoint for each of its inputs.': '节点的每个输入都有一个伴随。',
  'An output that is also used further loses the adjoint that it started with.':
    '如果一个输出还被别的节点使用，它一开始得到的伴随就丢失了。',
  'An output may have consumers: what they send is added to its own outGrad.':
    '输出也可以有使用者：它们传回的伴随要加到它自己的 outGrad 上。',
  'A node is visited before all its consumers are: what they add later never reaches its inputs.':
    '节点的使用者还没有全部访问，就先访问了它：之后才加进来的伴随，再也传不到它的输入。',
  'When may a node hand on its adjoint? Count its consumers in a diamond.':
    '节点什么时候才可以把伴随传下去？在菱形图里数一数它的使用者。',
  'The order lists consumers before their inputs.': '拓扑序里，使用者排在了自己的输入前面。',
  'propagate walks the order from its end: the outputs belong there.':
    'propagate 从拓扑序的末尾往前走：输出应当排在末尾。',
  'Only what the first output depends on is put in order.': '只对第一个输出所依赖的节点排了序。',
  'There may be several outputs; each starts a walk.': '输出可以有多个，每个都要作为遍历的起点。',
  'A shared node is visited once for every path that leads to it: the work doubles with every diamond.':
    '通向共用节点的路径有几条，就访问它几次：每多一个菱形，工作量就翻倍。',
  'Sum a node’s adjoints first, and call its rule once.':
    '先把节点的伴随全部加好，再调用它的规则，而且只调用一次。',
  'The order is built by recursion, which overflows on a deep graph.': '排序用了递归，计算图很深时会溢出。',
  'A graph of 20 000 steps is deeper than calls can nest: keep a stack of your own.':
    '20 000 步的计算图比调用栈能容纳的更深：请自己维护一个栈。',
  'A node is listed when depth-first search first meets it, before its other consumers are.':
    '深度优先搜索第一次遇到节点就把它列入，而这时它的其他使用者还没有列入。',
  'A node is listed before its inputs, by depth-first search from the first input on: its other consumers may come later.':
    '从第一个输入开始做深度优先搜索，把节点排在它的输入前面：它的其他使用者可能更晚才出现。',
  'A node is marked as seen when it is put on the stack, and so keeps the place of its first consumer.':
    '节点一入栈就被标记为已访问，因此它的位置由第一个使用者决定。',
  'The walk goes from the start of the order to its end: inputs come before what is handed to them.':
    '从拓扑序的开头走到末尾：轮到输入时，传给它们的伴随还没有到。',
  'The order lists inputs before their consumers. Where do the adjoints come from?':
    '拓扑序里，输入排在使用者前面。那么伴随从哪里来？',
  'The walk ends at the first leaf that it meets, though nodes are left.':
    '遇到第一个叶子节点就停下了，尽管还有节点没走到。',
  'A leaf has nothing to pass on. Do the others?': '叶子节点没有东西可以往下传。其他节点呢？',
  'An input that is given twice to one op gets its adjoint once.':
    '同一个张量两次作为某个算子的输入，却只得到一次伴随。',
  'The adjoints start empty: what the outputs were given is never used.':
    '伴随一开始是空的：给输出的初始伴随从未用到。',
  'Where does the first outGrad come from?': '第一个 outGrad 从哪里来？',
  'Inputs are computed by recursion, which overflows on a deep graph.':
    '用递归来计算输入，计算图很深时会溢出。',
  'The output is computed before its inputs have their data.': '输入的数据还没有，就先计算了输出。',
  'A node can be computed when the data of all its inputs is there.': '所有输入的数据都有了，节点才能计算。',
  'Only the first input of a node is computed first.': '每个节点只有第一个输入被提前算好。',
  'Only the last input of a node is computed first.': '每个节点只有最后一个输入被提前算好。',
  'The inputs of the output are computed before it, but not the inputs of these.':
    '输出的输入提前算好了，而这些输入自己的输入没有。',
  'How deep may a graph be? The inputs of an input must be there, too.':
    '计算图可以有多深？输入的输入也必须先算好。',
};
