/** Known mistakes in Chinese: choosing, dropping and ordering entries. */
export const choice: Readonly<Record<string, string>> = {
  'The first input gets outGrad where the condition is 0, the second where it is 1.':
    '条件为 0 处 outGrad 给了第一个输入，为 1 处给了第二个输入。',
  'Which input does an entry come from where the condition holds?': '条件成立处，元素来自哪个输入？',
  'Both inputs get all of outGrad, whatever the condition.': '无论条件如何，两个输入都得到了整个 outGrad。',
  'An entry that was not chosen can change without changing the output.':
    '没有被选中的元素变化时，输出不变。',
  'The second input gets nothing.': '第二个输入什么也没有得到。',
  'Where the condition is 0 the output is an entry of the second input.':
    '条件为 0 处，输出是第二个输入的元素。',
  'The condition itself is returned, without outGrad.': '返回的是条件本身，没有乘 outGrad。',
  'outGrad is passed through outside the bounds too.': '超出边界处也原样传回了 outGrad。',
  'If an entry beyond a bound grows a little, does the output?': '越界的元素稍稍增大，输出会增大吗？',
  'Only entries below the lower bound are held back.': '只挡住了低于下界的元素。',
  'There are two ends, and either may be missing.': '边界有两端，每一端都可以不给。',
  'Entries outside the bounds get outGrad, those inside get nothing.':
    '界外的元素得到了 outGrad，界内的反而没有。',
  'Where does the output follow the input?': '在哪里输出会跟随输入？',
  'A bound that is null is treated as 0.': '为 null 的边界被当成了 0。',
  'Without a bound nothing is held back on that side.': '没有边界的那一侧，什么都不挡。',
  'An entry that lies on a bound gets outGrad twice: once as inside, once as at the bound.':
    '恰好在边界上的元素得到了两次 outGrad：一次算在界内，一次算在边界上。',
  'At a kink any slope between the two one-sided slopes is right, and none beyond them.':
    '在不可导点处，介于左右两个单侧斜率之间的任何斜率都对，超出这个范围则不对。',
  'The gradient drops different entries than the value did.':
    '梯度中丢弃的元素，与前向计算丢弃的不是同一批。',
  'Save the mask: an entry that was dropped has no influence, and one that was kept has.':
    '把掩码存下来：被丢弃的元素没有影响，保留的元素才有。',
  'Kept entries get outGrad, without the factor 1/(1 − p).': '保留的元素得到了 outGrad，少了因子 1/(1 − p)。',
  'The value was divided by 1 − p.': '前向的值除以了 1 − p。',
  'Kept entries get outGrad divided by p, the probability of being dropped.':
    '保留的元素得到的是 outGrad 除以 p，而 p 是丢弃的概率。',
  'What fraction of the entries is kept?': '保留下来的元素占多大比例？',
  'outGrad is passed through, as if nothing had been dropped.': 'outGrad 被原样传回，好像什么都没有丢弃。',
  'If an entry that was dropped changes, does the output?': '被丢弃的元素变化时，输出会变吗？',
  'Entries that were dropped get outGrad, those that were kept get nothing.':
    '被丢弃的元素得到了 outGrad，保留的反而没有。',
  'What does 1 in the mask mean?': '掩码中的 1 是什么意思？',
  'Every entry that ties for the largest gets all of outGrad.': '并列最大的每个元素都得到了整个 outGrad。',
  'If all entries that tie grow by 1, by how much does their maximum grow?':
    '并列的元素都增加 1，它们的最大值增加多少？',
  'All entries get outGrad, as in a sum.': '所有元素都得到了 outGrad，就像求和那样。',
  'Only the largest entry is in the output.': '输出里只有最大的那个元素。',
  'The smallest entries get outGrad.': '得到 outGrad 的是最小的元素。',
  'Which entry is the output?': '输出是哪个元素？',
  'Only the largest entry of the whole array gets outGrad, not the largest of each run.':
    '只有整个数组中最大的元素得到了 outGrad，而应当是每一组中最大的元素。',
  'Each run along the axes has a maximum of its own.': '沿这些轴的每一组元素，各有自己的最大值。',
  'outGrad is divided by the number of all entries of a run, not of those that tie.':
    'outGrad 除以了一组中全部元素的个数，而应当除以并列元素的个数。',
  'How many entries share the maximum?': '有几个元素并列最大？',
  'The sign is flipped, as min x = −max(−x) might suggest.': '符号反了，大概是由 min x = −max(−x) 想来的。',
  'There are two signs in −max(−x).': '−max(−x) 里有两个负号。',
  'Every entry that ties for the smallest gets all of outGrad.': '并列最小的每个元素都得到了整个 outGrad。',
  'If all entries that tie shrink by 1, by how much does their minimum shrink?':
    '并列的元素都减小 1，它们的最小值减小多少？',
  'The shares are returned, without outGrad.': '返回的是各元素的份额，没有乘 outGrad。',
  'The largest entries get outGrad.': '得到 outGrad 的是最大的元素。',
  'outGrad stays in sorted order.': 'outGrad 还停留在排序后的次序上。',
  'Each outGrad goes back to where its entry came from.': '每个 outGrad 都要回到它的元素原来的位置。',
  'outGrad is sorted by its own size.': 'outGrad 按它自己的大小排了序。',
  'It is the entries of the input that say where each outGrad goes.':
    '每个 outGrad 回到哪里，由输入的元素决定。',
  'outGrad is put back as if the other direction had been sorted.':
    'outGrad 放回时，用的是另一个方向排序的次序。',
  'Does the first outGrad belong to the smallest entry, or to the largest?':
    '第一个 outGrad 属于最小的元素，还是最大的元素？',
  'outGrad is summed along the axis and given to every entry.': '沿轴对 outGrad 求了和，再给了每个元素。',
  'Sorting moves entries; it adds nothing up.': '排序只移动元素，并不求和。',
};
