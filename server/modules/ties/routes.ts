import { createRoute, z } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { RemovedEntry } from '../people/index.ts'
import { eraseInteraction, listInteractions, recordInteraction } from './interactions.ts'
import { listRemovedTies } from './removed.ts'
import * as schema from './schema.ts'
import { createTie, endTie, getTie, listTies, restoreTie, updateTie } from './ties.ts'
import { readTimeline } from './timeline.ts'
import { addTieType, listTieTypes } from './types.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/tie-types',
    operationId: 'listTieTypes',
    summary: 'The types of tie: built-in and own',
    responses: answers(200, z.object({ items: z.array(schema.TieType) }), 'The types'),
  }),
  (c) => read(c, async (tx) => ({ items: await listTieTypes(tx) })),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/removed-ties',
    operationId: 'listRemovedTies',
    summary: 'Ties taken off the map in the last 30 days, to put back',
    request: { query: Paging },
    responses: answers(200, pageOf(RemovedEntry), 'A page, the latest first'),
  }),
  (c) => read(c, (tx) => listRemovedTies(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/tie-types',
    operationId: 'addTieType',
    summary: 'Add a type of tie',
    request: { body: jsonBody(schema.NewTieType) },
    responses: answers(201, schema.TieType, 'The type'),
  }),
  (c) => write(c, 201, (tx) => addTieType(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ties',
    operationId: 'listTies',
    summary: 'Ties, the newest first',
    request: { query: schema.TieList },
    responses: answers(200, schema.TiePage, 'A page of ties'),
  }),
  (c) => read(c, (tx) => listTies(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/ties',
    operationId: 'createTie',
    summary: 'State a tie',
    request: { body: jsonBody(schema.NewTie) },
    responses: answers(201, schema.Tie, 'The tie'),
  }),
  (c) => write(c, 201, (tx) => createTie(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ties/{id}',
    operationId: 'getTie',
    summary: 'A tie, now or at a past date',
    request: { params: IdParam, query: schema.AsOf },
    responses: answers(200, schema.Tie, 'The tie'),
  }),
  (c) => read(c, (tx) => getTie(tx, c.req.valid('param').id, momentOf(c.req.valid('query').asOf))),
)

routes.openapi(
  createRoute({
    method: 'patch',
    path: '/ties/{id}',
    operationId: 'updateTie',
    summary: 'Change what is said of a tie',
    request: { params: IdParam, body: jsonBody(schema.TieChange) },
    responses: answers(200, schema.Tie, 'The tie'),
  }),
  (c) => write(c, 200, (tx) => updateTie(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/ties/{id}',
    operationId: 'endTie',
    summary: 'Take a tie off the map; it stays in the past',
    request: { params: IdParam },
    responses: answers(200, schema.Erased, 'The tie that was taken off'),
  }),
  (c) => write(c, 200, (tx) => endTie(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/ties/{id}/restoration',
    operationId: 'restoreTie',
    summary: 'Bring a tie back',
    request: { params: IdParam },
    responses: answers(200, schema.Tie, 'The tie'),
  }),
  (c) => write(c, 200, (tx) => restoreTie(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/parties/{id}/ties',
    operationId: 'listTiesOfParty',
    summary: 'The ties of a party',
    request: { params: IdParam, query: schema.TieList.omit({ partyId: true }) },
    responses: answers(200, schema.TiePage, 'A page of ties'),
  }),
  (c) => read(c, (tx) => listTies(tx, { ...c.req.valid('query'), partyId: c.req.valid('param').id })),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/parties/{id}/timeline',
    operationId: 'readTimeline',
    summary: 'What happened with a party, the latest first',
    request: { params: IdParam, query: Paging },
    responses: answers(200, schema.TimelinePage, 'A page of the timeline'),
  }),
  (c) => read(c, (tx) => readTimeline(tx, c.req.valid('param').id, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/interactions',
    operationId: 'listInteractions',
    summary: 'Who met, wrote to, called or visited whom, the latest first',
    request: { query: schema.InteractionList },
    responses: answers(200, schema.InteractionPage, 'A page of interactions'),
  }),
  (c) => read(c, (tx) => listInteractions(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/interactions',
    operationId: 'recordInteraction',
    summary: 'Record an interaction; it feeds the strength of the tie',
    request: { body: jsonBody(schema.NewInteraction) },
    responses: answers(201, schema.Interaction, 'The interaction'),
  }),
  (c) => write(c, 201, (tx) => recordInteraction(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/interactions/{id}',
    operationId: 'eraseInteraction',
    summary: 'Erase an interaction with its text',
    request: { params: IdParam },
    responses: answers(200, schema.Erased, 'The interaction that was erased'),
  }),
  (c) => write(c, 200, (tx) => eraseInteraction(tx, c.req.valid('param').id)),
)

function momentOf(asOf: string | undefined): Date | undefined {
  return asOf === undefined ? undefined : new Date(asOf)
}
