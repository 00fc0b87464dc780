// What leaves the house, by whom: rights down to the field, one moment, one line in the log, and an end when the reader goes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unzipSync } from 'fflate'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { answerFile } from '../../kernel/downloads.ts'
import { answerError, newRouter } from '../../kernel/http.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import * as exchange from '../exchange/index.ts'
import * as parties from '../parties/index.ts'
import * as ties from '../ties/index.ts'
import { makeExport, routes } from './index.ts'
import { FORMATS, type Format, type NewExport } from './schema.ts'
import { allOf, bytesOf } from './testing.ts'

const { db } = await testDatabase()
const call = testApi(db, [parties.routes, ties.routes, exchange.routes, routes])
const SECRET = 'for-few-eyes'

/** Three organisations tied in a row; the first has everything that is private to it. */
async function valley() {
  const ecosystem = await testEcosystem(db)
  const { owner } = ecosystem
  const made = async (path: string, body: object): Promise<string> => {
    const { status, json, text } = await call(owner, 'POST', path, body)
    assert.equal(status, 201, text)
    return json.id
  }
  await made('/fields', { key: 'secret', label: 'Secret', type: 'text' })
  const other = await made('/parties', { name: 'Weingut Öster', city: 'Zell', latitude: 50, longitude: 7, fields: { secret: SECRET } })
  const own = await made('/parties', { name: 'Hotel Post', city: 'Zell', kinds: ['partners'] })
  const third = await made('/parties', { name: 'Bäckerei Jung', city: 'Bullay' })
  await made(`/parties/${other}/contacts`, { name: `Anna ${SECRET}`, email: `${SECRET}@example.org` })
  await made(`/parties/${own}/contacts`, { name: 'Ben of one’s own' })
  await made(`/parties/${other}/notes`, { body: SECRET })
  await made('/ties', { fromId: other, toId: third, type: 'partners', evidence: SECRET, trust: 0.9 })
  await made('/ties', { fromId: own, toId: third, type: 'buys_from', strength: 0.4, since: '2024-02-01' })
  await made('/ties', { fromId: own, toId: other, type: 'buys_from', until: '2024-02-01' })
  await made('/interactions', { partyId: other, otherPartyId: third, kind: 'met', text: SECRET })
  await made('/offers', { partyId: other, side: 'need', title: SECRET, visibility: 'coordinators' })
  await made('/offers', { partyId: other, side: 'offer', title: 'Riesling' })
  return { ...ecosystem, own, other, third }
}

/** The file as text, whatever is packed in it. */
async function textOf(ctx: Ctx, input: Partial<NewExport> & { format: Format }): Promise<string> {
  const { content } = await makeExport(ctx, { filter: {}, ...input })
  const bytes = await bytesOf(content)
  if (bytes.toString('latin1', 0, 2) !== 'PK') return bytes.toString()
  return Object.entries(unzipSync(bytes))
    .map(([name, part]) => `## ${name}\n${Buffer.from(part).toString()}`)
    .join('\n')
}

async function lines(ctx: Ctx) {
  return await transaction(ctx, (tx) => tx.db.selectFrom('events').selectAll().where('type', '=', 'export.made').orderBy('id').execute())
}

test('an export answers a file to keep, in every format, and notes figures in the log but no names', async () => {
  const { owner } = await valley()
  for (const format of FORMATS) {
    const answer = await call(owner, 'POST', '/exports', { format })
    assert.equal(answer.status, 200, answer.text)
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="test-\d{4}-\d\d-\d\d[a-z.-]*"$/)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  }
  const made = await lines(owner)
  assert.deepEqual(
    made.map(({ payload }) => payload.format),
    [...FORMATS],
  )
  const counts = { organisations: 3, people: 2, ties: 3, interactions: 1, offers: 2, notes: 1 }
  assert.deepEqual(made[0]!.payload, { format: 'csv', table: null, filtered: false, whole: true, ...counts })
})

