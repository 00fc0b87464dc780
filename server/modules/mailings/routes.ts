import { createRoute } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, newRouter, read, write } from '../../kernel/http.ts'
import { Paging } from '../../kernel/paging.ts'
import { clearAddress, markAddress } from './bounces.ts'
import { listConsents, listLists, makeList, noteConsent } from './lists.ts'
import {
  changeMailing,
  getMailing,
  listMailings,
  pauseMailing,
  removeMailing,
  resumeMailing,
  startMailing,
  stopMailing,
  writeMailing,
} from './mailings.ts'
import { countAudience, listRecipients, previewMailing, sendAgain, testMailing } from './recipients.ts'
import * as schema from './schema.ts'

const lists = newRouter()

lists.openapi(
  createRoute({
    method: 'get',
    path: '/mailing-lists',
    operationId: 'listMailingLists',
    summary: 'The lists people can be on, by name',
    responses: answers(200, schema.MailingLists, 'The lists'),
  }),
  (c) => read(c, listLists),
)

lists.openapi(
  createRoute({
    method: 'post',
    path: '/mailing-lists',
    operationId: 'makeMailingList',
    summary: 'Make a list, by consent or by relationship',
    request: { body: jsonBody(schema.NewMailingList) },
    responses: answers(201, schema.MailingList, 'The list'),
  }),
  (c) => write(c, 201, (tx) => makeList(tx, c.req.valid('json'))),
)

lists.openapi(
  createRoute({
    method: 'get',
    path: '/mailing-lists/{id}/consents',
    operationId: 'listMailConsents',
    summary: 'What addresses said of a list, by address',
    request: { params: IdParam, query: Paging },
    responses: answers(200, schema.ConsentPage, 'A page of consents'),
  }),
  (c) => read(c, (tx) => listConsents(tx, c.req.valid('param').id, c.req.valid('query'))),
)

lists.openapi(
  createRoute({
    method: 'post',
    path: '/mailing-lists/{id}/consents',
    operationId: 'noteMailConsent',
    summary: 'Note that somebody agreed; they are asked by mail to confirm it',
    request: { params: IdParam, body: jsonBody(schema.NewConsent) },
    responses: answers(201, schema.Consent, 'The consent, not confirmed yet'),
  }),
  (c) => write(c, 201, (tx) => noteConsent(tx, c.req.valid('param').id, c.req.valid('json'))),
)

const writing = newRouter()
  .openapi(
    createRoute({
      method: 'get',
      path: '/mailings',
      operationId: 'listMailings',
      summary: 'Mailings, the latest first',
      request: { query: Paging },
      responses: answers(200, schema.MailingPage, 'A page of mailings'),
    }),
    (c) => read(c, (tx) => listMailings(tx, c.req.valid('query'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailings',
      operationId: 'writeMailing',
      summary: 'Write a draft',
      request: { body: jsonBody(schema.NewMailing) },
      responses: answers(201, schema.Mailing, 'The draft'),
    }),
    (c) => write(c, 201, (tx) => writeMailing(tx, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/mailings/{id}',
      operationId: 'getMailing',
      summary: 'A mailing, and how far it is',
      request: { params: IdParam },
      responses: answers(200, schema.Mailing, 'The mailing'),
    }),
    (c) => read(c, (tx) => getMailing(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/mailings/{id}',
      operationId: 'changeMailing',
      summary: 'Change a draft',
      request: { params: IdParam, body: jsonBody(schema.MailingChange) },
      responses: answers(200, schema.Mailing, 'The draft'),
    }),
    (c) => write(c, 200, (tx) => changeMailing(tx, c.req.valid('param').id, c.req.valid('json'))),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/mailings/{id}',
      operationId: 'removeMailing',
      summary: 'Remove a draft for good',
      request: { params: IdParam },
      responses: answers(200, schema.Removed, 'Removed'),
    }),
    (c) => write(c, 200, (tx) => removeMailing(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/mailings/{id}/audience',
      operationId: 'countMailingAudience',
      summary: 'How many would get a draft now, and who not and why',
      request: { params: IdParam },
      responses: answers(200, schema.Audience, 'The numbers'),
    }),
    (c) => read(c, (tx) => countAudience(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/mailings/{id}/preview',
      operationId: 'previewMailing',
      summary: 'The very mail that one of the recipients would get',
      request: { params: IdParam, query: schema.PreviewQuery },
      responses: answers(200, schema.Preview, 'The mail'),
    }),
    (c) => read(c, (tx) => previewMailing(tx, c.req.valid('param').id, c.req.valid('query').position)),
  )

