/** Introductions: who could be brought together, what was decided, and what came of it. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
