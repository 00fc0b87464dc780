/** Vouchers: value that is paid before and redeemed in parts, by whoever holds the code. */
import type { JobHandler, Schedule } from '../../kernel/jobs.ts'
import { endVouchers } from './jobs.ts'

export { pages } from './pages.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'

export const jobs: Record<string, JobHandler> = { 'vouchers.end': endVouchers }
/** Every hour: a day ends at another one in each time zone. */
export const schedule: Schedule = { 'vouchers.end': '7 * * * *' }
