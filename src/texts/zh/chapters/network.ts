/** Known mistakes in Chinese: the chapter network. */
export const network: Readonly<Record<string, string>> = {
  'Each row is the sum of the columns of W: that is JᵀΔ for a Δ of ones, whatever outGrad is.':
    '每一行都成了 W 各列之和：那是 Δ 全为 1 时的 JᵀΔ，与 outGrad 无关。',
  'Where does outGrad stand in the adjoint of X?': 'X 的伴随里，outGrad 出现在哪里？',
  'X̄ is divided by h, the number of outputs; their adjoints are added up.':
    'X̄ 除以了输出的个数 h，而这些输出的伴随应当相加。',
  'X[i,p] is used by h outputs. Is its adjoint the sum or the mean of what they send back?':
    'X[i,p] 被 h 个输出用到。它的伴随是它们传回的和，还是均值？',
  'W̄ is divided by n; a mean over the batch belongs to the loss, and is in outGrad already.':
    'W̄ 除以了 n；对批次求均值是损失的事，已经在 outGrad 里了。',
  'Does Z = XW + b divide by anything?': 'Z = XW + b 里有除法吗？',
  'Each column is the sum of the rows of X: that is JᵀΔ for a Δ of ones, whatever outGrad is.':
    '每一列都成了 X 各行之和：那是 Δ 全为 1 时的 JᵀΔ，与 outGrad 无关。',
  'W is used by every row of X, and its adjoint has only what the first row sends back.':
    'X 的每一行都用到 W，而它的伴随只含第一行传回的部分。',
  'By how much does the sum of Z change if b[0] grows by 1?': 'b[0] 增加 1，Z 的所有元素之和增加多少？',
  'The adjoint of b is n in every entry: that is right for a Δ of ones only.':
    'b 的伴随每个元素都是 n：只有 Δ 全为 1 时才对。',
  'Where does outGrad stand in the adjoint of b?': 'b 的伴随里，outGrad 出现在哪里？',
  'This is the slope of relu; it is not multiplied by outGrad.': '这是 relu 的斜率，没有乘 outGrad。',
  'outGrad is multiplied by relu(z), and not by its slope.': 'outGrad 乘的是 relu(z)，而不是它的斜率。',
  'What is the slope of relu at 5?': 'relu 在 5 处的斜率是多少？',
  'relu is applied to outGrad; which entries pass depends on z, not on the sign of outGrad.':
    'relu 作用在了 outGrad 上；但哪些元素能通过，由 z 决定，与 outGrad 的符号无关。',
  'May an adjoint be negative?': '伴随可以是负的吗？',
  'Each row is the sum of the rows of W: that is JᵀΔ for a Δ of ones, whatever outGrad is.':
    '每一行都成了 W 各行之和：那是 Δ 全为 1 时的 JᵀΔ，与 outGrad 无关。',
  'X̄ has the wrong sign.': 'X̄ 的符号错了。',
  'If W and outGrad are positive, does the loss grow or fall with X?':
    '如果 W 和 outGrad 都为正，X 增大时，损失是增大还是减小？',
  'XᵀΔ is the adjoint of Wᵀ, of shape (h, m); that of W has the shape of W.':
    'XᵀΔ 是 Wᵀ 的伴随，形状为 (h, m)；W 的伴随应当与 W 形状相同。',
  'Compare the shape of your answer with that of w.': '把你的答案的形状与 w 的形状比一比。',
  'Does Z = XWᵀ + b divide by anything?': 'Z = XWᵀ + b 里有除法吗？',
  'The rows are summed, but the axis is gone: b has shape (1, m), and so has its adjoint.':
    '对各行求了和，但那个轴不见了：b 的形状是 (1, m)，它的伴随也是。',
  'Compare the shape of your answer with that of b.': '把你的答案的形状与 b 的形状比一比。',
  'This is outGrad as it is, of the shape of Z; b was repeated for every row, so the rows are to be summed.':
    '这是原样的 outGrad，形状与 Z 相同；b 对每一行都重复了，因此要对各行求和。',
  'By how much does the sum of Z change if b[0,0] grows by 1?': 'b[0,0] 增加 1，Z 的所有元素之和增加多少？',
  'The slope is 1 − tanh²(z), and this is 1 − z².': '斜率是 1 − tanh²(z)，这里写成了 1 − z²。',
  'Whose square stands in the slope of tanh? Try z = 2: can the slope be negative?':
    'tanh 的斜率里，平方的是什么？试试 z = 2：斜率可以是负的吗？',
  'The slope is 1 − t², and this is 1 − t.': '斜率是 1 − t²，这里写成了 1 − t。',
  'tanh is odd: how do its slopes at z and −z compare?': 'tanh 是奇函数：它在 z 和 −z 处的斜率有什么关系？',
  'The slope is 1 − t², and this is 1 + t².': '斜率是 1 − t²，这里写成了 1 + t²。',
  'Is tanh steeper or flatter far from 0?': '离 0 越远，tanh 是越陡还是越平？',
  'This is JᵀΔ for a Δ of ones, whatever outGrad is.': '这是 Δ 全为 1 时的 JᵀΔ，与 outGrad 无关。',
  'Where does outGrad stand in the adjoint of T?': 'T 的伴随里，outGrad 出现在哪里？',
  'V stands in Z twice, but T only once, and its adjoint has one term.':
    'V 在 Z 中出现两次，T 却只出现一次，它的伴随只有一项。',
  'Which inputs stand in Z twice?': '哪些输入在 Z 中出现两次？',
  'V stands in Z twice, and its adjoint has only the use next to T.':
    'V 在 Z 中出现两次，它的伴随却只含紧挨着 T 的那一次。',
  'V stands in Z twice, and its adjoint has only the use as Vᵀ.':
    'V 在 Z 中出现两次，它的伴随却只含作为 Vᵀ 的那一次。',
  'The adjoint of the first use is doubled; that of the second is another one, with T and outGrad in each other’s place.':
    '第一次使用的伴随被翻倍了；但第二次使用的伴随与它不同，其中 T 与 outGrad 互换了位置。',
  'Is the product of Tᵀ and Δ the same as that of Δᵀ and T?': 'Tᵀ 与 Δ 之积，和 Δᵀ 与 T 之积相同吗？',
  'The mean depends on Z, and this rule treats it as a constant.': '均值取决于 Z，这条规则却把它当成了常数。',
  'What does C do if 1 is added to a whole column of Z?': 'Z 的一整列都加 1，C 会怎样？',
  'The sum of the rows of outGrad is taken away, and not their mean.':
    '减去的是 outGrad 各行之和，而应当是均值。',
  'How much does the mean of n numbers grow if one of them grows by 1?':
    'n 个数中有一个增加 1，它们的均值增加多少？',
  'The mean is taken along each row; here it is one for each column, over the batch.':
    '均值是沿每一行求的；这里应当对一批求，每一列一个均值。',
  'Over which axis does the forward average?': '前向是沿哪个轴求均值的？',
  'The deviation depends on C, and this rule treats it as a constant.':
    '标准差取决于 C，这条规则却把它当成了常数。',
  'What does N do if a column of C is doubled?': 'C 的一列翻倍时，N 会怎样？',
  'The direction of N is taken out, but nothing is divided by the deviation.':
    '沿 N 方向的分量去掉了，但没有除以标准差。',
  'N = C/s: if C is doubled, what happens to the slope?': 'N = C/s：C 翻倍时，斜率会怎样？',
  'outGrad·N is summed over the rows, and not averaged.': 'outGrad·N 在各行上求了和，而应当求均值。',
  's² is a mean of squares: which factor does its derivative have?': 's² 是平方的均值：它的导数有哪个因子？',
  'Mean and deviation depend on Z, and this rule treats both as constants.':
    '均值和标准差都取决于 Z，这条规则却把两者当成了常数。',
  'On which three paths does Z reach N?': 'Z 经过哪三条路径到达 N？',
  'The path through the deviation is there; the one through the mean is missing.':
    '经过标准差的路径有了，少了经过均值的路径。',
  'If 1 is added to a column of Z, N stays as it is. What does that say of the sum of a column of its adjoint?':
    'Z 的一列都加 1，N 不变。由此可知，它的伴随每一列的和是多少？',
  'The path through the mean is there; the one through the deviation is missing.':
    '经过均值的路径有了，少了经过标准差的路径。',
  'If a column of Z is doubled, N nearly stays as it is. What does that say of its adjoint?':
    'Z 的一列翻倍，N 几乎不变。由此可知，它的伴随有什么性质？',
  'The adjoint of g is the sum of outGrad, as that of b is; g was multiplied by N.':
    'g 的伴随成了 outGrad 之和，与 b 的一样；但 g 是乘在 N 上的。',
  'What is the slope of g·N by g?': 'g·N 对 g 的斜率是什么？',
  'outGrad is handed to N as it is, without the factor g.': 'outGrad 原样传给了 N，少了因子 g。',
  'If g is 0, how much does G depend on N?': '如果 g 为 0，G 还取决于 N 吗？',
  'The adjoints of g and b are means over the batch; they are sums.':
    'g 和 b 的伴随取了整批的均值，而应当求和。',
  'Each of g and b is used n times. What does an input get that is used n times?':
    'g 和 b 各用了 n 次。用了 n 次的输入得到什么？',
  'T̄ has only what comes back through the branch; T is added to H directly, too.':
    'T̄ 只含经分支传回的部分，而 T 还直接加到了 H 上。',
  'Which paths lead from T to H?': '从 T 到 H 有哪些路径？',
  'T̄ is outGrad alone; T is also read by the branch.': 'T̄ 只有 outGrad，而分支也读取了 T。',
  'The adjoint of τ has the wrong sign: S/τ falls as τ grows, where S is positive.':
    'τ 的伴随符号错了：S 为正时，τ 增大，S/τ 减小。',
  'What is the derivative of 1/τ?': '1/τ 的导数是什么？',
  'The adjoint of τ is divided by τ once; the derivative of 1/τ is −1/τ².':
    'τ 的伴随只除了一次 τ，而 1/τ 的导数是 −1/τ²。',
  'The adjoint of τ is the mean over all entries; τ is used by each of them, and gets the sum.':
    'τ 的伴随取了所有元素的均值；但每个元素都用到 τ，因此应当求和。',
  'How many entries of Z does τ stand in?': 'τ 出现在 Z 的多少个元素里？',
  'This is softmax(Z), the slope alone; it is not multiplied by outGrad.':
    '这只是斜率 softmax(Z)，没有乘 outGrad。',
  'The softmax is taken over the whole matrix; each row has its own.':
    'softmax 是对整个矩阵计算的，而应当每一行各算各的。',
  'Over which axis does the forward sum?': '前向是沿哪个轴求和的？',
  'outGrad is multiplied by exp(Z); the sum, by which the derivative of a logarithm divides, is missing.':
    'outGrad 乘了 exp(Z)，却没有除以指数和，而对数求导时要除以它。',
  'What is the derivative of ln s by s?': 'ln s 对 s 的导数是什么？',
  'p is multiplied by outGrad entry by entry; it is to be multiplied by the sum of outGrad along the row.':
    'p 与 outGrad 逐元素相乘了，而应当乘以这一行 outGrad 之和。',
  'ln Σ exp(Z) is taken from every entry of its row. What is its adjoint?':
    '这一行的每个元素都减去了 ln Σ exp(Z)。ln Σ exp(Z) 的伴随是什么？',
  'outGrad − p is right where outGrad sums to 1 along the row, and nowhere else.':
    '只有当 outGrad 在这一行上的和为 1 时，outGrad − p 才对。',
  'What is the adjoint of Z if outGrad is 0?': '如果 outGrad 为 0，Z 的伴随是什么？',
  'outGrad is handed on as it is; ln Σ exp(Z) depends on Z, too.':
    'outGrad 被原样传下去，而 ln Σ exp(Z) 也取决于 Z。',
  'In how many places of Z − ln Σ exp(Z) does Z stand?': 'Z 出现在 Z − ln Σ exp(Z) 的几处？',
  'The sign is wrong: the loss of a row is −Σ targets·Y.': '符号错了：一行的损失是 −Σ targets·Y。',
  'Does the loss grow or fall if the right class gets a higher probability?':
    '正确类别的概率变大时，损失是增大还是减小？',
  'This is −targets, the slope alone; row i is to be multiplied by outGrad[i].':
    '这只是斜率 −targets，第 i 行还要乘以 outGrad[i]。',
  'Every entry of row i gets −outGrad[i]; only one of them is in the loss.':
    '第 i 行的每个元素都得到了 −outGrad[i]，而损失里只有其中一个。',
  'Does the loss change with an entry of Y whose target is 0?': 'Y 中 target 为 0 的元素变化时，损失会变吗？',
  'Each loss gets the whole of outGrad: that is the rule of a sum.':
    '每个损失都得到了整个 outGrad：那是求和的规则。',
  'outGrad/n has shape (); the adjoint has one entry per loss.':
    'outGrad/n 的形状是 ()，而伴随对每个损失都有一个元素。',
  'Compare the shape of your answer with that of losses.': '把你的答案的形状与 losses 的形状比一比。',
  'Each loss gets 1/n, whatever outGrad is.': '无论 outGrad 是什么，每个损失得到的都是 1/n。',
  'What is the adjoint of the losses if outGrad is 0?': '如果 outGrad 为 0，各损失的伴随是什么？',
  'The sign is wrong: this is targets − p, the direction in which the loss falls.':
    '符号错了：这是 targets − p，即损失下降的方向。',
  'Does the loss grow or fall with the logit of the right class?':
    '正确类别的 logit 增大时，损失是增大还是减小？',
  'p − targets is not divided by n: that is the rule of the sum of the losses.':
    'p − targets 没有除以 n：那是损失之和的规则。',
  'What happens to L, a mean over the batch, if the batch is doubled?':
    'L 是一批的均值：这一批重复一遍，L 会怎样？',
  'p − targets is divided by n·k, as many as Z has entries; the mean is over the n rows.':
    'p − targets 除以了 n·k，即 Z 的元素总数，而均值是对 n 行求的。',
  'How many losses are averaged?': '多少个损失参与平均？',
  'All adjoints are n times too large: those of the logits were not divided by n.':
    '所有伴随都大了 n 倍：logits 的伴随没有除以 n。',
  'Compare your adjoint of the logits with the one of cross-entropy.':
    '把你的 logits 的伴随与 cross-entropy 中的比一比。',
  'From layer 3 only what comes back through the branch goes on to layer 2; T was added to H directly, too.':
    '从第 3 层传给第 2 层的，只有经分支传回的部分，而 T 还直接加到了 H 上。',
  'Which paths lead from H2 to H3?': '从 H2 到 H3 有哪些路径？',
  'The adjoint of H1 goes on to layer 1 as if it were that of Z1: relu was not gone through.':
    'H1 的伴随被当成 Z1 的伴随传给了第 1 层：没有反向经过 relu。',
  'Which function stands between X·W1 + b1 and H1?': 'X·W1 + b1 与 H1 之间是哪个函数？',
};
