/** Credit: value that organisations give each other without money, which is mutual credit, points and volunteer hours. */
import type { JobHandler, Schedule } from '../../kernel/jobs.ts'
import { expireAllPoints } from './jobs.ts'

export { hourRoutes } from './hour-routes.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'

export const jobs: Record<string, JobHandler> = { 'points.expire': expireAllPoints }
/** Every hour: a day ends at another one in each time zone. */
export const schedule: Schedule = { 'points.expire': '17 * * * *' }
