// Two ecosystems, and two organisations in one of them, each filled with strings of its own. Whatever route there is, of today or of
// tomorrow, is asked with the ids of the other side: no foreign string may come out, and nothing foreign may change.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createApi } from './api.ts'
import { type Route, routesOf, type Seed, sampleOf } from './isolation-inputs.ts'
import { type Actor, type Ctx, transaction } from './kernel/ctx.ts'
import { openApiDocument } from './kernel/openapi.ts'
import { testDatabase, testEcosystem, testJobs } from './kernel/testing.ts'
import { readIdsOf } from './modules/parties/index.ts'
import { installAccounts } from './modules/people/index.ts'
import { JOBS, LISTENERS } from './modules.ts'

const database = await testDatabase()
const { db, pool } = database
const now = () => new Date()
const nothing = { mail: undefined, oidc: undefined, trustedProxies: [], dataFolder: tmpdir() }
const accounts = installAccounts({ ...nothing, db, pool, now, idsOfParty: readIdsOf, url: 'http://localhost', secret: '-'.repeat(32) })
const worked = await testJobs(database, { ...accounts.jobs, ...JOBS }, LISTENERS)
const actors = new Map<string, Actor>()
const app = createApi({
  db,
  now,
  accounts,
  actorFor: async (request) => actors.get(request.headers.get('x-test-actor')!)!,
  origins: [],
})
const document = openApiDocument(app)
const routes = routesOf(document).filter(({ path }) => path.includes('{ecosystemId}'))

/** What a schema cannot say: values that must fit what is there. `null` where a route cannot be called with made-up input. */
const INPUTS: Record<string, (seed: Seed) => object | null> = {
  createParty: ({ canary }) => ({
    name: canary,
    kinds: ['partners'],
    city: canary,
    description: canary,
    tags: [canary],
    fields: { [fieldKey(canary)]: canary },
  }),
  // without a filter, in a format that is text
  makeExport: () => ({ format: 'csv', table: 'organisations' }),
  addField: ({ canary }) => ({ key: fieldKey(canary), label: canary, type: 'text' }),
  importImportMappings: ({ canary }) => ({
    format: 'tutti-import-mappings',
    version: 1,
    mappings: [{ subject: 'list', columns: [{ header: canary, target: 'party.name' }] }],
  }),
  answerSortingCard: ({ id }) => ({ partyId: id('otherPartyId'), answer: 'customer' }),
  enterIntroduction: ({ id }) => ({ oneId: id('partyId'), otherId: id('otherPartyId'), list: 'peers', origin: 'person' }),
  writeBankAccount: ({ canary }) => ({ holder: canary, iban: 'DE89370400440532013000', bic: null, address: null }),
  writeOwnBankAccount: ({ canary }) => ({ holder: canary, iban: 'DE89370400440532013000', bic: null, address: null }),
  sellVoucher: ({ canary }) => ({ value: '5000', expiresOn: '2050-12-31', note: canary }),
  makeCreditCircle: ({ canary }) => ({ code: 'MOSEL', name: canary }),
  makePoints: ({ canary }) => ({ code: 'BLOOM', name: canary, expiresAfterDays: 30 }),
  reportVolunteerHours: ({ canary, id }) => ({ giverId: id('partyId'), project: canary, minutes: 90, day: '2026-03-01', what: canary }),
  makeBudget: ({ canary, id }) => ({ name: canary, approvals: 1, partyIds: [id('partyId')] }),
  chooseKindOfEcosystem: () => ({ kind: 'tourism', locale: 'en' }),
  addKind: ({ canary }) => ({ key: fieldKey(canary), label: canary, colour: '#123456', shape: 'star' }),
  makeLedgerAsset: ({ canary }) => ({ code: 'HOURS', name: canary, scale: 0, kind: 'hours' }),
  openLedgerAccount: ({ id }) => ({ ownerPartyId: id('partyId'), asset: 'EUR', purpose: 'payable', normalSide: 'credit' }),
  bookLedgerTransaction: ({ canary, id }) => booking(canary, id('accountId'), id('otherAccountId')),
}
const booking = (note: string, from: string, to: string) => ({
  kind: 'gift',
  note,
  entries: [
    { accountId: from, side: 'debit', amount: '1', note },
    { accountId: to, side: 'credit', amount: '1', note },
  ],
})
const fieldKey = (canary: string) => canary.replaceAll('-', '_')

