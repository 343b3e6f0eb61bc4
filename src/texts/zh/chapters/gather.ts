/** Known mistakes in Chinese: the chapter gather. */
export const gather: Readonly<Record<string, string>> = {
  'The adjoints come in reverse: c gets what belongs to a.': '伴随的顺序反了：属于 a 的给了 c。',
  'Where in y does the first input lie?': '第一个输入在 y 的什么位置？',
  'outGrad is cut into three blocks that follow each other in memory; a, b and c lie side by side along axis 1.':
    'outGrad 被切成了在内存中前后相接的三块，而 a、b、c 是沿轴 1 并排的。',
  'Which entry of outGrad belongs to a[1, 0]?': 'outGrad 的哪个元素属于 a[1, 0]？',
  'All inputs get the first piece of outGrad.': '所有输入得到的都是 outGrad 的第一段。',
  'Does y[0, 0, 0] change if b does?': 'b 变化时，y[0, 0, 0] 会变吗？',
  'All three pieces get outGrad; y depends on the last alone, and the others get zeros.':
    '三段都得到了 outGrad，而 y 只取决于最后一段，其余两段应当得到零。',
  'Does y change if x[0, 0, 0] does?': 'x[0, 0, 0] 变化时，y 会变吗？',
  'outGrad stands in the place of the first piece; y is the last.':
    'outGrad 放在了第一段的位置，而 y 是最后一段。',
  'In which order do pad and slice count the pieces?': 'pad 和 slice 按什么顺序数各段？',
  'outGrad is put back from row 0 on; y begins at row 1 of x.':
    'outGrad 从第 0 行起放回，而 y 从 x 的第 1 行开始。',
  'Which row of x is row 0 of y?': 'y 的第 0 行是 x 的哪一行？',
  'The columns of outGrad are put side by side; y has every other column of x.':
    'outGrad 的各列被紧挨着放回，而 y 是隔一列取 x 的一列。',
  'Which column of x is column 1 of y?': 'y 的第 1 列是 x 的哪一列？',
  'Columns that y does not read get the adjoint of their neighbour, and not zeros.':
    'y 没有读取的列得到了相邻列的伴随，而应当是零。',
  'Does y change if x[1, 1] does?': 'x[1, 1] 变化时，y 会变吗？',
  'The first rows of outGrad are taken; the first of them belongs to a row of zeros.':
    '取了 outGrad 开头的几行，而其中第一行属于填充的零。',
  'Where in y does x[0, 0] lie?': 'x[0, 0] 在 y 的什么位置？',
  'Two rows are left out in front and one behind; y has one row of zeros in front and two behind.':
    '前面去掉了两行，后面去掉了一行；而 y 的前面有一行零，后面有两行。',
  'Row 2 is read twice, and has only the last of the two adjoints: the second overwrites the first.':
    '第 2 行被读取了两次，却只得到最后一个伴随：第二个覆盖了第一个。',
  'An input that is used twice gets the sum of two adjoints. What does x̄[rows] = outGrad do?':
    '用了两次的输入，得到两个伴随之和。x̄[rows] = outGrad 做的是什么？',
  'The two adjoints of row 2 are averaged; they must be added.': '第 2 行的两个伴随取了平均，而应当相加。',
  'By how much does the sum of y grow if x[2, 0] grows by 1?': 'x[2, 0] 增加 1，y 的所有元素之和增加多少？',
  'Row i of outGrad goes to row i of x; it belongs to the row that was read, rows[i].':
    'outGrad 的第 i 行放到了 x 的第 i 行，而它属于被读取的那一行 rows[i]。',
  'From which row of x does row 0 of y come?': 'y 的第 0 行来自 x 的哪一行？',
  'The rows of base that source is added to get no adjoint, as if they were overwritten; they are still there.':
    'base 中被加上 source 的行没有得到伴随，好像它们被覆盖了，其实它们还在。',
  'Does y[0, 0] change if base[0, 0] does?': 'base[0, 0] 变化时，y[0, 0] 会变吗？',
  'Rows 0 and 2 of source are both added to row 2, and each gets half of its adjoint; each gets all of it.':
    'source 的第 0 行和第 2 行都加到了第 2 行上，却各得到一半伴随，而应当各得到全部。',
  'By how much does y[2, 0] grow if source[0, 0] grows by 1?': 'source[0, 0] 增加 1，y[2, 0] 增加多少？',
  'The adjoint of base is zero: only that of source is there.': 'base 的伴随为零，只有 source 的伴随。',
  'y is a sum of two terms. What is the adjoint of each?': 'y 是两项之和。每一项的伴随是什么？',
  'outGrad is turned to the right once more; it has to go back.':
    'outGrad 又向右循环移了一位，而它应当移回去。',
  'Entry 0 went to place 1. Where does its adjoint come from?': '元素 0 到了位置 1。它的伴随来自哪里？',
  'The last entry gets zero; it went round to the first place, and its adjoint comes from there.':
    '最后一个元素得到了零，而它移到了最前面，伴随应当从那里来。',
  'Where in y is x[0, m − 1]?': 'x[0, m − 1] 在 y 的什么位置？',
  'outGrad is returned as it is; x was turned.': 'outGrad 被原样返回，而 x 是移过位的。',
  'Where in y is x[0, 0]?': 'x[0, 0] 在 y 的什么位置？',
};
