import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { clientAddress } from '../../kernel/client.ts'
import { transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { answers, IdParam, jsonBody, newRouter, type Router } from '../../kernel/http.ts'
import { listOutbox, retryMail } from '../../kernel/mail.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { changePerson, type Door, getPerson, hasAccounts, isOperator, listEcosystems, ownerCtx, runFirst } from './accounts.ts'
import { type Auth, type AuthOptions, CLIENT_HEADER } from './auth.ts'
import { insertEcosystem } from './ecosystems.ts'
import { acceptInvitation, previewInvitation } from './invitations.ts'
import type { SignInLimits } from './limits.ts'
import { resetPassword, sendPasswordReset, sendSignInLink, takeSignInLink } from './links.ts'
import { endSession, listOperators, listSessions, nameOperator } from './own.ts'
import { eraseAccount, exportAccount } from './privacy.ts'
import {
  Acceptance,
  Ecosystem,
  EcosystemSettings,
  EmailOnly,
  FirstRun,
  InvitationPreview,
  KeyOnly,
  Me,
  MeChange,
  OutboxMail,
  PasswordReset,
} from './schema.ts'

export type AccountOptions = Door & {
  auth: Auth
  limits: SignInLimits
  url: string
  oidc: AuthOptions['oidc']
  hasMail: boolean
  trustedProxies: readonly string[]
}

const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
/** `twoFactor`: the sign-in waits for a code, and there is no session yet. */
const SignedIn = z.object({ twoFactor: z.boolean(), ecosystemId: z.uuid().nullable() })
const Installation = z.object({ firstRun: z.boolean(), oidc: z.string().nullable(), mail: z.boolean() })
const SessionItem = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  address: z.string().nullable(),
  device: z.string().nullable(),
  current: z.boolean(),
})
const Operator = z.object({ personId: z.string(), name: z.string(), email: z.string(), since: z.iso.datetime() })

/** The routes of accounts and the installation, mounted below /api. */
export function accountRoutes(options: AccountOptions): Router {
  const router = newRouter()
  addEntranceRoutes(router, options)
  addInvitationRoutes(router, options)
  addMeRoutes(router, options)
  addOwnDataRoutes(router, options)
  addOperatorRoutes(router, options)
  return router
}

function addEntranceRoutes(router: Router, options: AccountOptions): void {
  const { limits, trustedProxies } = options
  router.openapi(
    createRoute({
      method: 'get',
      path: '/installation',
      operationId: 'getInstallation',
      summary: 'What the sign-in page needs to know',
      responses: answers(200, Installation, 'The installation'),
    }),
    async (c) => c.json({ firstRun: !(await hasAccounts(options.db)), oidc: options.oidc?.name ?? null, mail: options.hasMail }, 200),
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/first-run',
      operationId: 'runFirst',
      summary: 'Create the first account and ecosystem with the link of the first start',
      request: { body: jsonBody(FirstRun) },
      responses: answers(201, SignedIn, 'Signed in'),
    }),
    async (c) => {
      await limits.spend(clientAddress(c, trustedProxies), undefined)
      const { personId, ecosystemId } = await runFirst(options, c.req.valid('json'))
      return c.json({ twoFactor: await startSession(c, options, personId), ecosystemId }, 201)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/sign-in-links',
      operationId: 'sendSignInLink',
      summary: 'Send a link to sign in, if the address has an account',
      request: { body: jsonBody(EmailOnly) },
      responses: answers(202, Done, 'Sent, if there is such an account'),
    }),
    async (c) => {
      await limits.spendLink(clientAddress(c, trustedProxies), c.req.valid('json').email)
      await sendSignInLink(options, c.req.valid('json').email)
      return c.json(done, 202)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/sign-ins',
      operationId: 'signInByLink',
      summary: 'Sign in with a link from a mail',
      request: { body: jsonBody(KeyOnly) },
      responses: answers(201, SignedIn, 'Signed in, or a second factor is needed'),
    }),
    async (c) => {
      await limits.spend(clientAddress(c, trustedProxies), undefined)
      const { personId } = await takeSignInLink(options, c.req.valid('json').key)
      return c.json({ twoFactor: await startSession(c, options, personId), ecosystemId: null }, 201)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/password-reset-links',
      operationId: 'sendPasswordReset',
      summary: 'Send a link to choose a new password, if the address has an account',
      request: { body: jsonBody(EmailOnly) },
      responses: answers(202, Done, 'Sent, if there is such an account'),
    }),
    async (c) => {
      await limits.spendLink(clientAddress(c, trustedProxies), c.req.valid('json').email)
      await sendPasswordReset(options, c.req.valid('json').email)
      return c.json(done, 202)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/password-resets',
      operationId: 'resetPassword',
      summary: 'Choose a new password with a link from a mail',
      request: { body: jsonBody(PasswordReset) },
      responses: answers(201, SignedIn, 'Signed in, or a second factor is needed'),
    }),
    async (c) => {
      await limits.spend(clientAddress(c, trustedProxies), undefined)
      const { key, password } = c.req.valid('json')
      const { personId } = await resetPassword(options, key, password)
      return c.json({ twoFactor: await startSession(c, options, personId), ecosystemId: null }, 201)
    },
  )
}

