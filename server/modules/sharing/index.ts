/** Sharing money: rules that people can read, in versions that never change. What the rules can say is described in docs/sharing.md. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
