/** Known mistakes in Chinese: joining, cutting, moving and looking up entries. */
export const indexing: Readonly<Record<string, string>> = {
  'outGrad is cut along axis 0, whichever axis was made.': '无论新轴是哪一个，outGrad 总是沿轴 0 切开。',
  'The op remembers its axis.': '算子记着它的轴。',
  'The pieces are handed back in reverse order.': '各段以相反的顺序传回。',
  'The first input went into the first piece.': '第一个输入进入了第一段。',
  'Each piece keeps the new axis, at size 1.': '每一段都还带着新轴，长度为 1。',
  'The gradient has the shape of the input, which lacks the axis.': '梯度的形状与输入相同，输入没有这个轴。',
  'outGrad is summed over the new axis, and every input gets the sum.':
    '沿新轴对 outGrad 求了和，每个输入都得到了这个和。',
  'An input went into one piece only.': '一个输入只进入了一段。',
  'outGrad is cut into pieces of equal length.': 'outGrad 被切成了等长的几段。',
  'How long was each input along the axis?': '每个输入沿这个轴有多长？',
  'Every input gets the first entries of outGrad.': '每个输入得到的都是 outGrad 开头的元素。',
  'Where along the axis did each input begin?': '每个输入沿这个轴从哪里开始？',
  'The last input gets the first entries of outGrad, and so on.':
    '最后一个输入得到了 outGrad 开头的元素，依此类推。',
  'The first input comes first in the result.': '结果中，第一个输入排在最前面。',
  'Every input gets all of outGrad.': '每个输入都得到了整个 outGrad。',
  'The pieces are put together along axis 0, whichever axis was cut.':
    '无论沿哪个轴切开，各段总是沿轴 0 拼回。',
  'The pieces are put together in reverse order.': '各段以相反的顺序拼回。',
  'The first piece comes from the first entries.': '第一段来自最前面的元素。',
  'A piece that was not used gets the outGrad of those that were.':
    '没有用到的段，得到了用到的段的 outGrad。',
  'An entry that is not used has a gradient of zero.': '没有用到的元素，梯度为零。',
  'The pieces are put one after another instead of side by side.': '各段是首尾相接的，而应当并排叠起来。',
  'The pieces lack the axis; stack makes it again, concat does not.':
    '各段没有这个轴：stack 会重新加上它，concat 不会。',
  'Where does the last entry of the output come from?': '输出的最后一个元素来自哪里？',
  'outGrad is flipped along every axis.': 'outGrad 沿所有轴都翻转了。',
  'The sign of outGrad is changed.': 'outGrad 的符号变了。',
  'Flipping changes where entries are, not what they are.': '翻转改变的是元素的位置，不是元素的值。',
  'The first entries of outGrad are taken, as many as the input has.':
    '输入有多少个元素，就取了 outGrad 开头的多少个。',
  'Zeros are between the entries, not after them.': '零插在元素之间，而不是之后。',
  'The last entry of each group is taken: the outGrad of a zero.':
    '取的是每组的最后一个元素，那是零的 outGrad。',
  'Are the zeros before or after each entry?': '零在每个元素之前，还是之后？',
  'The outGrad of the next entries, which may be zeros, is added.':
    '把后面元素的 outGrad 也加了进来，而那些元素可能是零。',
  'The zeros are constants; nothing flows back through them.': '这些零是常数，没有东西经过它们传回。',
  'The gradient is dilated to whole groups, also where the last group was shorter.':
    '梯度总是扩张成整组，即使最后一组本来不满。',
  'Undilate 5 entries by 1: how many were there before, and how many does dilate make?':
    '对 5 个元素做间隔为 1 的 undilate：输入原有几个元素？dilate 回去又得到几个？',
  'outGrad goes to the first entries, and zeros to the rest.': 'outGrad 都放在了开头的元素上，其余为零。',
  'Which entries were kept?': '保留下来的是哪些元素？',
  'Entries that were dropped get a gradient of 1.': '被丢弃的元素得到了梯度 1。',
  'The first entries are taken, as if all zeros were at the end.': '取的是开头的元素，好像零全在末尾。',
  'How many zeros are before the first entry?': '第一个元素之前有几个零？',
  'The padding before and the padding after are exchanged.': '前面的填充与后面的填充互换了。',
  'Try a padding of (1, 0).': '试试填充 (1, 0)。',
  'One entry too many is cut off at the front.': '前面多切掉了一个元素。',
  'Entry 0 of the input is at index `before`.': '输入的元素 0 在下标 `before` 处。',
  'Every entry gets the sum of outGrad, the padding included.':
    '每个元素得到的都是 outGrad 之和，连填充处也算了进去。',
  'outGrad is passed through in the shape of the slice.': 'outGrad 以切片的形状传回。',
  'Entries that were not read have a gradient too: zero.': '没有读取的元素也有梯度：零。',
  'outGrad goes to the first entries.': 'outGrad 都放在了开头的元素上。',
  'Where did the slice start?': '切片从哪里开始？',
  'A slice that runs backwards is put back forwards.': '切片是倒着取的，放回时却是正着放的。',
  'With a step of -1 the first entry of the slice is the last one of the input.':
    '步长为 -1 时，切片的第一个元素是输入的最后一个。',
  'The entries are put back side by side, whatever the step.': '无论步长是多少，元素都被紧挨着放回。',
  'With a step of 2 every second entry was read.': '步长为 2 时，每隔一个元素读取一个。',
  'The gradient is zero throughout.': '梯度处处为零。',
  'Each entry that was read gets the outGrad of where it went.':
    '读取的每个元素，到了哪里就得到哪里的 outGrad。',
  'The dropped axes are put back at the front, wherever they were.':
    '无论去掉的轴原来在哪里，都放回了最前面。',
  'The op remembers its axes, and the input its shape.': '算子记着它的轴，输入记着它的形状。',
  'All axes of size 1 are dropped, also those that the input has.':
    '去掉了所有长度为 1 的轴，连输入本来就有的也去掉了。',
  'Drop the axes that were put in, and no others.': '只去掉插入的轴，其他的都保留。',
  'outGrad is passed through in the expanded shape.': 'outGrad 以扩展后的形状传回。',
  'The outGrad of the first copy is returned; the others are lost.':
    '只返回了第一个副本的 outGrad，其余的都丢了。',
  'An entry that was read several times gets only the last outGrad.':
    '被多次读取的元素，只得到了最后一个 outGrad。',
  'An entry that is read twice gets the sum of both.': '被读取两次的元素，得到两者之和。',
  'outGrad goes to the entries at its own place, whatever the index says.':
    '无论下标是什么，outGrad 都留在了自己所在的位置。',
  'Where was each entry read?': '每个元素是从哪里读取的？',
  'outGrad is passed through in the shape of the index.': 'outGrad 以下标的形状传回。',
  'An entry that was read several times gets the mean instead of the sum.':
    '被多次读取的元素得到的是均值，而不是和。',
  'If the entry grows by 1, everything that was read from it grows by 1.':
    '这个元素增加 1，从它读出的所有元素都增加 1。',
  'A row that was looked up several times gets only the last outGrad.':
    '被多次查询的行，只得到了最后一个 outGrad。',
  'A word that occurs twice in a sentence learns from both places.':
    '一个词在句中出现两次，两处都要用来学习。',
  'A row that was looked up several times gets the mean instead of the sum.':
    '被多次查询的行得到的是均值，而不是和。',
  'If the row grows by 1, everything that was read from it grows by 1.':
    '这一行增加 1，从它读出的所有元素都增加 1。',
  'outGrad goes to the first rows, whatever the indices are.': '无论下标是什么，outGrad 都放在了开头的几行。',
  'Which row was looked up?': '查询的是哪一行？',
  'Rows that were not looked up have a gradient too: zero.': '没有查询的行也有梯度：零。',
  'Of several entries that were added at one place, only the last gets outGrad.':
    '有几个元素加到了同一位置，却只有最后一个得到了 outGrad。',
  'Each of them was added: if one grows by 1, so does the sum.':
    '它们每一个都加了进去：其中一个增加 1，和也增加 1。',
  'The source gets outGrad from its own place, not from where the index sent it.':
    'source 取的是自己所在位置的 outGrad，而不是下标把它送去的位置。',
  'Where did each entry go?': '每个元素去了哪里？',
  'The base gets 0 where something was added, as if it had been overwritten.':
    'base 在加上了东西的地方得到了 0，好像被覆盖了一样。',
  'Something was added to the base, which is still in the sum.': '东西是加到 base 上的，base 仍在和里。',
  'The base gets outGrad also where it was overwritten.': 'base 被覆盖的地方也得到了 outGrad。',
  'Does a row that was replaced still change the result?': '被替换的行还会影响结果吗？',
  'The new rows get the first rows of outGrad, whatever the indices are.':
    '无论下标是什么，新的行得到的都是 outGrad 开头的几行。',
  'Where was each row put?': '每一行放到了哪里？',
  'The base gets outGrad where it was overwritten, and 0 elsewhere: the mask is the wrong way round.':
    'base 在被覆盖处得到了 outGrad，在别处得到了 0：掩码反了。',
  'Which rows of the base are still in the result?': 'base 的哪些行还在结果里？',
};
