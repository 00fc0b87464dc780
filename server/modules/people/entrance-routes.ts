import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { clientAddress } from '../../kernel/client.ts'
import { answers, jsonBody, type Router } from '../../kernel/http.ts'
import type { AccountOptions } from './account-routes.ts'
import { hasAccounts, runFirst } from './accounts.ts'
import { Done, done } from './asking.ts'
import { CLIENT_HEADER } from './auth.ts'
import { acceptInvitation, previewInvitation } from './invitations.ts'
import { resetPassword, sendPasswordReset, sendSignInLink, takeSignInLink } from './links.ts'
import { Acceptance, EmailOnly, FirstRun, InvitationPreview, KeyOnly, PasswordReset } from './schema.ts'

/** `twoFactor`: the sign-in waits for a code, and there is no session yet. */
const SignedIn = z.object({ twoFactor: z.boolean(), ecosystemId: z.uuid().nullable() })
const Installation = z.object({
  firstRun: z.boolean(),
  oidc: z.string().nullable(),
  mail: z.boolean(),
  tiles: z.object({ url: z.string(), attribution: z.string() }).nullable().openapi({ description: 'The tile server of maps' }),
})

/** The routes by which people come in: first run, links in mails, invitations. All are limited, all change something by POST only. */
export function addEntranceRoutes(router: Router, options: AccountOptions): void {
  addFirstRunRoutes(router, options)
  addSignInLinkRoutes(router, options)
  addPasswordRoutes(router, options)
  addInvitationRoutes(router, options)
}

function addFirstRunRoutes(router: Router, options: AccountOptions): void {
  const { limits, trustedProxies } = options
  router.openapi(
    createRoute({
      method: 'get',
      path: '/installation',
      operationId: 'getInstallation',
      summary: 'What the pages need to know of this installation',
      responses: answers(200, Installation, 'The installation'),
    }),
    async (c) => {
      const { db, oidc, hasMail: mail, tiles } = options
      return c.json({ firstRun: !(await hasAccounts(db)), oidc: oidc?.name ?? null, mail, tiles: tiles ?? null }, 200)
    },
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
}

function addSignInLinkRoutes(router: Router, options: AccountOptions): void {
  const { limits, trustedProxies } = options
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
}

function addPasswordRoutes(router: Router, options: AccountOptions): void {
  const { limits, trustedProxies } = options
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
      const personId = (await options.auth().api.getSession({ headers: c.req.raw.headers }))?.user.id
      const accepted = await acceptInvitation(options, c.req.valid('json'), personId)
      const twoFactor = accepted.isNew ? await startSession(c, options, accepted.personId) : false
      return c.json({ twoFactor, ecosystemId: accepted.ecosystemId }, 201)
    },
  )
}

/** Sets the cookies of a new session. Answers whether a second factor must be given first. */
async function startSession(c: Context, { auth, trustedProxies }: AccountOptions, personId: string): Promise<boolean> {
  const headers = new Headers(c.req.raw.headers)
  headers.set(CLIENT_HEADER, clientAddress(c, trustedProxies))
  const response = await auth().api.startSession({ body: { personId }, headers, asResponse: true })
  for (const cookie of response.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  const answer = (await response.json()) as { twoFactorRedirect?: boolean }
  return answer.twoFactorRedirect === true
}
