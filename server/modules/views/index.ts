/** Views: the map, ways of looking at it that somebody kept, where the parties lie on it, and the search over everything. */
export { readMap } from './map.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
export { searchEverything } from './search.ts'
export { getView } from './views.ts'
