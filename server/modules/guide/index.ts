/** Guide: the first hour of an ecosystem in five steps, each finished by what really exists. It keeps no progress of its own. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