const sending = newRouter()
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailings/{id}/test',
      operationId: 'testMailing',
      summary: 'Send the mail of one recipient to oneself',
      request: { params: IdParam, body: jsonBody(schema.TestSending) },
      responses: answers(201, schema.TestSent, 'The mail server has taken it'),
    }),
    async (c) => c.json(await testMailing(c.var.ctx, c.req.valid('param').id, c.req.valid('json').position), 201),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailings/{id}/sending',
      operationId: 'startMailing',
      summary: 'Write down who gets it, and begin to send',
      request: { params: IdParam, body: jsonBody(schema.Sending) },
      responses: answers(202, schema.Mailing, 'The mailing, under way'),
    }),
    (c) => write(c, 202, (tx) => startMailing(tx, c.req.valid('param').id, c.req.valid('json').expected)),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailings/{id}/pause',
      operationId: 'pauseMailing',
      summary: 'Pause',
      request: { params: IdParam },
      responses: answers(200, schema.Mailing, 'The mailing'),
    }),
    (c) => write(c, 200, (tx) => pauseMailing(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailings/{id}/resumption',
      operationId: 'resumeMailing',
      summary: 'Go on after a pause',
      request: { params: IdParam },
      responses: answers(200, schema.Mailing, 'The mailing'),
    }),
    (c) => write(c, 200, (tx) => resumeMailing(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailings/{id}/stop',
      operationId: 'stopMailing',
      summary: 'End it for good; who has not got it does not get it',
      request: { params: IdParam },
      responses: answers(200, schema.Mailing, 'The mailing'),
    }),
    (c) => write(c, 200, (tx) => stopMailing(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/mailings/{id}/recipients',
      operationId: 'listMailingRecipients',
      summary: 'Who was written down when it started, and what became of each mail',
      request: { params: IdParam, query: schema.RecipientList },
      responses: answers(200, schema.RecipientPage, 'A page of recipients'),
    }),
    (c) => read(c, (tx) => listRecipients(tx, c.req.valid('param').id, c.req.valid('query'))),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailing-recipients/{id}/sending',
      operationId: 'sendMailAgain',
      summary: 'Send once more to one recipient, where nobody knows whether it arrived or it did not',
      request: { params: IdParam },
      responses: answers(202, schema.Recipient, 'The recipient, waiting'),
    }),
    (c) => write(c, 202, (tx) => sendAgain(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/mailing-recipients/{id}/bounce',
      operationId: 'markMailAddress',
      summary: 'Say that the address of a recipient did not work: it is not written to any more',
      request: { params: IdParam },
      responses: answers(200, schema.Recipient, 'The recipient'),
    }),
    (c) => write(c, 200, (tx) => markAddress(tx, c.req.valid('param').id)),
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/mailing-recipients/{id}/bounce',
      operationId: 'clearMailAddress',
      summary: 'Say that the address of a recipient works after all, whoever or whatever said it did not',
      request: { params: IdParam },
      responses: answers(200, schema.Recipient, 'The recipient'),
    }),
    (c) => write(c, 200, (tx) => clearAddress(tx, c.req.valid('param').id)),
  )

export const routes = newRouter().route('/', lists).route('/', writing).route('/', sending)
