/** Sales: what was sold, who got what of it by a rule of sharing money, and what was given back. */

import { newRouter } from '../../kernel/http.ts'
import type { JobHandler, Schedule } from '../../kernel/jobs.ts'
import { importRoutes } from './import-routes.ts'
import { releaseHeld } from './releases.ts'
import { routes as saleRoutes } from './routes.ts'

export { bookChecks } from './check.ts'
export { getSale, listSales } from './listing.ts'
export { personalData } from './personal-data.ts'
export { recordSale, recordSales } from './recording.ts'
export { refundSale } from './refunds.ts'
export { type Events, IMPORT_BYTES_MAX, type NewRefund, type NewSale, type Tables } from './schema.ts'

export const routes = newRouter().route('/', importRoutes).route('/', saleRoutes)

export const jobs: Record<string, JobHandler> = { 'sales.release': releaseHeld }
export const schedule: Schedule = { 'sales.release': '7 * * * *' }
