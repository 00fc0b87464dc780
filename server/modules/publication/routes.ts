import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { acceptCorrection, listCorrections, refuseCorrection } from './corrections.ts'
import { hideParty, listPublicParties, showParties } from './grounds.ts'
import { makeLink, withdrawLinks } from './links.ts'
import { changePublication, closePublication, getPublication, openPublication } from './publication.ts'
import * as schema from './schema.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/publication',
    operationId: 'getPublication',
    summary: 'The settings of the public map, and how many are on it',
    responses: answers(200, schema.Publication, 'The settings'),
  }),
  (c) => read(c, getPublication),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/publication',
    operationId: 'changePublication',
    summary: 'Change the settings of the public map: address, fields, licence, who may embed it, texts',
    request: { body: jsonBody(schema.PublicationChange) },
    responses: answers(200, schema.Publication, 'The settings'),
  }),
  (c) => write(c, 200, (tx) => changePublication(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/publication/opening',
    operationId: 'openPublication',
    summary: 'Open the public map to everybody',
    responses: answers(200, schema.Publication, 'The settings'),
  }),
  (c) => write(c, 200, openPublication),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/publication/opening',
    operationId: 'closePublication',
    summary: 'Close it; everything that was set is kept',
    responses: answers(200, schema.Publication, 'The settings'),
  }),
  (c) => write(c, 200, closePublication),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/publication/parties',
    operationId: 'listPublicParties',
    summary: 'Who is public, on what ground and with which fields',
    request: { query: schema.PublicPartyList },
    responses: answers(200, schema.PublicPartyPage, 'A page of them'),
  }),
  (c) => read(c, (tx) => listPublicParties(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/publication/parties',
    operationId: 'showParties',
    summary: 'Make organisations public, on their consent or a public source',
    request: { body: jsonBody(schema.NewGrounds) },
    responses: answers(201, schema.Shown, 'How many'),
  }),
  (c) => write(c, 201, (tx) => showParties(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/publication/parties/{id}',
    operationId: 'hideParty',
    summary: 'Take an organisation off the public map',
    request: { params: IdParam },
    responses: answers(200, schema.Done, 'Gone at once'),
  }),
  (c) => write(c, 200, (tx) => hideParty(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/publication/parties/{id}/links',
    operationId: 'makeCorrectionLink',
    summary: 'A link with which an organisation corrects what is public of it, or withdraws',
    request: { params: IdParam },
    responses: answers(201, schema.CorrectionLink, 'The link, shown once'),
  }),
  (c) => write(c, 201, (tx) => makeLink(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/publication/parties/{id}/links',
    operationId: 'withdrawCorrectionLinks',
    summary: 'Withdraw every link of an organisation',
    request: { params: IdParam },
    responses: answers(200, schema.Done, 'None of them opens any more'),
  }),
  (c) => write(c, 200, (tx) => withdrawLinks(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/publication/corrections',
    operationId: 'listCorrections',
    summary: 'What organisations want corrected',
    request: { query: schema.CorrectionList },
    responses: answers(200, schema.CorrectionPage, 'A page of them'),
  }),
  (c) => read(c, (tx) => listCorrections(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/publication/corrections/{id}/acceptance',
    operationId: 'acceptCorrection',
    summary: 'Write what an organisation proposed onto the map',
    request: { params: IdParam },
    responses: answers(200, schema.Correction, 'The correction'),
  }),
  (c) => write(c, 200, (tx) => acceptCorrection(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/publication/corrections/{id}/refusal',
    operationId: 'refuseCorrection',
    summary: 'Leave the map as it is, with a reason that the organisation reads through its link',
    request: { params: IdParam, body: jsonBody(schema.Refusal) },
    responses: answers(200, schema.Correction, 'The correction'),
  }),
  (c) => write(c, 200, (tx) => refuseCorrection(tx, c.req.valid('param').id, c.req.valid('json').reason)),
)