function addInvitationRoutes(router: Router, options: AccountOptions): void {
  const { limits, trustedProxies } = options
  router.openapi(
    createRoute({
      method: 'post',
      path: '/invitations/preview',
      operationId: 'previewInvitation',
      summary: 'What an invitation says, before it is accepted',
      request: { body: jsonBody(KeyOnly) },
      responses: answers(200, InvitationPreview, 'The invitation'),
    }),
    async (c) => {
      await limits.spend(clientAddress(c, trustedProxies), undefined)
      return c.json(await previewInvitation(options, c.req.valid('json').key), 200)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/invitations/acceptance',
      operationId: 'acceptInvitation',
      summary: 'Accept an invitation: with a new account, or signed in as the invited person',
      request: { body: jsonBody(Acceptance) },
      responses: answers(201, SignedIn, 'Accepted'),
    }),
    async (c) => {
      await limits.spend(clientAddress(c, trustedProxies), undefined)
      const personId = (await options.auth.api.getSession({ headers: c.req.raw.headers }))?.user.id
      const accepted = await acceptInvitation(options, c.req.valid('json'), personId)
      const twoFactor = accepted.isNew ? await startSession(c, options, accepted.personId) : false
      return c.json({ twoFactor, ecosystemId: accepted.ecosystemId }, 201)
    },
  )
}

function addMeRoutes(router: Router, options: AccountOptions): void {
  const me = async (personId: string) => ({
    person: await getPerson(options, personId),
    ecosystems: await listEcosystems(options, personId),
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

function addOwnDataRoutes(router: Router, options: AccountOptions): void {
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
        throw new DomainError('invalid', 'address_differs', 'This is not the address of your account.', [
          { path: 'email', message: 'This is not the address of your account.' },
        ])
      }
      await eraseAccount(options, user.id)
      return c.json(done, 200)
    },
  )
}

function addOperatorRoutes(router: Router, options: AccountOptions): void {
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
      summary: 'Name another operator, by the address of their account',
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

/** Sets the cookies of a new session. Answers whether a second factor must be given first. */
async function startSession(c: Context, { auth, trustedProxies }: AccountOptions, personId: string): Promise<boolean> {
  const headers = new Headers(c.req.raw.headers)
  headers.set(CLIENT_HEADER, clientAddress(c, trustedProxies))
  const response = await auth.api.startSession({ body: { personId }, headers, asResponse: true })
  for (const cookie of response.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  const answer = (await response.json()) as { twoFactorRedirect?: boolean }
  return answer.twoFactorRedirect === true
}

/** The session, which is prolonged by being used. Throws unauthorized without one; an API key is none. */
async function sessionOf(c: Context, { auth }: AccountOptions) {
  const { headers, response } = await auth.api.getSession({ headers: c.req.raw.headers, returnHeaders: true })
  if (!response) throw new DomainError('unauthorized', 'not_signed_in', 'Please sign in.')
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  return response
}

async function personOf(c: Context, options: AccountOptions): Promise<string> {
  return (await sessionOf(c, options)).user.id
}

async function operatorOf(c: Context, options: AccountOptions): Promise<void> {
  if (await isOperator(options, await personOf(c, options))) return
  throw new DomainError('forbidden', 'forbidden', 'Only an operator of the installation may do this.')
}
