/** Guide: the first hour of an ecosystem in five steps, each finished by what really exists. It keeps no progress of its own. And the
 * kind of ecosystem one starts from, which brings words and proposals. */
export { personalData } from './personal-data.ts'
export { installationRoutes, routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