const READS_AT_ONCE = 8
/** On so many routes the strings are looked for until they are seen; a test that never sees them could not fail. */
const SHOWN_TO_OWNERS = 5
const SHOWN_TO_COORDINATORS = 6
const CANARY = { ours: 'canary-ours', theirs: 'canary-theirs', private: 'canary-private' }

async function ask(ctx: Ctx, route: Route, ids: Record<string, string>, body: unknown, query = '') {
  const key = JSON.stringify(ctx.actor)
  actors.set(key, ctx.actor)
  let path = route.path.replace('{ecosystemId}', ctx.ecosystemId)
  for (const name of route.params) path = path.replace(`{${name}}`, encodeURIComponent(ids[name] ?? 'none'))
  const sends = body !== undefined && route.method !== 'GET'
  const response = await app.request(`http://localhost${path}${query}`, {
    method: route.method,
    headers: { 'x-test-actor': key, origin: 'http://localhost', ...(sends ? { 'content-type': 'application/json' } : {}) },
    ...(sends ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, text: await response.text() }
}

function inputFor(route: Route, seed: Seed): unknown {
  const made = INPUTS[route.operationId]
  if (made) return made(seed) ?? undefined
  return route.body && route.mediaType === 'application/json' ? sampleOf(document, route.body, seed) : undefined
}

/** What only reads is asked several times at once. */
async function forEachTry(route: Route, ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  const step = route.method === 'GET' ? READS_AT_ONCE : 1
  for (let from = 0; from < ids.length; from += step) await Promise.all(ids.slice(from, from + step).map(work))
}

/** Every id in every table of an ecosystem. */
async function idsIn(ecosystemId: string, limit = 3): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const table of await tenantTables()) {
    const column = (await columnsOf(table)).includes('id') ? 'id' : undefined
    if (!column) continue
    const { rows } = await inEcosystem(ecosystemId, (tx) =>
      sql<{ id: string }>`select id::text from ${sql.table(table)} order by id limit ${limit}`.execute(tx.db),
    )
    found.set(
      table,
      rows.map(({ id }) => id),
    )
  }
  return found
}

/** A fingerprint of all rows of an ecosystem, table by table, without the log of what was asked. */
async function stateOf(ecosystemId: string): Promise<Record<string, string>> {
  const state: Record<string, string> = {}
  for (const table of await tenantTables()) {
    const { rows } = await inEcosystem(ecosystemId, (tx) =>
      sql<{ row: string }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(tx.db),
    )
    state[table] = createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex')
  }
  return state
}

