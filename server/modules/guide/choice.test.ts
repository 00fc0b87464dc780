import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as taskRoutes } from '../tasks/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { personalData, routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes, taskRoutes, routes])

type Label = { key: string; label: string | null }
type Kept = Label & { why: string }

async function beginning() {
  const roles = await testEcosystem(db)
  const { coordinator } = roles
  const choose = async (kind: string | null, locale = 'en') => (await call(coordinator, 'PUT', '/ecosystem-kind', { kind, locale })).json
  const list = async (path: string) => ((await call(coordinator, 'GET', path)).json.items as Label[]).filter(({ label }) => label !== null)
  const words = async () => [...(await list('/kinds')), ...(await list('/fields')), ...(await list('/tie-types'))].map(({ key }) => key)
  return { ...roles, choose, list, words }
}

const keys = (words: Label[]) => words.map(({ key }) => key)
const keptAs = (kept: Kept[], why: string) => keys(kept.filter((word) => word.why === why))

test('a choice brings its words in the language of whoever chooses, and the same again brings nothing', async () => {
  const { coordinator, viewer, choose, list, words, ecosystemId } = await beginning()
  assert.deepEqual((await call(viewer, 'GET', '/ecosystem-kind')).json, { kind: null, chosenAt: null, sectors: [] })
  const { added, removed, kept, undo } = await choose('tourism', 'de')
  assert.deepEqual([removed, kept, undo], [[], [], { kind: null, locale: 'de' }])
  assert.deepEqual(keys(added), await words())
  assert.ok((await list('/kinds')).some(({ label }) => label === 'Unterkünfte'))
  const beds = (await list('/fields')).find(({ key }) => key === 'number_of_beds')
  assert.deepEqual(beds, { key: 'number_of_beds', label: 'Anzahl Betten', type: 'number', choices: [] })
  const again = await choose('tourism', 'en')
  assert.deepEqual([again.added, again.removed, again.undo, again.kept.length], [[], [], null, added.length])
  assert.ok((await list('/kinds')).some(({ label }) => label === 'Unterkünfte'))
  const chosen = (await call(viewer, 'GET', '/ecosystem-kind')).json
  assert.deepEqual([chosen.kind, chosen.sectors.includes('55.10')], ['tourism', true])
  const made = await call(coordinator, 'POST', '/parties', { name: 'Inn', kinds: ['places_to_stay'], fields: { number_of_beds: 12 } })
  assert.equal(made.status, 201, made.text)
  const payloads = await transaction(coordinator, (tx) =>
    sql<{ type: string; payload: object }>`
      select type, payload from events where ecosystem_id = ${ecosystemId} and type = 'ecosystem_kind.chosen'`.execute(tx.db),
  )
  assert.deepEqual(
    payloads.rows.map(({ payload }) => payload),
    [{ kind: 'tourism', added: added.length, removed: 0 }],
  )
})

test('what is there stays: by its key, or by its name in any case, and it is never taken away', async () => {
  const { coordinator, choose, list } = await beginning()
  await call(coordinator, 'POST', '/kinds', { key: 'places_to_stay', label: 'Inns', colour: '#8C5BBF', shape: 'cross' })
  await call(coordinator, 'POST', '/fields', { key: 'beds', label: 'number of BEDS', type: 'text' })
  const { kept } = await choose('tourism')
  assert.deepEqual(keptAs(kept, 'there'), ['places_to_stay', 'beds'])
  await choose(null)
  assert.deepEqual(
    [...(await list('/kinds')), ...(await list('/fields'))].map(({ label }) => label),
    ['Inns', 'number of BEDS'],
  )
})

