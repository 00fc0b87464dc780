import { createRoute } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { answers, IdParam, jsonBody, newRouter, problem, read, write } from '../../kernel/http.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { RemovedEntry } from '../people/index.ts'
import { readMapChanges } from './changes.ts'
import { keepLayout, readLayout } from './layouts.ts'
import { readMap } from './map.ts'
import { listRemovedViews } from './removed.ts'
import * as schema from './schema.ts'
import { searchEverything } from './search.ts'
import { endView, getView, listViews, restoreView, saveView, updateView } from './views.ts'

const LAYOUT_BYTES_MAX = 3_000_000

const limitLayout = bodyLimit({
  maxSize: LAYOUT_BYTES_MAX,
  onError: (c) => problem(c, 413, 'body_too_large', 'More than 3 MB cannot be taken at once. Nothing was kept.'),
})

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/map',
    operationId: 'readMap',
    summary: 'Parties and the ties between them, as columns',
    request: { query: schema.MapQuery },
    responses: answers(200, schema.MapAnswer, 'The map'),
  }),
  (c) => read(c, (tx) => readMap(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/map/changes',
    operationId: 'readMapChanges',
    summary: 'When parties and ties came onto the map and left it',
    description: 'The filter is asked of what is known of a party today, or was known last.',
    request: { query: schema.UndatedFilter },
    responses: answers(200, schema.MapChanges, 'The stretches of time in which something changed'),
  }),
  (c) => read(c, (tx) => readMapChanges(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/search',
    operationId: 'search',
    summary: 'Search everything one may see',
    request: { query: schema.SearchQuery },
    responses: answers(200, schema.SearchAnswer, 'What was found, the best first'),
  }),
  (c) => read(c, (tx) => searchEverything(tx, c.req.valid('query').q, c.req.valid('query').limit)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/views',
    operationId: 'listViews',
    summary: 'One’s own and the shared views, by name',
    request: { query: schema.ViewList },
    responses: answers(200, schema.ViewPage, 'A page of views'),
  }),
  (c) => read(c, (tx) => listViews(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/removed-views',
    operationId: 'listRemovedViews',
    summary: 'Views removed in the last 30 days, to put back',
    request: { query: Paging },
    responses: answers(200, pageOf(RemovedEntry), 'A page, the latest first'),
  }),
  (c) => read(c, (tx) => listRemovedViews(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/views',
    operationId: 'saveView',
    summary: 'Keep a way of looking at the map',
    request: { body: jsonBody(schema.NewView) },
    responses: answers(201, schema.View, 'The view'),
  }),
  (c) => write(c, 201, (tx) => saveView(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/views/{id}',
    operationId: 'getView',
    summary: 'A view',
    request: { params: IdParam },
    responses: answers(200, schema.View, 'The view'),
  }),
  (c) => read(c, (tx) => getView(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'patch',
    path: '/views/{id}',
    operationId: 'updateView',
    summary: 'Change a view',
    request: { params: IdParam, body: jsonBody(schema.ViewChange) },
    responses: answers(200, schema.View, 'The view'),
  }),
  (c) => write(c, 200, (tx) => updateView(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/views/{id}',
    operationId: 'endView',
    summary: 'Take a view out of the lists',
    request: { params: IdParam },
    responses: answers(200, schema.Ended, 'What was taken out'),
  }),
  (c) => write(c, 200, (tx) => endView(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/views/{id}/restoration',
    operationId: 'restoreView',
    summary: 'Bring a view back',
    request: { params: IdParam },
    responses: answers(200, schema.View, 'The view'),
  }),
  (c) => write(c, 200, (tx) => restoreView(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/layouts/{key}',
    operationId: 'readLayout',
    summary: 'The kept positions of a network view',
    request: { params: schema.LayoutKey },
    responses: answers(200, schema.Layout, 'The positions'),
  }),
  (c) => read(c, (tx) => readLayout(tx, c.req.valid('param').key)),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/layouts/{key}',
    operationId: 'keepLayout',
    summary: 'Keep positions, beside those kept before',
    middleware: limitLayout,
    request: { params: schema.LayoutKey, body: jsonBody(schema.Layout) },
    responses: answers(200, schema.LayoutKept, 'How many were kept'),
  }),
  (c) => write(c, 200, (tx) => keepLayout(tx, c.req.valid('param').key, c.req.valid('json'))),
)
