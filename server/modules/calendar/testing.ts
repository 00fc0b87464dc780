import { setAddress } from '../../kernel/address.ts'
import { createApp } from '../../kernel/app.ts'
import { type Role, transaction } from '../../kernel/ctx.ts'
import { mailJobs, smtpDelivery } from '../../kernel/mail.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { createParties, routes as partyRoutes } from '../parties/index.ts'
import { testMailServer } from '../people/testing.ts'
import { routes as taskRoutes } from '../tasks/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { pages, routes } from './index.ts'

const ADDRESS = 'https://tutti.example.org'

/** An ecosystem with a clock that tests set, people with accounts, a real mail server, and the pages as a visitor sees them. */
export async function testCalendar(start: string) {
  setAddress(ADDRESS)
  const database = await testDatabase()
  const { db } = database
  const mailServer = await testMailServer(database.closeWith)
  const clock = { at: new Date(start) }
  const now = () => clock.at
  const deliver = smtpDelivery({ smtpUrl: mailServer.smtpUrl, from: 'Tutti <tutti@example.org>' })
  const worked = await testJobs(database, mailJobs(deliver), {}, now)
  const ecosystem = await testEcosystem(db, { now })
  const call = testApi(db, [partyRoutes, tieRoutes, taskRoutes, routes], now)
  const app = createApp({
    db,
    now,
    actorFor: async () => ecosystem.owner.actor,
    routes: [],
    installationRoutes: [],
    uploads: [],
    origins: [],
    pages,
  })

  async function person(name: string, role: Role = 'coordinator', partyId: string | null = null, locale: 'en' | 'de' = 'en') {
    const ctx = ecosystem.as(role, partyId ?? [])
    const id = ctx.actor.personId
    const email = `${name.toLowerCase()}@example.org`
    await db.insertInto('auth.user').values({ id, name, email, emailVerified: true, locale, createdAt: now(), updatedAt: now() }).execute()
    await db
      .insertInto('auth.memberships')
      .values({ ecosystem_id: ecosystem.ecosystemId, person_id: id, role, party_id: partyId, created_at: now() })
      .execute()
    return ctx
  }
  const parties = async (...names: string[]) =>
    [...(await transaction(ecosystem.owner, (tx) => createParties(tx, names.map((name) => ({ name })), 'import:x')))] // biome-ignore format: one line reads better
  const contact = async (partyId: string, name: string, email: string | null) =>
    (await call(ecosystem.owner, 'POST', `/parties/${partyId}/contacts`, { name, email })).json.id as string

  /** Asks as somebody who is not signed in; a form is sent as the page itself would. */
  async function visit(url: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
    const path = url.replace(ADDRESS, '')
    const response = await app.request(`http://localhost${path}`, {
      method: form === undefined ? 'GET' : 'POST',
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const linkIn = (text: string) => /https:\/\/tutti\.example\.org\/meetings\/[\w-]{32}/.exec(text)?.[0] ?? ''
  return { ...ecosystem, db, clock, worked, call, person, parties, contact, visit, linkIn, mails: mailServer.mails }
}
