import { createRoute, z } from '@hono/zod-openapi'
import { CHECK_STATES, CHECKS, createChecks, MAIL_CHECK_KIND } from '../../kernel/checks/index.ts'
import { clientAddress } from '../../kernel/client.ts'
import { createEntrance, revokeEntrances, useEntrance } from '../../kernel/entrances.ts'
import { DomainError } from '../../kernel/errors.ts'
import { answers, jsonBody, type Router } from '../../kernel/http.ts'
import { sendMail } from '../../kernel/mail.ts'
import type { AccountOptions } from './account-routes.ts'
import { getPerson } from './accounts.ts'
import { Done, done, operatorOf, personOf } from './asking.ts'
import { mailCheckText } from './mails.ts'
import { KeyOnly } from './schema.ts'

const MAIL_CHECK_HOURS = 24
const HOUR_MS = 3_600_000

const Check = z
  .object({
    check: z.enum(CHECKS),
    state: z.enum(CHECK_STATES),
    code: z.string().openapi({ description: 'Names what was found; a code keeps its meaning' }),
    figures: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .openapi({ description: 'What the sentence speaks of, such as `days`' }),
    at: z.iso.datetime(),
  })
  .openapi('Check')
const Checks = z.object({ url: z.string(), items: z.array(Check) })

/** The routes that look at the installation as a whole; for operators. */
export function addCheckRoutes(router: Router, options: AccountOptions): void {
  const look = createChecks(options)
  router.openapi(
    createRoute({
      method: 'get',
      path: '/installation/checks',
      operationId: 'listChecks',
      summary: 'Whether others reach this installation, mails arrive, and so on; at most a minute old; for operators',
      responses: answers(200, Checks, 'What was found'),
    }),
    async (c) => {
      await operatorOf(c, options)
      return c.json({ url: options.url, items: await look() }, 200)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/installation/checks',
      operationId: 'checkAnew',
      summary: 'Look again now; for operators',
      responses: answers(200, Checks, 'What was found'),
    }),
    async (c) => {
      await operatorOf(c, options)
      return c.json({ url: options.url, items: await look(true) }, 200)
    },
  )
  addMailCheckRoutes(router, options)
}

function addMailCheckRoutes(router: Router, options: AccountOptions): void {
  const { limits, trustedProxies } = options
  router.openapi(
    createRoute({
      method: 'post',
      path: '/installation/mail-checks',
      operationId: 'sendMailCheck',
      summary: 'Send oneself a mail that checks whether mails arrive; for operators',
      responses: answers(202, Done, 'On its way'),
    }),
    async (c) => {
      await operatorOf(c, options)
      await sendMailCheck(options, await personOf(c, options), (email) => limits.spendLink(clientAddress(c, trustedProxies), email))
      return c.json(done, 202)
    },
  )
  router.openapi(
    createRoute({
      method: 'post',
      path: '/installation/mail-checks/arrival',
      operationId: 'confirmMailCheck',
      summary: 'Say that the mail arrived, with the key of its link',
      request: { body: jsonBody(KeyOnly) },
      responses: answers(201, Done, 'Noted'),
    }),
    async (c) => {
      await limits.spend(clientAddress(c, trustedProxies), undefined)
      await options.db.transaction().execute((db) => useEntrance({ db, now: options.now }, MAIL_CHECK_KIND, c.req.valid('json').key))
      return c.json(done, 201)
    },
  )
}

async function sendMailCheck(options: AccountOptions, personId: string, spend: (email: string) => Promise<void>): Promise<void> {
  const { url, now } = options
  if (!options.hasMail)
    throw new DomainError('conflict', 'mail_not_set', 'No mail server is set, so no mail was sent. SMTP_URL in the settings changes that.')
  const { email, locale } = await getPerson(options, personId)
  await spend(email)
  const expiresAt = new Date(now().getTime() + MAIL_CHECK_HOURS * HOUR_MS)
  await options.db.transaction().execute(async (db) => {
    const inside = { db, now }
    await revokeEntrances(inside, MAIL_CHECK_KIND, personId)
    const { key } = await createEntrance(inside, { kind: MAIL_CHECK_KIND, ecosystemId: null, target: personId, scope: {}, expiresAt })
    const link = `${url}/app/mail-check#${key}`
    const text = mailCheckText(locale, { url, hours: MAIL_CHECK_HOURS })
    await sendMail(inside, { kind: MAIL_CHECK_KIND, ecosystemId: null, to: email, link, expiresAt, ...text })
  })
}
