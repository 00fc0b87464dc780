import { createRoute } from '@hono/zod-openapi'
import { answers, newRouter, read } from '../../kernel/http.ts'
import { checkLedger } from './check.ts'
import { LedgerCheck } from './schema.ts'

export const routes = newRouter().openapi(
  createRoute({
    method: 'get',
    path: '/ledger/check',
    operationId: 'checkLedger',
    summary: 'Recompute the books from their entries, and name for each rule the first row that breaks it',
    responses: answers(200, LedgerCheck, 'Whether the books are sound'),
  }),
  (c) => read(c, checkLedger),
)
