/** Calendar: meetings with their guests and answers, what came of them, and feeds for calendar programs. */
import type { JobHandler } from '../../kernel/jobs.ts'
import { endFeeds } from './feeds.ts'

export { pages } from './pages.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'

export const jobs: Record<string, JobHandler> = { 'calendar.end_feeds': endFeeds }
