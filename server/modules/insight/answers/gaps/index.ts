/** Gaps: what is missing on a map. */
export { findGaps } from './find.ts'
export { speakingCertainty } from './needs.ts'
export * from './types.ts'
