/** Sales: what was sold, who got what of it by a rule of sharing money, and what was given back. */
import type { JobHandler, Schedule } from '../../kernel/jobs.ts'
import { releaseHeld } from './releases.ts'

export { getSale, listSales } from './listing.ts'
export { personalData } from './personal-data.ts'
export { recordSale, recordSales } from './recording.ts'
export { refundSale } from './refunds.ts'
export { routes } from './routes.ts'
export type { Events, NewRefund, NewSale, Tables } from './schema.ts'

export const jobs: Record<string, JobHandler> = { 'sales.release': releaseHeld }
export const schedule: Schedule = { 'sales.release': '7 * * * *' }