test('another choice takes only what nobody uses, now or before, and its undo brings that back', async () => {
  const { coordinator, choose, words, list } = await beginning()
  await choose('tourism')
  const inn = await call(coordinator, 'POST', '/parties', { name: 'Inn', kinds: ['places_to_stay'], fields: { number_of_beds: 12 } })
  const ferry = await call(coordinator, 'POST', '/parties', { name: 'Ferry', fields: { booking_page: 'https://example.org' } })
  const tie = await call(coordinator, 'POST', '/ties', { fromId: ferry.json.id, toId: inn.json.id, type: 'brings_guests_to' })
  // no longer said, and an ended tie: the past still speaks of them
  await call(coordinator, 'PATCH', `/parties/${ferry.json.id}`, { version: 1, fields: { booking_page: null } })
  await call(coordinator, 'DELETE', `/ties/${tie.json.id}`)
  const before = await words()
  const change = await choose('high-street', 'de')
  assert.deepEqual(keptAs(change.kept, 'used').sort(), ['booking_page', 'brings_guests_to', 'number_of_beds', 'places_to_stay'])
  // words that both kinds have are simply there
  assert.deepEqual(keptAs(change.kept, 'there').sort(), ['closing_day', 'food_and_drink', 'step_free_access'])
  assert.ok(keys(change.removed).includes('getting_there') && keys(change.added).includes('shops'))
  assert.deepEqual(change.undo, { kind: 'tourism', locale: 'en' })
  const back = await choose(change.undo.kind, change.undo.locale)
  assert.deepEqual((await words()).sort(), before.sort())
  assert.deepEqual(keys(back.added).sort(), keys(change.removed).sort())
  assert.ok((await list('/kinds')).some(({ label }) => label === 'Getting there and around'))
  // what was kept because it was used goes when it is not
  await choose('other')
  assert.deepEqual((await words()).sort(), ['booking_page', 'brings_guests_to', 'number_of_beds', 'places_to_stay'])
})

test('a word that somebody has changed since belongs to the ecosystem and stays', async () => {
  const { coordinator, choose, words, ecosystemId } = await beginning()
  await choose('food')
  await transaction(coordinator, (tx) =>
    sql`update kinds set label = 'Mills' where ecosystem_id = ${ecosystemId} and key = 'processing'`.execute(tx.db),
  )
  assert.deepEqual(keptAs((await choose('other')).kept, 'edited'), ['processing'])
  assert.deepEqual(await words(), ['processing'])
  await choose(null)
  assert.deepEqual(await words(), ['processing'])
})

test('a kind whose look somebody has taken gets one that nobody has', async () => {
  const { coordinator, choose, list } = await beginning()
  await call(coordinator, 'POST', '/kinds', { key: 'schools', label: 'Schools', colour: '#8C5BBF', shape: 'octagon' })
  await choose('tourism')
  const looks = ((await list('/kinds')) as (Label & { colour: string; shape: string })[]).map(({ colour, shape }) => `${colour} ${shape}`)
  assert.equal(new Set(looks).size, looks.length)
})

test('where there would be too many words nothing is changed at all', async () => {
  const { coordinator, choose, words } = await beginning()
  await choose('crafts')
  const own = Array.from({ length: 28 }, (_, index) => ({ key: `own_${index}`, label: `Own ${index}`, colour: '#123456', shape: 'drop' }))
  for (const kind of own) assert.equal((await call(coordinator, 'POST', '/kinds', kind)).status, 201)
  const before = await words()
  for (const index of [0, 1]) await call(coordinator, 'POST', '/parties', { name: 'X', kinds: ['workshops', `own_${index}`] })
  await call(coordinator, 'POST', '/parties', { name: 'Y', kinds: ['building_trades', 'architects_and_planners', 'schools_and_training'] })
  const refused = await call(coordinator, 'PUT', '/ecosystem-kind', { kind: 'tourism' })
  assert.deepEqual([refused.status, refused.json.code], [409, 'too_many_kinds'])
  assert.deepEqual(await words(), before)
  assert.equal((await call(coordinator, 'GET', '/ecosystem-kind')).json.kind, 'crafts')
})

test('two who choose at once choose one after the other', async () => {
  const { coordinator, choose, words } = await beginning()
  await Promise.all([choose('energy'), choose('energy'), choose('energy')])
  const all = await words()
  assert.equal(new Set(all).size, all.length)
  await Promise.all([choose('food'), choose('crafts')])
  const { kind } = (await call(coordinator, 'GET', '/ecosystem-kind')).json
  assert.deepEqual(await words(), keys([...(await choose(kind)).kept]))
})

