/** Laws in Chinese, by the English: what they are called, without a full stop, and in the words of the first lecture. */
export const laws: Readonly<Record<string, string>> = {
  // Of every implementation.
  'the value equals the reference': '输出值与参考值相等',
  "every gradient has its input's shape and dtype": '每个梯度的形状和 dtype 与对应的输入相同',
  'the vjp equals JᵀΔ': 'VJP 等于 JᵀΔ',
  '0-d, empty and size-1 shapes have the right vjp': '零维、空以及长度为 1 的形状，VJP 同样正确',
  'where entries tie, their shares add up to one': '元素并列时，各自的份额之和为 1',
  'an unused input gets zeros': '没有用到的输入，梯度为零',
  'detach and no_grad stop exactly what they should': 'detach 和 no_grad 恰好截断该截断的梯度',
  'an input used k times gets the sum of k adjoints': '用了 k 次的输入，得到 k 个伴随之和',
  "broadcast_to and summation are each other's adjoint, exactly, on integers":
    'broadcast_to 与 summation 互为伴随，在整数上严格相等',
  'the vjp is linear in Δ': 'VJP 关于 Δ 是线性的',
  '⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩': '⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩',
  'no two gradients share memory': '任何两个梯度都不共用内存',
  'deep chains and wide DAGs take linear time': '很深的链和很宽的有向无环图，耗时都是线性的',
  'differentiating changes no value, no input and no cotangent, and a second call gives the same':
    '求导不改变任何值、输入和余切向量，再求一次，结果相同',
  'lazy and eager (or compiled and eager) agree': '惰性求值与即时求值（或编译后与即时求值）结果一致',
  "second order equals the reference's": '二阶导数与参考值相等',
  'the vjp can be differentiated by Δ, and gives Ju': 'VJP 可以再对 Δ 求导，得到 Ju',
  'second order is symmetric': '二阶导数是对称的',
  'the jvp equals Jv': 'JVP 等于 Jv',
  '⟨Δ, jvp(v)⟩ = ⟨vjp(Δ), v⟩': '⟨Δ, jvp(v)⟩ = ⟨vjp(Δ), v⟩',
  'a batch of cotangents gives the vjp of each': '一批余切向量给出其中每一个的 VJP',
  'where the value is computed, so is the gradient, without an error':
    '能算出值的地方，也能算出梯度，不会出错',

  // Of submissions.
  'a gradient is a graph of its inputs and its cotangent, not numbers':
    '梯度是由输入和余切向量构成的计算图，而不是一组数',
  'each Jacobian has ∂output/∂input in every entry: a row per output entry, a column per input entry':
    '雅可比矩阵的每个元素都是 ∂output/∂input：每个输出元素一行，每个输入元素一列',
  'a shared node is visited once, not once for each path': '共享的节点只访问一次，而不是每条路径各访问一次',
  'paths of different lengths to one node all count': '通往同一节点的路径，无论长短，全都计入',
  'a long chain neither overflows the stack nor takes more than linear time':
    '很长的链既不会栈溢出，耗时也不超过线性',
  'the submission answers every case': '提交的代码对每个用例都给出结果',

  // In words.
  'the value y is the one that the definition gives.': '值 y 就是按定义算出的值。',
  'a rule returns one adjoint for each input, in the order of the inputs, and each has the shape and the dtype of its input.':
    '规则对每个输入返回一个伴随，顺序与输入一致，形状和 dtype 也与对应的输入相同。',
  'the adjoint of an input adds up, over all entries k of the output, Δₖ times the slope of yₖ: āᵢ = Σₖ Δₖ·∂yₖ/∂aᵢ.':
    '输入的伴随，是对输出的所有元素 k，把 Δₖ 乘以 yₖ 的斜率再加起来：āᵢ = Σₖ Δₖ·∂yₖ/∂aᵢ。',
  'the chain rule holds for a single number, for an empty array and for axes of size 1 as for any other shape.':
    '链式法则对单个数、空数组和长度为 1 的轴同样成立，与其他形状一样。',
  'where entries tie, each may have any share of Δ, but the shares add up to one.':
    '元素并列时，各自分得 Δ 的多少份额都可以，但份额之和为 1。',
  'an input that is used several times gets the sum of what its uses send back.':
    '用了多次的输入，得到各处传回的伴随之和。',
  'what the output does not depend on has the adjoint 0.': '输出不依赖的输入，伴随为 0。',
  'the adjoints are linear in Δ: twice the Δ gives twice the adjoints, and the adjoints of a sum are a sum.':
    '伴随关于 Δ 是线性的：Δ 翻倍，伴随也翻倍；和的伴随等于伴随之和。',
  'whichever way a product with J is taken, the number is the same: ⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩.':
    '与 J 相乘，无论从哪一边算，得到的数都相同：⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩。',
  'each adjoint is an array of its own: whoever adds to one must not change another.':
    '每个伴随都是独立的数组：往一个上面累加，不会改变另一个。',
  'differentiating only reads: values, inputs and Δ are the same afterwards, and asking twice gives the same answer.':
    '求导只读取，不修改：之后值、输入和 Δ 都不变，再求一次，结果相同。',
  'whether it is computed at once or later, the numbers are the same.':
    '无论立即计算还是以后再算，得到的数都相同。',
  'the adjoint is itself made of differentiable functions: its own gradient is right, too.':
    '伴随本身也由可微函数构成：它自己的梯度也要正确。',
  'the adjoint, as a function of Δ, can be differentiated by Δ.': '伴随作为 Δ 的函数，可以对 Δ 求导。',
  'the adjoint is built from tensors by functions; numbers that were read cannot be differentiated.':
    '伴随是用函数由张量构造出来的；读出来的数值无法求导。',
};
