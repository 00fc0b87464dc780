/** Places: addresses become points on the map, by the table of places that comes along or by a geocoder that was agreed to. */
import type { JobHandler } from '../../kernel/jobs.ts'
import { geocode } from './job.ts'

export { type Geocoder, setGeocoder } from './geocoder.ts'
export { resumeGeocoding } from './job.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'

export const jobs: Record<string, JobHandler> = { 'places.geocode': geocode }
