/** The four questions that a niche is made of. */
export const PARTS = ['customers', 'lack', 'bring', 'benefit'] as const
export type Part = (typeof PARTS)[number]
