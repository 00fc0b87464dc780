import { createRoute } from '@hono/zod-openapi'
import { answers, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { showEvidence } from './evidence.ts'
import { NewStatement, ShownEvidence, Statement, Statements } from './schema.ts'
import { listStatements, writeStatement } from './statements.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/niche/evidence',
    operationId: 'readNicheEvidence',
    summary:
      'What the map, the offers and the needs say about a niche: who the customers are, what is lacking, what there is to bring together',
    responses: answers(200, ShownEvidence, 'As it is now'),
  }),
  (c) => read(c, showEvidence),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/niche/statements',
    operationId: 'listNicheStatements',
    summary: 'The niche as it was written down, the newest first, with how far its goals have come',
    responses: answers(200, Statements, 'The statements'),
  }),
  (c) => read(c, async (tx) => ({ items: await listStatements(tx) })),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/niche/statements',
    operationId: 'writeNicheStatement',
    summary: 'Write the niche down, with the evidence of this moment; earlier statements are kept',
    request: { body: jsonBody(NewStatement) },
    responses: answers(201, Statement, 'The statement'),
  }),
  (c) => write(c, 201, (tx) => writeStatement(tx, c.req.valid('json'))),
)
