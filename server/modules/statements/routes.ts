import { createRoute } from '@hono/zod-openapi'
import { answerFile, fileAnswers } from '../../kernel/downloads.ts'
import { answers, IdParam, newRouter, read } from '../../kernel/http.ts'
import { makeFile } from './files.ts'
import * as schema from './schema.ts'
import { getIssued, getRunning } from './sources.ts'
import { getRunningStatement, getStatement, listLines, listRunning, listStatements } from './statements.ts'

const params = IdParam
export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements',
    operationId: 'listStatements',
    summary: 'Statements of closed periods, the newest first; members see those of their own organisation',
    request: { query: schema.StatementList },
    responses: answers(200, schema.Summaries, 'The statements'),
  }),
  (c) => read(c, (tx) => listStatements(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements/running',
    operationId: 'listRunningStatements',
    summary: 'The accounts whose days since the last closed period can be looked at as a preview',
    request: { query: schema.RunningList },
    responses: answers(200, schema.Headings, 'The accounts'),
  }),
  (c) => read(c, (tx) => listRunning(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements/running/{id}',
    operationId: 'getRunningStatement',
    summary: 'What an account did since the last closed period: a preview, figures may change',
    request: { params, query: schema.Language },
    responses: answers(200, schema.Statement, 'The preview'),
  }),
  (c) => read(c, (tx) => getRunningStatement(tx, c.req.valid('param').id, c.req.valid('query').language)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements/running/{id}/lines',
    operationId: 'listRunningStatementLines',
    summary: 'The lines of a preview',
    request: { params, query: schema.LineList },
    responses: answers(200, schema.Lines, 'The lines'),
  }),
  (c) => read(c, async (tx) => listLines(tx, await getRunning(tx, c.req.valid('param').id), c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements/running/{id}/file',
    operationId: 'readRunningStatementFile',
    summary: 'A preview as PDF or CSV, marked as one',
    request: { params, query: schema.FileQuery },
    responses: fileAnswers('The file'),
  }),
  async (c) => answerFile(c, await makeFile(c.var.ctx, (tx) => getRunning(tx, c.req.valid('param').id), c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements/{id}',
    operationId: 'getStatement',
    summary: 'A statement, read from the books anew and compared with what was kept when it was made',
    request: { params, query: schema.Language },
    responses: answers(200, schema.Statement, 'The statement'),
  }),
  (c) => read(c, (tx) => getStatement(tx, c.req.valid('param').id, c.req.valid('query').language)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements/{id}/lines',
    operationId: 'listStatementLines',
    summary: 'The lines of a statement, each with its sale, rule, step, exact share and carry',
    request: { params, query: schema.LineList },
    responses: answers(200, schema.Lines, 'The lines'),
  }),
  (c) => read(c, async (tx) => listLines(tx, await getIssued(tx, c.req.valid('param').id), c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/statements/{id}/file',
    operationId: 'readStatementFile',
    summary: 'A statement as PDF or CSV: the same figures, the same bytes each time',
    request: { params, query: schema.FileQuery },
    responses: fileAnswers('The file'),
  }),
  async (c) => answerFile(c, await makeFile(c.var.ctx, (tx) => getIssued(tx, c.req.valid('param').id), c.req.valid('query'))),
)