test('nobody takes along what their role does not show them, in no format', async () => {
  const { coordinator, viewer, as, own } = await valley()
  let shown = 0
  for (const format of FORMATS) {
    if ((await textOf(coordinator, { format })).includes(SECRET)) shown++
    for (const reader of [viewer, as('member', own), as('member')]) {
      const text = await textOf(reader, { format })
      assert.ok(!text.includes(SECRET), `${format} shows it to a ${reader.actor.role}`)
      if (format !== 'geojson') assert.ok(text.includes('Hotel Post'), format)
    }
  }
  assert.ok(shown >= 3, `coordinators take the private strings along in ${shown} formats`)
  const mine = await textOf(as('member', own), { format: 'csv' })
  assert.ok(mine.includes('Ben of one’s own') && mine.includes('Riesling'))
  assert.ok(!(await textOf(viewer, { format: 'csv' })).includes('people.csv'))
})

test('a key takes along what its scopes name', async () => {
  const { ecosystemId, system } = await valley()
  const key = (scopes: string[]): Ctx => ({ ...system, ecosystemId, actor: { kind: 'key', keyId: 'k', personId: 'p', role: 'owner', partyIds: [], scopes } }) // biome-ignore format: one line reads better
  assert.ok(!(await textOf(key(['map.read']), { format: 'xlsx' })).includes(SECRET))
  assert.ok((await textOf(key(['map.read', 'private.read']), { format: 'xlsx' })).includes(SECRET))
  await assert.rejects(textOf(key(['tasks.read']), { format: 'xlsx' }), { code: 'forbidden' })
})

test('a table that a reader sees nothing of is refused, and so is what makes no sense', async () => {
  const { viewer, owner } = await valley()
  const refused = await call(viewer, 'POST', '/exports', { format: 'csv', table: 'people' })
  assert.deepEqual([refused.status, refused.json.code], [403, 'forbidden'])
  const hidden = await call(viewer, 'POST', '/exports', { format: 'csv', filter: { source: 'import:1' } })
  assert.deepEqual([hidden.status, hidden.json.code], [403, 'source_hidden'])
  for (const body of [
    { format: 'pdf' },
    { format: 'xlsx', table: 'ties' },
    { format: 'csv', filter: { town: 'Zell' } },
    { format: 'csv', table: 'notes', filter: { asOf: '2026-01-01T00:00:00Z' } },
  ]) {
    // biome-ignore format: one line reads better
    assert.equal((await call(owner, 'POST', '/exports', body)).status, 422, JSON.stringify(body))
  }
  assert.deepEqual(await lines(owner), [])
})

test('a filter leaves out the others and what concerns them; a past day holds what was known then', async () => {
  const { owner } = await valley()
  const zell = await textOf(owner, { format: 'csv', filter: { city: ['Zell'] } })
  assert.ok(zell.includes('Weingut Öster') && zell.includes('Hotel Post'))
  const ofTies = zell.split('## ties.csv')[1]!.split('## ')[0]!
  assert.equal(ofTies.trim().split('\r\n').length, 2, 'the header and the one tie within Zell')
  const before = await textOf(owner, { format: 'csv', filter: { asOf: '2020-01-01T00:00:00Z' } })
  assert.ok(!before.includes('Weingut') && !before.includes('people.csv'))
  const now = await textOf(owner, { format: 'csv', filter: { asOf: new Date().toISOString() } })
  assert.ok(now.includes('Weingut') && now.includes('partners') && !now.includes('Anna'))
})

test('tables hold ties that are over, networks only what is on the map', async () => {
  const { owner } = await valley()
  assert.equal((await textOf(owner, { format: 'csv', table: 'ties' })).trim().split('\r\n').length, 4)
  assert.equal((await textOf(owner, { format: 'gexf' })).match(/<edge /g)?.length, 2)
})

