/** Gaps: what is missing on the map, what that is worth, what was set aside, and the table that sectors are compared with. */
import type { AnyQuestion } from '../insight/index.ts'
import { GAPS } from './gaps.ts'

export { personalData } from './personal-data.ts'
export { REFERENCE_BYTES_MAX } from './references.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'

export const standing: readonly AnyQuestion[] = [GAPS]
