import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { RemovedEntry } from '../people/index.ts'
import { createOffer, endOffer, getOffer, listOffers, restoreOffer, updateOffer } from './offers.ts'
import { listRemovedOffers } from './removed.ts'
import * as schema from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/offers',
    operationId: 'listOffers',
    summary: 'Offers and needs, the newest first',
    request: { query: schema.OfferList },
    responses: answers(200, schema.OfferPage, 'A page of offers and needs'),
  }),
  (c) => read(c, (tx) => listOffers(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/removed-offers',
    operationId: 'listRemovedOffers',
    summary: 'Offers and needs taken back in the last 30 days, to put back',
    request: { query: Paging },
    responses: answers(200, pageOf(RemovedEntry), 'A page, the latest first'),
  }),
  (c) => read(c, (tx) => listRemovedOffers(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/offers',
    operationId: 'createOffer',
    summary: 'State what a party offers or needs',
    request: { body: jsonBody(schema.NewOffer) },
    responses: answers(201, schema.Offer, 'The offer or need'),
  }),
  (c) => write(c, 201, (tx) => createOffer(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/offers/{id}',
    operationId: 'getOffer',
    summary: 'An offer or need',
    request: { params: IdParam },
    responses: answers(200, schema.Offer, 'The offer or need'),
  }),
  (c) => read(c, (tx) => getOffer(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'patch',
    path: '/offers/{id}',
    operationId: 'updateOffer',
    summary: 'Change an offer or need',
    request: { params: IdParam, body: jsonBody(schema.OfferChange) },
    responses: answers(200, schema.Offer, 'The offer or need'),
  }),
  (c) => write(c, 200, (tx) => updateOffer(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/offers/{id}',
    operationId: 'endOffer',
    summary: 'Take an offer or need out of the lists',
    request: { params: IdParam },
    responses: answers(200, schema.Ended, 'What was taken out'),
  }),
  (c) => write(c, 200, (tx) => endOffer(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/offers/{id}/restoration',
    operationId: 'restoreOffer',
    summary: 'Bring an offer or need back',
    request: { params: IdParam },
    responses: answers(200, schema.Offer, 'The offer or need'),
  }),
  (c) => write(c, 200, (tx) => restoreOffer(tx, c.req.valid('param').id)),
)