async function tenantTables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = 'public' and c.relrowsecurity order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns where table_schema = 'public' and table_name = ${table}`.execute(db)
  return rows.map(({ name }) => name)
}

function inEcosystem<T>(ecosystemId: string, work: Parameters<typeof transaction<T>>[1]): Promise<T> {
  return transaction({ db, actor: { kind: 'system' }, ecosystemId, now: () => new Date() }, work)
}

/** Fills an ecosystem by asking every route that creates something, again and again as long as more of them succeed. */
async function fill(ctx: Ctx, canary: string): Promise<void> {
  const creating = routes.filter(({ method }) => method === 'POST' || method === 'PUT')
  const first = ['addField', 'addKind', 'createParty', 'createParty']
  const order = [...first.map((id) => routes.find(({ operationId }) => operationId === id)!), ...creating]
  for (const route of order) {
    const ids = await idsIn(ctx.ecosystemId)
    const parties = ids.get('parties') ?? []
    const any = (field: string) => {
      const among = (/account/i.test(field) ? ids.get('ledger_accounts') : parties) ?? []
      return (/alias|other|to/i.test(field) ? (among[1] ?? among[0]) : among[0]) ?? ctx.ecosystemId
    }
    const isFiller = !/(restoration|merges|bulk|application|cancellation|completion|decision|erasure|samples)/.test(route.path)
    if (isFiller) await ask(ctx, route, { id: parties[0] ?? '', key: 'force' }, inputFor(route, { canary, id: any }))
  }
}

test('no route of one ecosystem shows or changes anything of another', async () => {
  const ours = await testEcosystem(db)
  const theirs = await testEcosystem(db)
  await fill(ours.owner, CANARY.ours)
  await fill(theirs.owner, CANARY.theirs)
  await worked()
  const foreign = await idsIn(theirs.ecosystemId)
  const before = await stateOf(theirs.ecosystemId)
  const leaks: string[] = []
  let shown = 0
  const tries = [...foreign].flatMap(([, ids]) => ids.slice(0, 2))
  for (const route of routes) {
    await forEachTry(route, route.params.length > 0 || route.method !== 'GET' ? tries : [tries[0]!], async (id) => {
      const body = inputFor(route, { canary: CANARY.ours, id: () => id })
      const params = Object.fromEntries(route.params.map((name) => [name, id]))
      for (const query of route.method === 'GET' ? ['', '?q=canary'] : ['']) {
        const answer = await ask(ours.owner, route, params, body, query)
        if (answer.text.includes(CANARY.theirs)) leaks.push(`${route.operationId} shows it (${answer.status})`)
        if (answer.status >= 500) leaks.push(`${route.operationId} breaks: ${answer.text.slice(0, 200)}`)
      }
    })
    if (shown < SHOWN_TO_OWNERS && route.method === 'GET' && (await isShown(theirs.owner, route, foreign, CANARY.theirs))) shown++
  }
  await worked()
  assert.deepEqual([...new Set(leaks)], [])
  assert.deepEqual(await stateOf(theirs.ecosystemId), before)
  const mails = await db.selectFrom('auth.mails').selectAll().where('ecosystem_id', '=', ours.ecosystemId).execute()
  assert.ok(!JSON.stringify(mails).includes(CANARY.theirs), 'a mail holds foreign strings')
  assert.equal(shown, SHOWN_TO_OWNERS, `the own strings are shown to their owner by ${shown} routes`)
})

test('without a tenant no table of an ecosystem shows a row', async () => {
  for (const table of await tenantTables()) {
    const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(db)
    assert.deepEqual(rows, [], table)
  }
})

/** Rows a member or viewer may add for themselves. */
const OF_ONES_OWN = ['events', 'views', 'task_reminders', 'calendar_feeds', 'idempotency_keys']

test('no route shows a member or a viewer what is private to another organisation, or changes it', async () => {
  const { owner, coordinator, viewer, as, ecosystemId } = await testEcosystem(db)
  const own = await made(owner, 'createParty', { name: 'Own organisation' })
  const other = await made(owner, 'createParty', { name: 'Other organisation' })
  const third = await made(owner, 'createParty', { name: 'Third organisation' })
  await made(owner, 'addField', { key: 'secret', label: 'Secret', type: 'text' })
  const secret = CANARY.private
  const hidden = await made(owner, 'createParty', { name: 'Hidden fields', fields: { secret } })
  await made(owner, 'addContact', { name: secret, role: secret, email: `${secret}@example.org`, phone: secret }, other)
  await made(owner, 'writeNote', { body: secret }, other)
  await made(owner, 'createTie', { fromId: other, toId: third, type: 'partners', evidence: secret, trust: 0.9 })
  await made(owner, 'recordInteraction', { partyId: other, otherPartyId: third, kind: 'met', text: secret })
  await made(owner, 'createOffer', { partyId: other, side: 'need', title: secret, visibility: 'coordinators' })
  await made(owner, 'createTask', { title: secret, partyId: other })
  await made(owner, 'writeBankAccount', { holder: secret, iban: 'DE89370400440532013000', bic: null, address: null }, other)
  const account = (ownerPartyId: string) =>
    made(owner, 'openLedgerAccount', { ownerPartyId, asset: 'EUR', purpose: 'payable', normalSide: 'credit' })
  const [ofOther, ofThird] = [await account(other), await account(third)]
  await account(own)
  await made(owner, 'bookLedgerTransaction', booking(secret, ofOther, ofThird))
  await sell(owner, [other, third], secret)
  await worked()

  const ids = await idsIn(ecosystemId, 8)
  let shown = 0
  for (const route of routes.filter(({ method }) => method === 'GET'))
    if (shown < SHOWN_TO_COORDINATORS && (await isShown(coordinator, route, ids, secret))) shown++
  assert.equal(shown, SHOWN_TO_COORDINATORS, `coordinators see the private strings on ${shown} routes`)

  const before = withoutOwn(await stateOf(ecosystemId))
  const leaks: string[] = []
  for (const reader of [as('member', own), viewer]) {
    for (const route of routes) {
      const others = [...ids.values()].flat().filter((id) => id !== own)
      await forEachTry(route, route.params.length === 0 && route.method === 'GET' ? others.slice(0, 1) : others, async (id) => {
        const body = inputFor(route, { canary: 'harmless', id: (field) => (/other|to|alias/i.test(field) ? hidden : id) })
        const params = Object.fromEntries(route.params.map((name) => [name, id]))
        for (const query of route.method === 'GET' ? ['', `?q=${secret}`, '?fields=secret'] : ['']) {
          const answer = await ask(reader, route, params, body, query)
          if (answer.text.includes(secret)) leaks.push(`${route.operationId} shows it to a ${reader.actor.role}`)
          if (answer.status >= 500) leaks.push(`${route.operationId} breaks: ${answer.text.slice(0, 200)}`)
        }
      })
    }
  }
  await worked()
  assert.deepEqual([...new Set(leaks)], [])
  assert.deepEqual(withoutOwn(await stateOf(ecosystemId)), before)
})

function withoutOwn(state: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(state).filter(([table]) => !OF_ONES_OWN.includes(table)))
}

async function made(ctx: Ctx, operationId: string, body: object, id = ''): Promise<string> {
  const route = routes.find((route) => route.operationId === operationId)
  assert.ok(route, operationId)
  const answer = await ask(ctx, route, { id }, body)
  assert.ok(answer.status === 200 || answer.status === 201, `${operationId}: ${answer.text}`)
  return (JSON.parse(answer.text) as { id: string }).id
}

/** A sale between two, by a rule of theirs. */
async function sell(ctx: Ctx, [one, other]: [string, string], reference: string): Promise<void> {
  const steps = [{ id: 'rest', take: 'remainder', split: { equal: ['one', 'other'] } }]
  const recipients = [
    { key: 'one', partyId: one },
    { key: 'other', partyId: other },
  ]
  const rule = { basis: 'gross', asset: 'EUR', steps, rounding: 'carry', refund: 'mirror' }
  const id = await made(ctx, 'createSharingRule', { name: reference, version: { rule, recipients, validFrom: '2026-01-01' } })
  const route = (operationId: string) => routes.find((route) => route.operationId === operationId)!
  const { versions } = JSON.parse((await ask(ctx, route('getSharingRule'), { id }, undefined)).text) as { versions: { id: string }[] }
  await ask(ctx, route('approveSharingVersion'), { id, versionId: versions[0]!.id }, {})
  await made(ctx, 'recordSale', { reference, day: '2026-03-01', ruleId: id, asset: 'EUR', gross: '1000', net: '1000' })
}

/** The positive half: a test that never sees the strings at all could not fail. */
async function isShown(ctx: Ctx, route: Route, ids: Map<string, string[]>, canary: string): Promise<boolean> {
  for (const id of [undefined, ...[...ids.values()].flat()]) {
    const { text } = await ask(ctx, route, Object.fromEntries(route.params.map((name) => [name, id ?? 'none'])), undefined)
    if (text.includes(canary)) return true
  }
  return false
}
