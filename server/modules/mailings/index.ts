/** Mailings: mail to the people of a saved view, as far as they may be written to, once to each, and ended by one click. */
import type { JobHandler } from '../../kernel/jobs.ts'
import { readBounces } from './bounces-job.ts'
import { send } from './job.ts'

export { readBouncesSoon } from './bounces-job.ts'
export { LINES, pauseRestoredMailings, resumeMailings } from './job.ts'
export { makeList } from './lists.ts'
export { getMailing, startMailing, writeMailing } from './mailings.ts'
export { OPEN_FORMS, pages } from './pages.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'
export { setMailingWay } from './way.ts'

export const jobs: Record<string, JobHandler> = { 'mailings.send': send, 'mailings.read_bounces': readBounces }
export const schedule = { 'mailings.read_bounces': '*/5 * * * *' }
