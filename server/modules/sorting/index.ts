/** Sorting: after an import, card by card, what everybody is to the orchestrator's own organisation. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
