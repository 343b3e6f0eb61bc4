/** What conventions are, by the English. */
export const others: Readonly<Record<string, string>> = {
  'it adds an ε of at most 1e-7 to a divisor, or to the argument of a logarithm, root or power':
    '在除数上，或在对数、根式、幂的自变量上，加了不超过 1e-7 的 ε',
  'it writes a sum as a mean times its count, which rounds where the sum does not':
    '把求和写成均值乘以个数，这会引入求和本身没有的舍入误差',
  'it writes a cosine as a shifted sine, or a sine as a shifted cosine, which rounds the angle':
    '把余弦写成平移的正弦（或把正弦写成平移的余弦），角度会有舍入误差',
  'it computes n·xⁿ⁻¹ even for n = 0 at x = 0, where that is 0 · ∞ and the slope is 0':
    '即使 n = 0 且 x = 0 也计算 n·xⁿ⁻¹；此时它是 0 · ∞，而斜率是 0',
};
