/** Statements: what an account of an organisation did in a period, the same on page, paper and in files; and the books as an accountant reads them. */
import type { JobHandler } from '../../kernel/jobs.ts'
import { issueStatements } from './issue.ts'

export { accountingRoutes } from './accounting/routes.ts'
export { bookChecks } from './check.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export type { Events, Tables } from './schema.ts'

export const jobs: Record<string, JobHandler> = { 'statements.issue': issueStatements }
