/** Niche: what this orchestrator can orchestrate around, in a statement with its evidence and first goals. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
