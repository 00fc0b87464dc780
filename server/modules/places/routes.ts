import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { allowGeocoder, forbidGeocoder } from './consents.ts'
import { cancelRun, findByTown, getPlaces, startGeocoding, takeBackRun } from './runs.ts'
import * as schema from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/places',
    operationId: 'getPlaces',
    summary: 'How many organisations have a place, who could find more, and how far the latest search is',
    responses: answers(200, schema.Places, 'The state'),
  }),
  (c) => read(c, getPlaces),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/places/town-searches',
    operationId: 'findPlacesByTown',
    summary:
      'Place organisations by the town in their address, approximately, by the table of places that comes along (GeoNames, CC BY 4.0)',
    request: { body: jsonBody(schema.TownSearch) },
    responses: answers(201, schema.TownSearchResult, 'What was placed, and what has to be asked'),
  }),
  (c) => write(c, 201, (tx) => findByTown(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/places/geocoder-searches',
    operationId: 'startGeocoding',
    summary: 'Have the geocoder asked for every address without a place; needs the consent of an owner',
    responses: answers(202, schema.PlaceRun, 'The search, under way'),
  }),
  (c) => write(c, 202, startGeocoding),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/places/searches/{id}/cancellation',
    operationId: 'cancelPlaceSearch',
    summary: 'Stop a search; what it placed stays',
    request: { params: IdParam },
    responses: answers(200, schema.PlaceRun, 'The search'),
  }),
  (c) => write(c, 200, (tx) => cancelRun(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/places/searches/{id}/placements',
    operationId: 'takeBackPlaceSearch',
    summary: 'Take back what a search placed, except where somebody said better since',
    request: { params: IdParam },
    responses: answers(200, schema.PlaceRun, 'The search'),
  }),
  (c) => write(c, 200, (tx) => takeBackRun(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/places/geocoder-consent',
    operationId: 'allowGeocoder',
    summary: 'Agree that addresses (street, postal code, city, country) are sent to the service',
    request: { body: jsonBody(schema.Consent) },
    responses: answers(200, schema.Places, 'The state'),
  }),
  (c) =>
    write(c, 200, async (tx) => {
      await allowGeocoder(tx, c.req.valid('json'))
      return await getPlaces(tx)
    }),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/places/geocoder-consent',
    operationId: 'forbidGeocoder',
    summary: 'Take that back; a search under way sends nothing more',
    responses: answers(200, schema.Places, 'The state'),
  }),
  (c) =>
    write(c, 200, async (tx) => {
      await forbidGeocoder(tx)
      return await getPlaces(tx)
    }),
)
