/** Money: what the books say in words, which way it went, and what was planned. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
