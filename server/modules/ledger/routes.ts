import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { answers, type Env, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging } from '../../kernel/paging.ts'
import { bookByHand, exchangeByHand, limitAccount, makeAssetByHand, openAccountByHand, reverseByHand } from './by-hand.ts'
import { checkLedger } from './check.ts'
import * as schema from './schema.ts'
import { listAccounts, listAssets, listClosings, readTotals, showAccount } from './showing.ts'
import { getTransaction, listPostings, listTransactions } from './transactions.ts'

const params = IdParam
const keyOf = (c: Context<Env>) => c.req.header('idempotency-key')

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/assets',
    operationId: 'listLedgerAssets',
    summary: 'The kinds of value that can be booked',
    responses: answers(200, schema.Assets, 'The assets'),
  }),
  (c) => read(c, listAssets),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/ledger/assets',
    operationId: 'makeLedgerAsset',
    summary: 'Set up a kind of value; currencies are set up by themselves when they are first needed',
    request: { body: jsonBody(schema.NewAsset) },
    responses: answers(201, schema.Asset, 'The asset'),
  }),
  (c) => write(c, 201, (tx) => makeAssetByHand(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/accounts',
    operationId: 'listLedgerAccounts',
    summary: 'Accounts with what is on them; to a member, those of the own organisation',
    request: { query: schema.AccountList },
    responses: answers(200, schema.AccountPage, 'A page of accounts'),
  }),
  (c) => read(c, (tx) => listAccounts(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/ledger/accounts',
    operationId: 'openLedgerAccount',
    summary: 'Open an account',
    request: { body: jsonBody(schema.NewAccount) },
    responses: answers(201, schema.ShownAccount, 'The account'),
  }),
  (c) => write(c, 201, (tx) => openAccountByHand(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/totals',
    operationId: 'readLedgerTotals',
    summary: 'What is on all accounts of a purpose together',
    responses: answers(200, schema.Totals, 'The sums'),
  }),
  (c) => read(c, readTotals),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/accounts/{id}',
    operationId: 'getLedgerAccount',
    summary: 'An account with its balance',
    request: { params },
    responses: answers(200, schema.ShownAccount, 'The account'),
  }),
  (c) => read(c, (tx) => showAccount(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/ledger/accounts/{id}/limits',
    operationId: 'limitLedgerAccount',
    summary: 'Say what an account may hold at least and at most',
    request: { params, body: jsonBody(schema.Limits) },
    responses: answers(200, schema.ShownAccount, 'The account'),
  }),
  (c) => write(c, 200, (tx) => limitAccount(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/accounts/{id}/entries',
    operationId: 'listLedgerPostings',
    summary: 'What was booked on an account, the newest first, with what it held after each',
    request: { params, query: schema.PostingList },
    responses: answers(200, schema.PostingPage, 'A page of postings'),
  }),
  (c) => read(c, (tx) => listPostings(tx, c.req.valid('param').id, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/transactions',
    operationId: 'listLedgerTransactions',
    summary: 'What was booked, the newest first; to a member, what touches the own organisation, with its own entries',
    request: { query: schema.TransactionList },
    responses: answers(200, schema.TransactionPage, 'A page of transactions'),
  }),
  (c) => read(c, (tx) => listTransactions(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/ledger/transactions',
    operationId: 'bookLedgerTransaction',
    summary: 'Book a transaction by hand; debits and credits are equal for each asset',
    request: { body: jsonBody(schema.NewTransaction) },
    responses: answers(201, schema.ShownTransaction, 'What was booked'),
  }),
  (c) => write(c, 201, (tx) => bookByHand(tx, keyOf(c), c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/transactions/{id}',
    operationId: 'getLedgerTransaction',
    summary: 'A transaction with its entries; to a member, with those of the own organisation',
    request: { params },
    responses: answers(200, schema.ShownTransaction, 'The transaction'),
  }),
  (c) => read(c, (tx) => getTransaction(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/ledger/transactions/{id}/reversal',
    operationId: 'reverseLedgerTransaction',
    summary: 'Undo a transaction, or parts of it, by booking its contrary',
    request: { params, body: jsonBody(schema.NewReversal) },
    responses: answers(201, schema.ShownTransaction, 'The reversal'),
  }),
  (c) => write(c, 201, (tx) => reverseByHand(tx, c.req.valid('param').id, keyOf(c), c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/ledger/exchanges',
    operationId: 'exchangeLedgerAssets',
    summary: 'Exchange one asset for another at a rate, which is kept',
    request: { body: jsonBody(schema.NewExchange) },
    responses: answers(201, schema.ShownTransaction, 'What was booked'),
  }),
  (c) => write(c, 201, (tx) => exchangeByHand(tx, keyOf(c), c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/closings',
    operationId: 'listLedgerClosings',
    summary: 'Up to which days the books are closed, the last first',
    request: { query: Paging },
    responses: answers(200, schema.ClosingPage, 'A page of closings'),
  }),
  (c) => read(c, (tx) => listClosings(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/ledger/check',
    operationId: 'checkLedger',
    summary: 'Recompute the books from their entries, and name for each rule the first row that breaks it',
    responses: answers(200, schema.LedgerCheck, 'Whether the books are sound'),
  }),
  (c) => read(c, checkLedger),
)
