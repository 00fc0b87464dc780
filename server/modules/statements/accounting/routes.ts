import { createRoute } from '@hono/zod-openapi'
import { answerFile, fileAnswers } from '../../../kernel/downloads.ts'
import { answers, jsonBody, newRouter, read, write } from '../../../kernel/http.ts'
import { makeAccountingExport } from './export.ts'
import { listExports, listPeriods } from './periods.ts'
import * as schema from './schema.ts'
import { changeAccounting, getAccounting } from './settings.ts'

export const accountingRoutes = newRouter()

accountingRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/accounting/settings',
    operationId: 'getAccountingSettings',
    summary: 'How the books are handed to an accountant, and which purposes have a number',
    responses: answers(200, schema.AccountingSettings, 'The settings'),
  }),
  (c) => read(c, getAccounting),
)

accountingRoutes.openapi(
  createRoute({
    method: 'put',
    path: '/accounting/settings',
    operationId: 'changeAccountingSettings',
    summary: 'Say anew how the books are handed to an accountant',
    request: { body: jsonBody(schema.NewAccountingSettings) },
    responses: answers(200, schema.AccountingSettings, 'The settings'),
  }),
  (c) => write(c, 200, (tx) => changeAccounting(tx, c.req.valid('json'))),
)

accountingRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/accounting/periods',
    operationId: 'listAccountingPeriods',
    summary: 'Closed periods with the files that were made of them, the newest first',
    request: { query: schema.PeriodList },
    responses: answers(200, schema.Periods, 'The periods'),
  }),
  (c) => read(c, (tx) => listPeriods(tx, c.req.valid('query'))),
)

accountingRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/accounting/exports',
    operationId: 'listAccountingExports',
    summary: 'The files that were made for accountants, each with its sum, the newest first',
    request: { query: schema.ExportList },
    responses: answers(200, schema.AccountingExports, 'The files'),
  }),
  (c) => read(c, (tx) => listExports(tx, c.req.valid('query'))),
)

accountingRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/accounting/exports',
    operationId: 'makeAccountingExport',
    summary: 'Everything that was booked on closed days, as CSV or as a booking batch for DATEV',
    description:
      'Answers the file itself, while it is written, and notes when it was made, by whom, and its sum. The same days give the same file; asked again, that is noted again.',
    request: { body: jsonBody(schema.NewAccountingExport) },
    responses: fileAnswers('The file'),
  }),
  async (c) => answerFile(c, await makeAccountingExport(c.var.ctx, c.req.valid('json'))),
)