test('the guide proposes what fits the kind first, and only that kind’s can be taken', async () => {
  const { coordinator, choose } = await beginning()
  const guide = async () => (await call(coordinator, 'GET', '/guide?locale=de')).json
  assert.deepEqual([(await guide()).ecosystemKind, (await guide()).sectors], [null, null])
  const take = () => call(coordinator, 'POST', '/guide/proposals/food_drive_once/tasks', { locale: 'de' })
  assert.equal((await take()).status, 404)
  await choose('food')
  const { proposals } = await guide()
  const general = proposals.map(({ isGeneral }: { isGeneral: boolean }) => isGeneral)
  assert.deepEqual(general, [...general].sort())
  assert.deepEqual([general[0], general.at(-1)], [false, true])
  const taken = await take()
  assert.equal(taken.json.items[0].title, 'Drei Höfe fragen, an welchen Tagen sie wohin fahren, und es eintragen')
  assert.equal((await take()).json.code, 'proposal_taken')
  await choose('other')
  // its task is still a first step
  assert.equal((await guide()).steps.find(({ key }: { key: string }) => key === 'joint_step').finishedBy.title, taken.json.items[0].title)
})

test('typical sectors that nobody on the map has are told, with how many say a sector at all', async () => {
  const { coordinator, choose } = await beginning()
  await choose('tourism')
  const sectors = async () => (await call(coordinator, 'GET', '/guide')).json.sectors
  const { known, typical, missing } = await sectors()
  assert.deepEqual([known, typical, missing.length], [0, 14, 14])
  const party = (sectorCode: string) => call(coordinator, 'POST', '/parties', { name: sectorCode, sectorScheme: 'nace', sectorCode })
  const hotel = await party('55.10')
  await party('56') // a restaurant or a bar: both may be there
  await party('01.21')
  await call(coordinator, 'POST', '/parties', { name: 'Hotel', sectorScheme: 'naics', sectorCode: '721110' })
  const after = await sectors()
  assert.equal(after.known, 3)
  assert.deepEqual(['55.10', '56.10', '56.30', '55.20'].map((code) => after.missing.includes(code)), [false, false, false, true]) // biome-ignore format: one line reads better
  await call(coordinator, 'DELETE', `/parties/${hotel.json.id}`)
  assert.ok((await sectors()).missing.includes('55.10'))
})

test('whoever chose gets it told as theirs, without what another one did', async () => {
  const { coordinator, owner, choose } = await beginning()
  await choose('food')
  await call(owner, 'PUT', '/ecosystem-kind', { kind: 'crafts' })
  const told = async ({ actor }: typeof owner) => {
    assert.ok(actor.kind === 'person')
    const subject = { kind: 'account' as const, id: actor.personId, name: 'Kim', email: 'kim@example.org' }
    const { guideChoices } = await transaction(owner, (tx) => personalData.collect(tx, subject))
    return (guideChoices as { kind: string; chosen_at: Date | null; ended_at: Date | null }[]).map((choice) => [
      choice.kind,
      choice.chosen_at !== null,
      choice.ended_at !== null,
    ])
  }
  assert.deepEqual(await told(coordinator), [['food', true, false]])
  assert.deepEqual(await told(owner), [
    ['food', false, true],
    ['crafts', true, false],
  ])
})

test('members and viewers do not choose, nobody chooses what there is no file for, and another ecosystem notices nothing', async () => {
  const { viewer, as, coordinator, choose } = await beginning()
  const others = await beginning()
  const party = await call(coordinator, 'POST', '/parties', { name: 'Inn' })
  for (const reader of [viewer, as('member', party.json.id)]) {
    assert.equal((await call(reader, 'PUT', '/ecosystem-kind', { kind: 'food' })).status, 403)
  }
  const unknown = await call(coordinator, 'PUT', '/ecosystem-kind', { kind: 'spaceport' })
  assert.deepEqual([unknown.status, unknown.json.code], [404, 'ecosystem_kind_not_found'])
  assert.equal((await call(coordinator, 'PUT', '/ecosystem-kind', { kind: '../general' })).status, 404)
  assert.equal((await call(coordinator, 'PUT', '/ecosystem-kind', { kind: '' })).status, 422)
  assert.equal((await call(coordinator, 'PUT', '/ecosystem-kind', {})).status, 422)
  assert.equal((await call(coordinator, 'PUT', '/ecosystem-kind', { kind: 'food', locale: 'fr' })).status, 422)
  await choose('food')
  assert.deepEqual([await others.words(), (await call(others.viewer, 'GET', '/ecosystem-kind')).json.kind], [[], null])
})
