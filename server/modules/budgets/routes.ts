import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging } from '../../kernel/paging.ts'
import { TakeBack } from '../ledger/index.ts'
import { addBudgetMember, contribute, getBudget, listBudgets, makeBudget } from './budgets.ts'
import { listFundPayments, listFunds, payFromFund, readOrigins } from './levies.ts'
import { approveRequest, askOfBudget, listRequests, withdrawRequest } from './requests.ts'
import * as schema from './schema.ts'
import { listContributions, takeBackContribution, takeBackSpending } from './taking-back.ts'

const params = IdParam

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/budgets',
    operationId: 'listBudgets',
    summary: 'Shared budgets; members see those their organisation is in',
    request: { query: Paging },
    responses: answers(200, schema.BudgetPage, 'The budgets'),
  }),
  (c) => read(c, (tx) => listBudgets(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/budgets',
    operationId: 'makeBudget',
    summary: 'Begin a shared budget: who is in it, and how many of them have to approve what is spent',
    request: { body: jsonBody(schema.NewBudget) },
    responses: answers(201, schema.Budget, 'The budget'),
  }),
  (c) => write(c, 201, (tx) => makeBudget(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/budgets/{id}',
    operationId: 'getBudget',
    summary: 'A budget: who gave what, what was spent, what is left',
    request: { params },
    responses: answers(200, schema.Budget, 'The budget'),
  }),
  (c) => read(c, (tx) => getBudget(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/budgets/{id}/members/{partyId}',
    operationId: 'addBudgetMember',
    summary: 'Let one more organisation into a budget',
    request: { params: schema.BudgetMemberParams },
    responses: answers(200, schema.Budget, 'The budget'),
  }),
  (c) => write(c, 200, (tx) => addBudgetMember(tx, c.req.valid('param').id, c.req.valid('param').partyId)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/budgets/{id}/contributions',
    operationId: 'giveToBudget',
    summary: 'Give to a budget: out of what the organisation is owed, or money of its own that is in the bank',
    request: { params, body: jsonBody(schema.NewContribution) },
    responses: answers(201, schema.Budget, 'The budget'),
  }),
  (c) => write(c, 201, (tx) => contribute(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/budgets/{id}/contributions',
    operationId: 'listBudgetContributions',
    summary: 'What was given to a budget, the last first',
    request: { params, query: Paging },
    responses: answers(200, schema.ContributionPage, 'What was given'),
  }),
  (c) => read(c, (tx) => listContributions(tx, c.req.valid('param').id, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/budgets/{id}/contributions/{contributionId}/reversal',
    operationId: 'takeBackBudgetContribution',
    summary: 'Take back what was given, as long as it is not spent; members what their own organisation gave',
    request: { params: schema.ContributionParams, body: jsonBody(TakeBack) },
    responses: answers(201, schema.Budget, 'The budget'),
  }),
  (c) => write(c, 201, (tx) => takeBackContribution(tx, c.req.valid('param').id, c.req.valid('param').contributionId, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/budgets/{id}/requests',
    operationId: 'listBudgetRequests',
    summary: 'What is asked of a budget, who approved it and what became of it',
    request: { params, query: Paging },
    responses: answers(200, schema.BudgetRequestPage, 'What is asked'),
  }),
  (c) => read(c, (tx) => listRequests(tx, c.req.valid('param').id, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/budgets/{id}/requests',
    operationId: 'askOfBudget',
    summary: 'Ask that something is spent; nothing moves before enough members have approved it',
    request: { params, body: jsonBody(schema.NewRequest) },
    responses: answers(201, schema.BudgetRequest, 'What is asked'),
  }),
  (c) => write(c, 201, (tx) => askOfBudget(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/budgets/{id}/requests/{requestId}/approvals',
    operationId: 'approveBudgetRequest',
    summary: 'Approve as a member that gave; with the last approval that is needed it is spent',
    request: { params: schema.RequestParams, body: jsonBody(schema.NewApproval) },
    responses: answers(201, schema.BudgetRequest, 'What is asked'),
  }),
  (c) => write(c, 201, (tx) => approveRequest(tx, c.req.valid('param').id, c.req.valid('param').requestId, c.req.valid('json').partyId)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/budgets/{id}/requests/{requestId}/withdrawal',
    operationId: 'withdrawBudgetRequest',
    summary: 'Take back what was asked',
    request: { params: schema.RequestParams },
    responses: answers(200, schema.BudgetRequest, 'What was asked'),
  }),
  (c) => write(c, 200, (tx) => withdrawRequest(tx, c.req.valid('param').id, c.req.valid('param').requestId)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/budgets/{id}/requests/{requestId}/reversal',
    operationId: 'takeBackBudgetSpending',
    summary: 'Take back what was spent: who got it no longer gets it, and it is in the budget again',
    request: { params: schema.RequestParams, body: jsonBody(TakeBack) },
    responses: answers(201, schema.BudgetRequest, 'What was asked'),
  }),
  (c) => write(c, 201, (tx) => takeBackSpending(tx, c.req.valid('param').id, c.req.valid('param').requestId, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/funds',
    operationId: 'listFunds',
    summary: 'What rules gave to purposes, such as levies and projects, and is still there',
    request: { query: Paging },
    responses: answers(200, schema.Funds, 'The funds'),
  }),
  (c) => read(c, (tx) => listFunds(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/funds/{id}/payments',
    operationId: 'payFromFund',
    summary: 'Pay out of a fund, to an organisation or on to another fund; `id` is that of its account',
    request: { params, body: jsonBody(schema.NewFundPayment) },
    responses: answers(201, schema.FundPayment, 'What was paid'),
  }),
  (c) => write(c, 201, (tx) => payFromFund(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/fund-payments',
    operationId: 'listFundPayments',
    summary: 'What was paid out of funds, the last first',
    request: { query: Paging },
    responses: answers(200, schema.FundPaymentPage, 'The payments'),
  }),
  (c) => read(c, (tx) => listFundPayments(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/fund-payments/{id}/origins',
    operationId: 'readFundOrigins',
    summary: 'Which sales a payment out of a fund came from, with the share of each, first in first out',
    request: { params, query: Paging },
    responses: answers(200, schema.FundOrigins, 'Where it came from'),
  }),
  (c) => read(c, (tx) => readOrigins(tx, c.req.valid('param').id, c.req.valid('query'))),
)
