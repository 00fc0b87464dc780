import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging } from '../../kernel/paging.ts'
import { TakeBack, TakenBack } from '../ledger/index.ts'
import { lookAtVoucher, redeemVoucher } from './redeeming.ts'
import * as schema from './schema.ts'
import { listRedemptions, takeBackRedemption } from './taking-back.ts'
import { getVoucher, listVouchers, renewCode, sellVoucher, withdrawCode } from './vouchers.ts'

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/vouchers',
    operationId: 'listVouchers',
    summary: 'Vouchers with what is left on them, those sold last first',
    request: { query: Paging },
    responses: answers(200, schema.VoucherPage, 'The vouchers'),
  }),
  (c) => read(c, (tx) => listVouchers(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/vouchers',
    operationId: 'sellVoucher',
    summary: 'Sell a voucher; its code is answered this once',
    request: { body: jsonBody(schema.NewVoucher) },
    responses: answers(201, schema.VoucherCode, 'The voucher and its code'),
  }),
  (c) => write(c, 201, (tx) => sellVoucher(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/vouchers/look-ups',
    operationId: 'lookAtVoucher',
    summary: 'What is left on the voucher with this code; nothing is changed',
    request: { body: jsonBody(schema.HeldCode) },
    responses: answers(200, schema.HeldVoucher, 'What is left'),
  }),
  (c) => read(c, (tx) => lookAtVoucher(tx, c.req.valid('json').code)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/vouchers/redemptions',
    operationId: 'redeemVoucher',
    summary: 'Redeem a voucher, or a part of it, at an organisation; members at their own',
    request: { body: jsonBody(schema.NewRedemption) },
    responses: answers(201, schema.Redemption, 'What was redeemed and what is left'),
  }),
  (c) => write(c, 201, (tx) => redeemVoucher(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/vouchers/redemptions',
    operationId: 'listVoucherRedemptions',
    summary: 'What was redeemed where, the last first; members see what was redeemed at their own organisation',
    request: { query: Paging },
    responses: answers(200, schema.RedemptionPage, 'What was redeemed'),
  }),
  (c) => read(c, (tx) => listRedemptions(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/vouchers/redemptions/{id}/reversal',
    operationId: 'takeBackVoucherRedemption',
    summary: 'Take back what was redeemed, as long as the voucher is good; `id` is that of its transaction',
    request: { params: IdParam, body: jsonBody(TakeBack) },
    responses: answers(201, TakenBack, 'What undoes it'),
  }),
  (c) => write(c, 201, (tx) => takeBackRedemption(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/vouchers/{id}',
    operationId: 'getVoucher',
    summary: 'A voucher and what became of it',
    request: { params: IdParam },
    responses: answers(200, schema.VoucherHistory, 'The voucher'),
  }),
  (c) => read(c, (tx) => getVoucher(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/vouchers/{id}/code',
    operationId: 'renewVoucherCode',
    summary: 'Give a voucher a new code; the one before opens nothing any more',
    request: { params: IdParam },
    responses: answers(201, schema.VoucherCode, 'The voucher and its code'),
  }),
  (c) => write(c, 201, (tx) => renewCode(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/vouchers/{id}/code',
    operationId: 'withdrawVoucherCode',
    summary: 'Withdraw the code of a voucher; what is left on it stays there',
    request: { params: IdParam },
    responses: answers(200, schema.Voucher, 'The voucher'),
  }),
  (c) => write(c, 200, (tx) => withdrawCode(tx, c.req.valid('param').id)),
)
