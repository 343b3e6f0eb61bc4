/**
 * Simplified Chinese. All texts, pages and the playground keep to these words:
 *
 * | English                 | 中文                 | English            | 中文     |
 * | ----------------------- | -------------------- | ------------------ | -------- |
 * | adjoint                 | 伴随                 | exercise           | 练习     |
 * | cotangent               | 余切向量             | chapter            | 章       |
 * | tangent                 | 切向量               | assignment         | 作业     |
 * | gradient                | 梯度                 | stub               | 待填代码 |
 * | slope                   | 斜率                 | solution           | 参考答案 |
 * | Jacobian                | 雅可比矩阵           | rule               | 规则     |
 * | vector-Jacobian product | 向量-雅可比积（VJP） | law                | 定律     |
 * | chain rule              | 链式法则             | known mistake      | 已知错误 |
 * | backpropagation         | 反向传播             | counterexample     | 反例     |
 * | second order            | 二阶                 | case               | 用例     |
 * | kink                    | 不可导点             | reference          | 参考实现 |
 * | computational graph     | 计算图               | finite differences | 有限差分 |
 * | node                    | 节点                 | tolerance          | 容差     |
 * | lazy, eager evaluation  | 惰性求值、即时求值   | op                 | 算子     |
 * | tensor, entry           | 张量、元素           | shape, axis        | 形状、轴 |
 * | to broadcast            | 广播                 | stride             | 步幅     |
 * | reduction               | 归约                 | mask               | 掩码     |
 * | padding                 | 填充                 | tie                | 并列     |
 *
 * Code, names of ops and formulas stay as they are. Punctuation is full-width; a space stands between Chinese and Latin.
 */
import { widthOf } from '../formats/width.js';
import type { Texts } from './texts.js';
import { inLanguage } from './zh/index.js';

const listed = (some: readonly string[]): string => some.join('、');

/** A space stands between Latin and what follows. */
const spaced = (text: string): string => (/[\u0021-\u007e⟩₀-₉]$/.test(text) ? `${text} ` : text);

