import { createRoute } from '@hono/zod-openapi'
import { transaction } from '../../kernel/ctx.ts'
import { answerFile, fileAnswers } from '../../kernel/downloads.ts'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { approveSettlement, withdrawApproval } from './approval.ts'
import { getBankAccount, listBankAccounts, removeBankAccount, writeBankAccount, writeOwnAccount } from './bank-accounts.ts'
import { closeSettlement, previewSettlement, proposeThrough } from './closing.ts'
import { makeFile, readPaymentFile } from './payment-files.ts'
import { markFailed, markPaid } from './payouts.ts'
import * as schema from './schema.ts'
import { changeSettings, getSettings } from './settings.ts'
import { getSettlement, listLines, listSettlements } from './settlements.ts'

const params = IdParam
const whole = (said: string) => answers(200, schema.Settlement, said)

export const routes = newRouter()

routes.openapi(
  createRoute({
    method: 'get',
    path: '/settlements',
    operationId: 'listSettlements',
    summary: 'The settlements, the newest first; a member sees the sums of their own organisation',
    request: { query: schema.List },
    responses: answers(200, schema.SettlementPage, 'A page of settlements'),
  }),
  (c) => read(c, (tx) => listSettlements(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/settlements/proposal',
    operationId: 'proposeSettlement',
    summary: 'Until when could be closed today',
    responses: answers(200, schema.Proposal, 'The days'),
  }),
  (c) => read(c, proposeThrough),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/settlements/preview',
    operationId: 'previewSettlement',
    summary: 'What closing through a day would settle and pay; nothing is closed',
    request: { query: schema.Through },
    responses: answers(200, schema.Preview, 'By organisation and asset'),
  }),
  (c) => read(c, (tx) => previewSettlement(tx, c.req.valid('query').through)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/settlements',
    operationId: 'closeSettlement',
    summary: 'Close all days through one for good, and settle what is owed at their end',
    request: { body: jsonBody(schema.NewSettlement) },
    responses: answers(201, schema.Settlement, 'The settlement'),
  }),
  (c) => write(c, 201, (tx) => closeSettlement(tx, c.req.valid('json').through)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/settlements/{id}',
    operationId: 'getSettlement',
    summary: 'One settlement with its sums, and how far it has come',
    request: { params },
    responses: whole('The settlement'),
  }),
  (c) => read(c, (tx) => getSettlement(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/settlements/{id}/lines',
    operationId: 'listSettlementLines',
    summary: 'The lines of a settlement by organisation and asset; a member sees their own',
    request: { params, query: schema.List },
    responses: answers(200, schema.LinePage, 'A page of lines'),
  }),
  (c) => read(c, (tx) => listLines(tx, c.req.valid('param').id, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/settlements/{id}/approval',
    operationId: 'approveSettlement',
    summary: 'Let the payouts of a settlement be made: a second person, or the only one after signing in again',
    request: { params },
    responses: whole('The settlement, approved'),
  }),
  (c) => write(c, 200, (tx) => approveSettlement(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/settlements/{id}/approval',
    operationId: 'withdrawSettlementApproval',
    summary: 'Take the approval back, as long as no payment file was made',
    request: { params },
    responses: whole('The settlement, waiting again'),
  }),
  (c) => write(c, 200, (tx) => withdrawApproval(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/settlements/{id}/files',
    operationId: 'makePaymentFile',
    summary: 'Make the file a bank pays by (SEPA pain.001.001.09), or a table of all payouts (CSV); each is made once',
    request: { params, body: jsonBody(schema.NewFile) },
    responses: whole('The settlement with its files'),
  }),
  (c) => write(c, 200, (tx) => makeFile(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/settlements/{id}/files/{format}',
    operationId: 'readPaymentFile',
    summary: 'A payment file, the same as when it was made',
    request: { params: schema.FormatParam },
    responses: fileAnswers('The file'),
  }),
  async (c) => {
    const { id, format } = c.req.valid('param')
    const { name, content } = await transaction(c.var.ctx, (tx) => readPaymentFile(tx, id, format))
    const mediaType = format === 'sepa' ? 'application/xml' : 'text/csv; charset=utf-8'
    return await answerFile(c, { name, mediaType, content: once(content) })
  },
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/settlements/{id}/payments',
    operationId: 'markPayoutsPaid',
    summary: 'Say that payouts were made, and book them',
    request: { params, body: jsonBody(schema.NewPayments) },
    responses: whole('The settlement'),
  }),
  (c) => write(c, 200, (tx) => markPaid(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'post',
    path: '/settlements/{id}/failures',
    operationId: 'markPayoutsFailed',
    summary: 'Say that payouts failed or came back, and why; they are carried forward',
    request: { params, body: jsonBody(schema.NewFailures) },
    responses: whole('The settlement'),
  }),
  (c) => write(c, 200, (tx) => markFailed(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/settlement-settings',
    operationId: 'getSettlementSettings',
    summary: 'How settlements are made, and from which account',
    responses: answers(200, schema.Settings, 'The settings'),
  }),
  (c) => read(c, getSettings),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/settlement-settings',
    operationId: 'changeSettlementSettings',
    summary: 'Change how settlements are made; what is closed stays as it is',
    request: { body: jsonBody(schema.SettingsChange) },
    responses: answers(200, schema.Settings, 'The settings'),
  }),
  (c) => write(c, 200, (tx) => changeSettings(tx, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/settlement-settings/bank-account',
    operationId: 'writeOwnBankAccount',
    summary: 'Say from which account the ecosystem pays',
    request: { body: jsonBody(schema.NewBankAccount) },
    responses: answers(200, schema.Settings, 'The settings'),
  }),
  (c) =>
    write(c, 200, async (tx) => {
      await writeOwnAccount(tx, c.req.valid('json'))
      return await getSettings(tx)
    }),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/bank-accounts',
    operationId: 'listBankAccounts',
    summary: 'The bank accounts of organisations, shortened',
    request: { query: schema.List },
    responses: answers(200, schema.BankAccountPage, 'A page of bank accounts'),
  }),
  (c) => read(c, (tx) => listBankAccounts(tx, c.req.valid('query'))),
)

routes.openapi(
  createRoute({
    method: 'get',
    path: '/parties/{id}/bank-account',
    operationId: 'getBankAccount',
    summary: 'The bank account of an organisation, and those it had',
    request: { params },
    responses: answers(200, schema.PartyBankAccount, 'The bank accounts'),
  }),
  (c) => read(c, (tx) => getBankAccount(tx, c.req.valid('param').id)),
)

routes.openapi(
  createRoute({
    method: 'put',
    path: '/parties/{id}/bank-account',
    operationId: 'writeBankAccount',
    summary: 'Say where an organisation is paid to; the account before is kept in its past',
    request: { params, body: jsonBody(schema.NewBankAccount) },
    responses: answers(200, schema.PartyBankAccount, 'The bank accounts'),
  }),
  (c) => write(c, 200, (tx) => writeBankAccount(tx, c.req.valid('param').id, c.req.valid('json'))),
)

routes.openapi(
  createRoute({
    method: 'delete',
    path: '/parties/{id}/bank-account',
    operationId: 'removeBankAccount',
    summary: 'Take the bank account of an organisation away',
    request: { params },
    responses: answers(200, schema.PartyBankAccount, 'The bank accounts'),
  }),
  (c) => write(c, 200, (tx) => removeBankAccount(tx, c.req.valid('param').id)),
)

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}
