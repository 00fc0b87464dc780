/** Settlement: what is owed to organisations is closed by periods, approved by a second person, paid out by a file for the bank, and marked. */
export { bookChecks } from './check.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
