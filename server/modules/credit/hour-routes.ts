import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { confirmHours, listHours, refuseHours, reportHours, sumHours } from './hours.ts'
import * as schema from './schema.ts'

export const hourRoutes = newRouter()

hourRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/volunteer-hours',
    operationId: 'listVolunteerHours',
    summary: 'Volunteer hours as they were reported, the last first; members see what they gave or got',
    request: { query: schema.HoursList },
    responses: answers(200, schema.HoursPage, 'The hours'),
  }),
  (c) => read(c, (tx) => listHours(tx, c.req.valid('query'))),
)

hourRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/volunteer-hours/sums',
    operationId: 'sumVolunteerHours',
    summary: 'How many hours were given to what, and by whom',
    responses: answers(200, schema.HourSums, 'The sums'),
  }),
  (c) => read(c, sumHours),
)

hourRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/volunteer-hours',
    operationId: 'reportVolunteerHours',
    summary: 'Report hours that were given; they count once the other side has confirmed them',
    request: { body: jsonBody(schema.NewHours) },
    responses: answers(201, schema.Hours, 'The hours'),
  }),
  (c) => write(c, 201, (tx) => reportHours(tx, c.req.valid('json'))),
)

hourRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/volunteer-hours/{id}/confirmation',
    operationId: 'confirmVolunteerHours',
    summary: 'Confirm hours that were got; somebody other than who reported them',
    request: { params: IdParam },
    responses: answers(200, schema.Hours, 'The hours'),
  }),
  (c) => write(c, 200, (tx) => confirmHours(tx, c.req.valid('param').id)),
)

hourRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/volunteer-hours/{id}/refusal',
    operationId: 'refuseVolunteerHours',
    summary: 'Say that hours were not got; nothing is booked',
    request: { params: IdParam },
    responses: answers(200, schema.Hours, 'The hours'),
  }),
  (c) => write(c, 200, (tx) => refuseHours(tx, c.req.valid('param').id)),
)
