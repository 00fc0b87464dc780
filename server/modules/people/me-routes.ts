import { createRoute, z } from '@hono/zod-openapi'
import { complaint } from '../../kernel/complaints.ts'
import { transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { answers, jsonBody, type Router } from '../../kernel/http.ts'
import type { AccountOptions } from './account-routes.ts'
import { changePerson, getPerson, isOperator, listEcosystems, ownerCtx } from './accounts.ts'
import { Done, done, personOf, sessionOf } from './asking.ts'
import { insertEcosystem } from './ecosystems.ts'
import { endSession, listSessions } from './own.ts'
import { eraseAccount, exportAccount } from './privacy.ts'
import { Ecosystem, EcosystemSettings, EmailOnly, Me, MeChange } from './schema.ts'

const SessionItem = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  address: z.string().nullable(),
  device: z.string().nullable(),
  current: z.boolean(),
})

/** The routes of a person about themselves. */
export function addMeRoutes(router: Router, options: AccountOptions): void {
  addPersonRoutes(router, options)
  addSessionRoutes(router, options)
  addOwnDataRoutes(router, options)
}

function addPersonRoutes(router: Router, options: AccountOptions): void {
  const me = async (personId: string) => ({
    person: await getPerson(options, personId),
    ecosystems: await listEcosystems(options, personId, options.idsOfParty),
    operator: await isOperator(options, personId),
  })
  router.openapi(
    createRoute({
      method: 'get',
      path: '/me',
      operationId: 'getMe',
      summary: 'Who is signed in',
      responses: answers(200, Me, 'The person'),
    }),
    async (c) => c.json(await me(await personOf(c, options)), 200),
  )
  router.openapi(
    createRoute({
      method: 'patch',
      path: '/me',
      operationId: 'changeMe',
      summary: 'Change one’s name or language',
      request: { body: jsonBody(MeChange) },
      responses: answers(200, Me, 'As it is now'),
    }),
    async (c) => {
      const personId = await personOf(c, options)
      await changePerson(options, personId, c.req.valid('json'))
      return c.json(await me(personId), 200)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/ecosystems',
      operationId: 'createEcosystem',
      summary: 'Create another ecosystem; for operators and for owners of one',
      request: { body: jsonBody(EcosystemSettings) },
      responses: answers(201, Ecosystem, 'Created'),
    }),
    async (c) => {
      const personId = await personOf(c, options)
      const { operator, ecosystems } = await me(personId)
      if (!operator && !ecosystems.some(({ role }) => role === 'owner')) {
        throw new DomainError('forbidden', 'forbidden', 'Only an operator or the owner of an ecosystem may create another one.')
      }
      return c.json(await transaction(ownerCtx(options, personId), (tx) => insertEcosystem(tx, c.req.valid('json'), personId)), 201)
    },
  )
}

function addSessionRoutes(router: Router, options: AccountOptions): void {
  router.openapi(
    createRoute({
      method: 'get',
      path: '/me/sessions',
      operationId: 'listSessions',
      summary: 'Where one is signed in',
      responses: answers(200, z.object({ items: z.array(SessionItem) }), 'Newest first'),
    }),
    async (c) => {
      const session = await sessionOf(c, options)
      return c.json({ items: await listSessions(options, session.user.id, session.session.id) }, 200)
    },
  )
  router.openapi(
    createRoute({
      method: 'delete',
      path: '/me/sessions/{sessionId}',
      operationId: 'endSession',
      summary: 'Sign out elsewhere',
      request: {
        params: z.object({
          sessionId: z
            .string()
            .max(100)
            .openapi({ param: { name: 'sessionId', in: 'path' } }),
        }),
      },
      responses: answers(200, Done, 'Ended'),
    }),
    async (c) => {
      await endSession(options, await personOf(c, options), c.req.valid('param').sessionId)
      return c.json(done, 200)
    },
  )
}

function addOwnDataRoutes(router: Router, options: AccountOptions): void {
  router.openapi(
    createRoute({
      method: 'get',
      path: '/me/export',
      operationId: 'exportMe',
      summary: 'Everything held on oneself, as a file',
      responses: answers(200, z.record(z.string(), z.unknown()), 'The file'),
    }),
    async (c) => {
      const data = await exportAccount(options, await personOf(c, options))
      c.header('content-disposition', 'attachment; filename="tutti-my-data.json"')
      c.header('cache-control', 'no-store')
      return c.json(JSON.parse(JSON.stringify(data)), 200)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/me/erasure',
      operationId: 'eraseMe',
      summary: 'Erase one’s account for good; the address is typed again',
      request: { body: jsonBody(EmailOnly) },
      responses: answers(200, Done, 'Erased'),
    }),
    async (c) => {
      const { user } = await sessionOf(c, options)
      if (user.email !== c.req.valid('json').email) {
        const wrong = complaint('email', 'address_differs')
        throw new DomainError('invalid', 'address_differs', wrong.message, [wrong])
      }
      await eraseAccount(options, user.id)
      return c.json(done, 200)
    },
  )
}
