import { createRoute, z } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { getSale, listSales } from './listing.ts'
import { recordSale, recordSales } from './recording.ts'
import { recordSaleInLine } from './recording-line.ts'
import { refundSale } from './refunds.ts'
import * as schema from './schema.ts'

const params = IdParam

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/sales',
    operationId: 'listSales',
    summary: 'Sales, the newest day first; a member is shown those that concern the own organisation',
    request: { query: schema.SaleQuery },
    responses: answers(200, schema.SalePage, 'A page'),
  }),
  (c) => read(c, (tx) => listSales(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sales',
    operationId: 'recordSale',
    summary: 'Record a sale: it is shared out by the version of the rule in force on its day, and booked',
    request: { body: jsonBody(schema.NewSale) },
    responses: answers(201, schema.Sale, 'The sale, also when it was recorded before'),
  }),
  async (c) => {
    const sale = c.req.valid('json')
    // a key is kept in the transaction of the work; without one a sale can go with all that wait
    if (c.req.header('idempotency-key') !== undefined) return write(c, 201, async (tx) => getSale(tx, (await recordSale(tx, sale)).saleId))
    const saleId = await recordSaleInLine(c.var.ctx, sale)
    return write(c, 201, (tx) => getSale(tx, saleId))
  },
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sales/batch',
    operationId: 'recordSales',
    summary: 'Record many sales in their order, each with its own answer or refusal',
    request: { body: jsonBody(schema.SaleBatch) },
    responses: answers(200, schema.BatchAnswer, 'What became of each'),
  }),
  (c) => write(c, 200, (tx) => recordSales(tx, c.req.valid('json').sales)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/sales/{id}',
    operationId: 'getSale',
    summary: 'A sale: who got what of it, by which step, exactly and in whole cents',
    request: { params, query: schema.Language },
    responses: answers(200, schema.Sale, 'The sale'),
  }),
  (c) => read(c, (tx) => getSale(tx, c.req.valid('param').id, c.req.valid('query').language)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/sales/{id}/refunds',
    operationId: 'refundSale',
    summary: 'Give a sale back, all or a part of it: every line gives back its part',
    request: { params, body: jsonBody(schema.NewRefund) },
    responses: answers(201, z.object({ refundId: z.uuid(), saleId: z.uuid(), isRepeat: z.boolean() }), 'The refund'),
  }),
  (c) => write(c, 201, (tx) => refundSale(tx, c.req.valid('param').id, c.req.valid('json'))),
)
