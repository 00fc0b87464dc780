import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write, writeFiles } from '../../kernel/http.ts'
import { allow } from '../people/index.ts'
import { endAside, setAside } from './asides.ts'
import { listGaps } from './gaps.ts'
import { adoptReference, checkReference, listReferences, removeReference, restoreReference } from './references.ts'
import { Adoption, Aside, Ended, GapQuery, Gaps, NewAside, Reference, References } from './schema.ts'

/** No schema of zod: checking it would read the file into memory first. */
const FILES = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', format: 'binary' }, description: 'One file' } },
} as const

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/gaps',
    operationId: 'listGaps',
    summary: 'What is missing, what is worth most first: unmet needs, only suppliers, only ways, holes, sectors, kinds, who has no tie',
    request: { query: GapQuery },
    responses: answers(200, Gaps, 'One ranked list'),
  }),
  async (c) => c.json(await listGaps(c.var.ctx, c.req.valid('query'), c.req.raw.signal), 200),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/gaps/asides',
    operationId: 'setGapAside',
    summary: 'Set a gap aside with a reason; it is shown again when it gets worse, or from a day on',
    request: { body: jsonBody(NewAside) },
    responses: answers(201, Aside, 'What was set aside'),
  }),
  (c) => write(c, 201, (tx) => setAside(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/gaps/asides/{id}',
    operationId: 'endGapAside',
    summary: 'Show a gap again that was set aside',
    request: { params: IdParam },
    responses: answers(200, Ended, 'It is shown again'),
  }),
  (c) => write(c, 200, (tx) => endAside(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/gaps/references',
    operationId: 'listGapReferences',
    summary: 'The table that sectors are compared with, and those before it',
    responses: answers(200, References, 'The tables'),
  }),
  (c) => read(c, async (tx) => ({ items: await listReferences(tx) })),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/gaps/references',
    operationId: 'checkGapReference',
    summary: 'Send a table to compare with; the answer says what was understood. Nothing is compared with it before it is adopted',
    request: { body: { required: true, content: { 'multipart/form-data': { schema: FILES } } } },
    responses: answers(201, Reference, 'What was understood'),
  }),
  async (c) => {
    allow(c.var.ctx, 'gaps.write')
    return await writeFiles(c, 201, checkReference)
  },
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/gaps/references/{id}/adoption',
    operationId: 'adoptGapReference',
    summary: 'Compare with this table from now on, instead of the one before',
    request: { params: IdParam, body: jsonBody(Adoption) },
    responses: answers(200, Reference, 'The table'),
  }),
  (c) => write(c, 200, (tx) => adoptReference(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/gaps/references/{id}',
    operationId: 'removeGapReference',
    summary: 'Compare with no table any more',
    request: { params: IdParam },
    responses: answers(200, Ended, 'It is removed'),
  }),
  (c) => write(c, 200, (tx) => removeReference(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/gaps/references/{id}/restoration',
    operationId: 'restoreGapReference',
    summary: 'Compare with a table again that held before',
    request: { params: IdParam },
    responses: answers(200, Reference, 'The table'),
  }),
  (c) => write(c, 200, (tx) => restoreReference(tx, c.req.valid('param').id)),
)
