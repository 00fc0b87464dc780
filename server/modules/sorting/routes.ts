import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { answerCard, reopenSkipped, undoAnswer } from './answers.ts'
import { getSorting, listCards } from './cards.ts'
import * as schema from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/sorting',
    operationId: 'getSorting',
    summary: 'How many organisations have been tied to the own one, and how many are left',
    responses: answers(200, schema.Sorting, 'How far it is'),
  }),
  (c) => read(c, (tx) => getSorting(tx)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/sorting/cards',
    operationId: 'listSortingCards',
    summary: 'The next organisations to be sorted, the likeliest first, each with a proposed answer',
    request: { query: schema.CardList },
    responses: answers(200, schema.Cards, 'The cards'),
  }),
  (c) => read(c, async (tx) => ({ items: await listCards(tx, c.req.valid('query').limit) })),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sorting/answers',
    operationId: 'answerSortingCard',
    summary: 'Say what an organisation is to the own one: states the ties and the kind that follow',
    request: { body: jsonBody(schema.NewAnswer) },
    responses: answers(201, schema.SortingAnswer, 'The answer'),
  }),
  (c) => write(c, 201, (tx) => answerCard(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/sorting/answers/{id}',
    operationId: 'undoSortingAnswer',
    summary: 'Take back exactly what an answer stated',
    request: { params: IdParam },
    responses: answers(200, schema.TakenBack, 'The answer that was taken back'),
  }),
  (c) => write(c, 200, (tx) => undoAnswer(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/sorting/skips',
    operationId: 'reopenSkippedCards',
    summary: 'Lay all skipped cards on the pile again',
    responses: answers(200, schema.Reopened, 'How many'),
  }),
  (c) => write(c, 200, (tx) => reopenSkipped(tx)),
)
