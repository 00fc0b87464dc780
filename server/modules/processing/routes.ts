import { createRoute } from '@hono/zod-openapi'
import { answers, newRouter, read } from '../../kernel/http.ts'
import { makeRecord } from './record.ts'
import { ProcessingRecord, RecordQuery } from './schema.ts'

export const routes = newRouter().openapi(
  createRoute({
    method: 'get',
    path: '/processing-record',
    operationId: 'getProcessingRecord',
    summary: 'The record of processing activities, made of what is really stored',
    request: { query: RecordQuery },
    responses: answers(200, ProcessingRecord, 'The record'),
  }),
  (c) => read(c, (tx) => makeRecord(tx, c.req.valid('query').locale)),
)