export const zh: Texts = {
  language: 'zh',
  says: inLanguage,
  widthOf,
  failure: {
    agrees: '一致',
    unsupported: (why) => `不支持：${why}`,
    notImplemented: (why) => `尚未实现：${why}`,
    threw: (thrower, type, message) => `${thrower}抛出了 ${type}：${message}`,
    gradientOf: (op) => `${op} 的梯度`,
    secondOrderOf: (op) => `${op} 的二阶导数`,
    jvpOf: (op) => `${op} 的 JVP `,
    programOf: (ops) => (ops.length === 0 ? '没有步骤的程序' : `程序（${listed(ops)}）`),
    asked: (how, thrower) => `${how}，${thrower || '它'}`,
    noAnswerWithin: (milliseconds) => `在 ${milliseconds} 毫秒内没有给出结果`,
    undecidable: (why) => `无法判定：${why}`,
    entry: (what, index) => `${what}，元素 ${index}`,
    expected: (place, right, got, tolerance) => `${place}：应为 ${right}，实得 ${got}（容差 ${tolerance}）。`,
    between: (low, high) => `${low} 到 ${high} 之间`,
    gives: (by, value) => `${spaced(by)}给出 ${value}`,
    answers(place, both, tolerance, support) {
      const allowed = tolerance === '' ? '两者必须完全相同' : `两者至多相差 ${tolerance}`;
      return `${place}：${both.join('，')}（${allowed}）。${support}`;
    },
    cannotTell: '参考实现无法判断哪一个正确。',
    supportsBoth: (right) => `在舍入误差之内，参考实现与两者都相符：${right}。`,
    supportsNeither: (right) => `参考实现与两者都不符，它得到 ${right}。`,
    supports: (by, right) => `参考实现支持“${by}”，它得到 ${right}。`,
    strides: (tensor, strides) => `${tensor}，步幅 ${strides}`,
    mode: (mode, isSecondOrder) => `模式 ${mode}${isSecondOrder ? '，二阶' : ''}`,
    kinks: (kinks) => `不可导点 ${kinks}`,
    passesFresh: '在全新的进程中，这个用例可以通过：结果取决于之前运行过什么。',
    failsAfter: '紧接在下面这个用例之后运行，它就会失败：',
    noneIsEnough: (ran) => `之前任何一个用例都不足以单独引发失败；同一进程此前运行了 ${ran} 个用例。`,

    lawBroken: (law) => `这条定律不成立：${law}。`,
    longGraph: (steps, op) => `计算图：${steps} 个 ${op} 首尾相接。`,
    throws: (thrower, isValueRight) =>
      `${thrower.trim()}抛出了异常${isValueRight ? '；前向的值是正确的' : ''}。`,
    noAnswer: (seconds) => `${seconds} 秒内没有给出结果。是不是有循环没有结束？`,
    unwritten: (why) => `尚未编写：${why}。`,
    notRun: (why) => `没有运行；没有结果的用例不算通过：${why}。`,
    outOfStack: '栈溢出：某个函数无休止地调用自己，或者在很长的计算图上对每个节点递归一次。',
    itThrew: (type, message) => `抛出了 ${type}：${message}`,
    lastPrinted: (text) => `最后输出的几行：\n${text}`,
    printed: '你的代码在这个用例中输出：',
    printedLast: '你的代码在这个用例中最后输出的几行（重放时会全部显示）：',
    printedMore: (characters) => `你的代码在这个用例中输出了超过 ${characters} 个字符；最后的部分是：`,
    nearly: '这个数只有末几位不对，像是有限差分的结果。梯度要用公式写出，应当与前向的值一样精确。',
    notSaved: (why) => `反例未能保存：${why}。`,
    replay: (command) => `重新运行这个用例：${command}`,
    inFull: (command) => `查看全文：${command}`,
    convention: (which) => `这是约定不同，不算错误：${which.join('；')}。除此之外，定律全部成立。`,
    restsOn: (others) => `不计为它的错误：它依赖的 ${listed(others)} 有误；除此之外，定律全部成立。`,
    seenIn: '从下面的用例可以看出：',
    standsFor: (call) => `这段程序就是 ${call}。`,
    constants: (names) => `${listed(names)} 是定义中的常量。`,
    knownMistake: (name, says) => `这像是一个已知错误：${name}。${says}`,
    looksKnown: (name) => `这像是一个已知错误：${name}。`,
    hint: (text) => `提示：${text}`,
    hintOf(number, all, text, more) {
      const where = more.length === 0 ? '' : `（${more.join('；')}。）`;
      return `提示 ${number}/${all}：${text}${where}`;
    },
    nextHintLater: '再以同样的方式失败时，会显示下一条提示',
    moreHints: (folder) => `更多提示见 ${folder}/README.zh.md`,
    notAsked: (op) => `未检查：${op}（选做，提交中没有）。`,
    partTold: (name, place, said) => `${name}${place === null ? '' : `（${place}）`}：${said}`,
    partTitled: (name, sentence) => (sentence === undefined ? name : `${name}（${sentence}）`),
    alsoWrong: (names) => `同样有误：${names}。`,
    alsoCrashed: (names) => `同样出错中止：${names}。`,
    alsoUnanswered: (names) => `同样没有结果：${names}。`,
    alsoUnwritten: (names) => `尚未编写：${names}。`,
    onHiddenCases: '这道练习用不公开的用例评分。',
    onHiddenCasesToo: '这道练习还用不公开的用例评分，其中有些没有通过。',
  },
  teach: {
    deltaOf: (output) => `${output} 的 Δ`,
    shouldBe: (adjoint) => `${adjoint} 应为`,
    cameOut: (adjoint) => `${adjoint} 实得`,
    areRight: (adjoints) => `${listed(adjoints)} 正确。`,
    sentence: (law) => `${law}。`,
    byHand: '手算：',
    noEntries: (shape) => `（没有元素：${shape}）`,
    overEntries: (output) => `（k 逐行取遍 ${output} 的元素）`,
    overOutputs: (outputs) => `（yₖ：依次为 ${listed(outputs)} 的元素）`,
    between: (low, high) => `${low} 到 ${high} 之间`,
    to: (low, high) => `${low} 到 ${high}`,
    but: (right, came) => `${right}，实得 ${came}`,
    moreTerms: (count) => `…（还有 ${count} 项）`,
    otherSlopes: (count) => `（其余 ${count} 个斜率为 0）`,
  },
  learn: {
    keys: {
      space: ['空格', '检查'],
      h: ['h', '提示'],
      n: ['n', '下一题'],
      l: ['l', '列表'],
      r: ['r', '重置'],
      c: ['c', '全部检查'],
      o: ['o', '图示'],
      q: ['q', '退出'],
    },
    solved: (solved, total) => `已完成 ${solved}/${total}`,
    heading: (number, total, points) => `第 ${number} 题，共 ${total} 题 · ${points} 分`,
    unwritten: '… 尚未编写：',
    readFirst: (place, section) => `先阅读：${place}（${section}）`,
    readOn: (place, section) => `延伸阅读：${place}（${section}）`,
    checkedBy: {
      save: '每次保存文件时自动检查。',
      space: '按空格键检查。',
      command: '再次运行同一命令即可检查。',
    },
    above: (lines) => `上面还有 ${lines} 行`,
    below: (lines) => `下面还有 ${lines} 行`,
    failed: (word) => `✗ ${word}：`,
    wrong: '有误',
    right: '✓ 正确：',
    holds: (cases, seconds) => `在 ${cases} 个用例上，定律全部成立（${seconds} 秒）。`,
    law: (sentence, words) => `这条定律不成立：${sentence}。也就是说：${words}`,
    knownMistake: (name, says) => `这是一个已知错误：${name}。${says}`,
    why: (text) => `为什么：${text}`,
    all: '全部练习',
    numberedHint: (number, text) => `提示 ${number}：${text}`,
    almost: (line) => `差不多就是这一行：${line}`,
    goTo: '跳转到：',
    notFound: '没有匹配的练习。',
    listed: (some, all) => `${some}/${all} · 输入文字搜索 · ↑ ↓ 选择 · 回车跳转 · Esc 返回`,
    allSolved: (count) => `${count} 道练习已全部完成。`,
    lastOne: '其他练习都已完成，这是最后一道。',
    isSolved: '这道练习已完成；按 n 进入下一题。',
    noMoreHints: (folder) => `没有更多提示了；参考答案在 ${folder} 中。`,
    unchanged: '没有改动。',
    noStub: '这个软件包中没有这道练习的待填代码。',
    isStub: '现在就是待填代码，不需要恢复。',
    stubIsBack: '待填代码已恢复。',
    keptIn: (file) => `原来的内容保存在 ${file}。`,
    askReset: (id) => `恢复 ${id} 的待填代码？现有代码会另存一份。（y/n）`,
    checking: '正在检查……',
    checkingCases: (done, total) => `正在检查……已完成 ${done}/${total} 个用例`,
    checkingAll: (done, total) => `正在全部检查……已完成 ${done}/${total} 个用例`,
    noLongerRight: (ids) => `不再正确：${ids}。`,
    notKept: (problem) => `进度无法保存：${problem}。`,
    typeErrors: 'TypeScript 报告：',
    next: (id) => `下一题：${id}`,
    sameAsSolution: '你的代码与参考答案一字不差。',
    yours: '你的代码',
    theSolution: '参考答案',
    tooLong: (yours, ours) => `你的代码有 ${yours} 行，参考答案有 ${ours} 行：请在文件中对照。`,
    noFailure: '没有可显示的失败。',
    pageNotWritten: (problem) => `页面未能写出：${problem}`,
    pageIn: (file, address) => `页面在 ${file}：${address}`,
  },
  grade: {
    statuses: {
      passed: '通过',
      'not-implemented': '尚未编写',
      missing: '缺失',
      timeout: '超时',
      crashed: '出错中止',
      failed: '有误',
    },
    exercise: '练习',
    points: '得分',
    status: '结果',
    total: '合计',
    seed: (seed) => `种子 ${seed}`,
    beginWith: (id) => `先看 ${id}：它的失败最简单。`,
  },
};
