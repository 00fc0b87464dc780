/** Scenarios: a map with changes, beside the real one, kept and shared, never written to it. */
export { pages } from './link-pages.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
