import { createRoute, z } from '@hono/zod-openapi'
import { answers, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging } from '../../kernel/paging.ts'
import { TakeBack, TakenBack } from '../ledger/index.ts'
import { listCircleMembers, listCircles, listCreditMoves, makeCircle, payCredit, setCircleMember } from './circles.ts'
import {
  addReason,
  issuePoints,
  listHolders,
  listPoints,
  listPointsMoves,
  makePoints,
  readPoints,
  removeReason,
  spendPoints,
} from './points.ts'
import * as schema from './schema.ts'
import { takeBackPayment, takeBackPoints } from './taking-back.ts'

const params = schema.AssetParam

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/credit',
    operationId: 'listCreditCircles',
    summary: 'The circles of mutual credit, with what the own organisation has and may',
    responses: answers(200, schema.Circles, 'The circles'),
  }),
  (c) => read(c, listCircles),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/credit',
    operationId: 'makeCreditCircle',
    summary: 'Begin a circle of mutual credit with a unit of its own',
    request: { body: jsonBody(schema.NewCircle) },
    responses: answers(201, schema.Circle, 'The circle'),
  }),
  (c) => write(c, 201, (tx) => makeCircle(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/credit/{asset}/members',
    operationId: 'listCreditMembers',
    summary: 'Who is in a circle; what each has and may is for coordinators',
    request: { params, query: Paging },
    responses: answers(200, schema.CircleMemberPage, 'The members'),
  }),
  (c) => read(c, (tx) => listCircleMembers(tx, c.req.valid('param').asset, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/credit/{asset}/members/{partyId}',
    operationId: 'setCreditMember',
    summary: 'Let an organisation into a circle, or change its limits',
    request: { params: schema.MemberParams, body: jsonBody(schema.Limits) },
    responses: answers(200, schema.CircleMember, 'The member'),
  }),
  (c) => write(c, 200, (tx) => setCircleMember(tx, c.req.valid('param').asset, c.req.valid('param').partyId, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/credit/{asset}/payments',
    operationId: 'payCredit',
    summary: 'Pay another member of the circle; members for their own organisation',
    request: { params, body: jsonBody(schema.NewPayment) },
    responses: answers(201, schema.Payment, 'What was paid'),
  }),
  (c) => write(c, 201, (tx) => payCredit(tx, c.req.valid('param').asset, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/credit/{asset}/moves',
    operationId: 'listCreditMoves',
    summary: 'What an organisation paid and was paid, the last first',
    request: { params, query: schema.WhosePaged },
    responses: answers(200, schema.MovePage, 'What moved'),
  }),
  (c) => read(c, (tx) => listCreditMoves(tx, c.req.valid('param').asset, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/credit/{asset}/moves/{id}/reversal',
    operationId: 'takeBackCreditPayment',
    summary: 'Take back a payment: who got it and coordinators at any time, who paid within a quarter of an hour',
    request: { params: schema.OfAssetParams, body: jsonBody(TakeBack) },
    responses: answers(201, TakenBack, 'What undoes it'),
  }),
  (c) => write(c, 201, (tx) => takeBackPayment(tx, c.req.valid('param').asset, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/points',
    operationId: 'listPoints',
    summary: 'The kinds of points, and what they are given for',
    responses: answers(200, schema.PointsKinds, 'The kinds of points'),
  }),
  (c) => read(c, listPoints),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/points',
    operationId: 'makePoints',
    summary: 'Make a kind of points, and say how long they are good',
    request: { body: jsonBody(schema.NewPoints) },
    responses: answers(201, schema.PointsKind, 'The kind of points'),
  }),
  (c) => write(c, 201, (tx) => makePoints(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/points/{asset}/reasons',
    operationId: 'addPointsReason',
    summary: 'Say for what points are given, and how many each time',
    request: { params, body: jsonBody(schema.NewReason) },
    responses: answers(201, schema.Reason, 'What they are given for'),
  }),
  (c) => write(c, 201, (tx) => addReason(tx, c.req.valid('param').asset, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/points/{asset}/reasons/{id}',
    operationId: 'removePointsReason',
    summary: 'Give no more points for this; what was given stays',
    request: { params: schema.OfAssetParams },
    responses: answers(200, z.object({ id: z.uuid() }), 'What was removed'),
  }),
  (c) => write(c, 200, (tx) => removeReason(tx, c.req.valid('param').asset, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/points/{asset}/issues',
    operationId: 'issuePoints',
    summary: 'Give points to an organisation, by hand or by a rule',
    request: { params, body: jsonBody(schema.NewIssue) },
    responses: answers(201, schema.PointsMoved, 'What was given'),
  }),
  (c) => write(c, 201, (tx) => issuePoints(tx, c.req.valid('param').asset, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/points/{asset}/spendings',
    operationId: 'spendPoints',
    summary: 'Spend points, the oldest first; members those of their own organisation',
    request: { params, body: jsonBody(schema.NewSpending) },
    responses: answers(201, schema.PointsMoved, 'What was spent'),
  }),
  (c) => write(c, 201, (tx) => spendPoints(tx, c.req.valid('param').asset, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/points/{asset}/holders',
    operationId: 'listPointsHolders',
    summary: 'Who has how many points',
    request: { params, query: Paging },
    responses: answers(200, schema.PointsHolderPage, 'Who has points'),
  }),
  (c) => read(c, (tx) => listHolders(tx, c.req.valid('param').asset, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/points/{asset}/balance',
    operationId: 'readPoints',
    summary: 'How many points an organisation has, and when how many of them run out',
    request: { params, query: schema.Whose },
    responses: answers(200, schema.PointsHeld, 'The points'),
  }),
  (c) => read(c, (tx) => readPoints(tx, c.req.valid('param').asset, c.req.valid('query').partyId)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/points/{asset}/moves',
    operationId: 'listPointsMoves',
    summary: 'Points that an organisation got, spent and lost, the last first',
    request: { params, query: schema.WhosePaged },
    responses: answers(200, schema.MovePage, 'What moved'),
  }),
  (c) => read(c, (tx) => listPointsMoves(tx, c.req.valid('param').asset, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/points/{asset}/moves/{id}/reversal',
    operationId: 'takeBackPoints',
    summary: 'Take back points that were given, or their spending',
    request: { params: schema.OfAssetParams, body: jsonBody(TakeBack) },
    responses: answers(201, TakenBack, 'What undoes it'),
  }),
  (c) => write(c, 201, (tx) => takeBackPoints(tx, c.req.valid('param').asset, c.req.valid('param').id, c.req.valid('json'))),
)
