import { createRoute, z } from '@hono/zod-openapi'
import { answers, IdParam, jsonBody, type Router } from '../../kernel/http.ts'
import { listOutbox, retryMail } from '../../kernel/mail.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { AccountOptions } from './account-routes.ts'
import { Done, done, operatorOf } from './asking.ts'
import { listOperators, nameOperator } from './own.ts'
import { EmailOnly, OutboxMail } from './schema.ts'

const Operator = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  emailConfirmed: z.boolean(),
  since: z.iso.datetime(),
})

/** The routes of whoever looks after the installation. */
export function addOperatorRoutes(router: Router, options: AccountOptions): void {
  router.openapi(
    createRoute({
      method: 'get',
      path: '/outbox',
      operationId: 'listOutbox',
      summary: 'Mails sent and waiting; for operators',
      request: { query: Paging },
      responses: answers(200, pageOf(OutboxMail), 'Newest first'),
    }),
    async (c) => {
      await operatorOf(c, options)
      const accounts = await options.db.selectFrom('auth.user').select('id').limit(2).execute()
      return c.json(await listOutbox(options, c.req.valid('query'), accounts.length < 2), 200)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/outbox/{id}/sending',
      operationId: 'retryMail',
      summary: 'Try to send a mail again',
      request: { params: IdParam },
      responses: answers(202, Done, 'On its way'),
    }),
    async (c) => {
      await operatorOf(c, options)
      await options.db.transaction().execute((db) => retryMail({ db, now: options.now }, c.req.valid('param').id))
      return c.json(done, 202)
    },
  )
  router.openapi(
    createRoute({
      method: 'get',
      path: '/operators',
      operationId: 'listOperators',
      summary: 'Who looks after the installation; for operators',
      responses: answers(200, z.object({ items: z.array(Operator) }), 'By name'),
    }),
    async (c) => {
      await operatorOf(c, options)
      return c.json({ items: await listOperators(options) }, 200)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/operators',
      operationId: 'nameOperator',
      summary: 'Name another operator, by the confirmed address of their account',
      request: { body: jsonBody(EmailOnly) },
      responses: answers(201, Done, 'Named'),
    }),
    async (c) => {
      await operatorOf(c, options)
      await nameOperator(options, c.req.valid('json').email)
      return c.json(done, 201)
    },
  )
}
