/** Publication: the public map of chosen organisations and fields, the open data, and what the organisations correct about themselves. */
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
export { SITE_PATHS, servePublicSite } from './site/site.ts'