test('two merged organisations are one, with the people and ties of both', async () => {
  const { owner, other, third } = await valley()
  assert.equal((await call(owner, 'POST', '/merges', { targetId: third, aliasId: other })).status, 201)
  const text = await textOf(owner, { format: 'csv' })
  assert.ok(!text.includes(other) && text.includes(`Anna ${SECRET}`))
  const { nodes, links } = JSON.parse(
    (await textOf(owner, { format: 'kumu' })).replace('"elements"', '"nodes"').replace('"connections"', '"links"'),
  )
  assert.deepEqual([nodes.length, links.length], [2, 1])
})

test('a file is of one moment, whatever is written while it is read', async () => {
  const { owner } = await valley()
  const { content } = await makeExport(owner, { format: 'csv', table: 'ties', filter: {} })
  const pieces = [(await content.next()).value as Uint8Array]
  await call(owner, 'POST', '/parties', { name: 'Late' })
  for await (const piece of content) pieces.push(piece)
  assert.ok(!Buffer.concat(pieces).toString().includes('Late'))
  const first = await makeExport(owner, { format: 'xlsx', filter: {} })
  await first.content.next()
  const late = await call(owner, 'POST', '/parties', { name: 'Later still' })
  assert.equal(late.status, 201)
  const rest = await allOf(first.content)
  assert.ok(rest.length > 0)
  assert.equal((await lines(owner)).at(-1)?.payload.organisations, 4, 'Later still is not among them')
})

test('a reader who goes away ends the export, gives the connection back, and the log says that it was a part', async () => {
  const { owner } = await valley()
  const { content } = await makeExport(owner, { format: 'csv', filter: {} })
  await content.next()
  await assert.rejects(textOf(owner, { format: 'csv' }), { code: 'export_under_way' })
  await content.return(undefined)
  assert.equal((await lines(owner)).at(-1)?.payload.whole, false)
  assert.match(await textOf(owner, { format: 'csv' }), /Hotel Post/)
})

test('a fourth export at once waits its turn', async () => {
  const { as } = await valley()
  const open = await Promise.all([1, 2, 3].map(() => makeExport(as('viewer'), { format: 'gexf', filter: {} })))
  for (const { content } of open) await content.next()
  await assert.rejects(textOf(as('viewer'), { format: 'gexf' }), { code: 'too_many_exports' })
  for (const { content } of open) await content.return(undefined)
  assert.match(await textOf(as('viewer'), { format: 'gexf' }), /Hotel Post/)
})

test('what breaks before the first piece is a problem, what breaks later breaks the answer', async () => {
  async function* broken(pieces: number): AsyncGenerator<Uint8Array> {
    for (let piece = 0; piece < pieces; piece++) yield Buffer.from('piece')
    throw new Error('the database went away')
  }
  const app = newRouter()
  app.onError(answerError)
  app.get('/:pieces', (c) => answerFile(c, { name: 'a.csv', mediaType: 'text/csv', content: broken(Number(c.req.param('pieces'))) }))
  assert.equal((await app.request('/0')).status, 500)
  const half = await app.request('/2')
  assert.equal(half.status, 200)
  await assert.rejects(half.text(), /went away/)
})

test('a reader who takes nothing for long, or is at it for too long, is let go', async () => {
  for (const [patience, restMs] of [
    [{ stalledMs: 20 }, 100],
    [{ longestMs: 50 }, 5],
  ] as const) {
    let isEnded = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('piece')
      } finally {
        isEnded = true
      }
    }
    const app = newRouter()
    app.get('/', (c) => answerFile(c, { name: 'a.csv', mediaType: 'text/csv', content: endless() }, patience))
    const reader = (await app.request('/')).body!.getReader()
    await assert.rejects(async () => {
      for (;;) {
        if ((await reader.read()).done) return
        await new Promise((resolve) => setTimeout(resolve, restMs))
      }
    }, /let go/)
    assert.equal(isEnded, true)
  }
})
