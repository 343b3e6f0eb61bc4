/** What holds of every right gradient, whatever the function. */
export interface FunctionLaw {
  readonly id: string;
  readonly sentence: string;
}

export const functionLaws = {
  value: { id: 'value', sentence: 'the function returns numbers' },
  form: { id: 'form', sentence: "every gradient has its input's shape and dtype" },
  vjp: { id: 'vjp', sentence: 'the vjp equals JᵀΔ' },
  dot: { id: 'dot', sentence: '⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩' },
  linear: {
    id: 'linear',
    sentence: 'the vjp is linear in Δ: of 2Δ₀ + 3Δ₁ it is twice the one and three times the other',
  },
  accumulate: { id: 'accumulate', sentence: 'what flows back from several outputs adds up' },
  pure: {
    id: 'pure',
    sentence: 'differentiating changes no value, no input and no cotangent, and a second call gives the same',
  },
  jvp: { id: 'jvp', sentence: 'the jvp equals Jv' },
  transposed: { id: 'transposed', sentence: '⟨Δ, jvp(v)⟩ = ⟨vjp(Δ), v⟩' },
  batched: { id: 'batched', sentence: 'a batch of cotangents gives the vjp of each' },
  second: { id: 'second', sentence: 'the vjp of the vjp is that of its differences' },
  symmetric: { id: 'symmetric', sentence: 'second order is symmetric: ⟨Hu, v⟩ = ⟨Hv, u⟩' },
} as const satisfies Record<string, FunctionLaw>;
