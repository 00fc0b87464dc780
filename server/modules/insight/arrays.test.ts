import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { routes as partyRoutes, readPartyColumns } from '../parties/index.ts'
import { readGraph, routes as tieRoutes } from '../ties/index.ts'
import { eachTie } from './answers/index.ts'
import { readWhole } from './arrays.ts'
import { readMap } from './insight.ts'
import { randomFrom } from './network/index.ts'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 0, 1)
let clock = START

const { db } = await testDatabase()
const call = testApi(db, [partyRoutes, tieRoutes], () => new Date(clock))

/** The map as the view of it is read, which knows nothing of arrays. */
async function readAsObjects(ctx: Ctx, asOf?: string) {
  const at = asOf === undefined ? {} : { asOf }
  return await transaction(ctx, async (tx) => {
    const columns = await readPartyColumns(tx, at)
    const graph = await readGraph(tx, at)
    const place = new Map(columns.id.map((id, k) => [id, k]))
    const ties = graph.id.map((id, k) => {
      const ends = [graph.fromId[k]!, graph.toId[k]!]
      const [from, to] = graph.directed[k] ? ends : ends.sort()
      return { id, from: place.get(from!)!, to: place.get(to!)!, type: graph.type[k]!, strength: graph.strength[k]! }
    })
    const parties = columns.id.map((id, k) => ({
      id,
      name: columns.name[k]!,
      kinds: columns.kinds[k]!,
      sectorScheme: columns.sectorScheme[k]!,
      sectorCode: columns.sectorCode[k]!,
    }))
    return { parties, ties, columns: { city: columns.city, latitude: columns.latitude, longitude: columns.longitude } }
  })
}

async function readAsArrays(ctx: Ctx, asOf?: string) {
  const { ties, ...rest } = await transaction(ctx, (tx) => readWhole(tx, asOf === undefined ? {} : { asOf }))
  return { ...rest, ties: [...eachTie(ties)] }
}

/** Whatever may happen to a map, by chance, a day after the other; what is refused is no harm. */
async function live(owner: Ctx, days: number, random: () => number): Promise<void> {
  const parties: string[] = []
  const ties: string[] = []
  const merges: string[] = []
  const oneOf = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  const post = async (path: string, body: object = {}) => (await call(owner, 'POST', path, body)).json
  const join = (path: string, key: string, list: string[]) => async (body: object) => {
    const made = await post(path, body)
    if (typeof made[key] === 'string') list.push(made[key])
  }
  const addParty = join('/parties', 'id', parties)
  const addTie = join('/ties', 'id', ties)
  const merge = join('/merges', 'mergeId', merges)
  const date = () => new Date(clock + Math.floor(random() * 60 - 30) * DAY_MS).toISOString().slice(0, 10)
  const type = () => oneOf(['supplies', 'partners', 'competes', 'informs'])
  for (let k = 0; k < 14; k++)
    await addParty({ name: `Party ${k}`, kinds: k % 3 ? ['suppliers', 'customers'] : [], city: k % 2 ? 'Bengel' : null })
  const steps: (() => Promise<unknown>)[] = [
    ...Array.from(
      { length: 6 },
      () => () => addTie({ fromId: oneOf(parties), toId: oneOf(parties), type: type(), strength: random() < 0.3 ? null : random() }),
    ),
    () => addTie({ fromId: oneOf(parties), toId: oneOf(parties), type: type(), since: date() }),
    () => addTie({ fromId: oneOf(parties), toId: oneOf(parties), type: type(), until: date() }),
    () => addParty({ name: 'Late', latitude: 49.1, longitude: 7.123456789, sectorScheme: 'nace', sectorCode: '55.10' }),
    () => merge({ targetId: oneOf(parties), aliasId: oneOf(parties) }),
    () => call(owner, 'DELETE', `/merges/${oneOf(merges)}`),
    () => call(owner, 'DELETE', `/parties/${oneOf(parties)}`),
    () => post(`/parties/${oneOf(parties)}/restoration`),
    () => call(owner, 'DELETE', `/ties/${oneOf(ties)}`),
    () => post(`/ties/${oneOf(ties)}/restoration`),
    async () => {
      const { json } = await call(owner, 'GET', `/ties/${oneOf(ties)}`)
      return await call(owner, 'PATCH', `/ties/${json.id}`, {
        version: json.version,
        strength: random(),
        ...(random() < 0.4 && { until: date() }),
      })
    },
    () => post('/interactions', { partyId: oneOf(parties), otherPartyId: oneOf(parties), kind: oneOf(['met', 'wrote', 'called']) }),
    () => post('/interactions', { partyId: oneOf(parties), tieId: oneOf(ties), kind: 'visited' }),
  ]
  for (let day = 0; day < days; day++) {
    clock += DAY_MS * random()
    await oneOf(steps)()
  }
}

test('arrays hold the same map as the view, whatever happened to it, today and at every moment of its past', async () => {
  const seen = { merged: 0, active: 0, past: 0 }
  for (const seed of [1, 2]) {
    clock = START
    const { owner, system, ecosystemId } = await testEcosystem(db, { now: () => new Date(clock) })
    const random = randomFrom(seed)
    await live(owner, 120, random)
    const end = clock
    for (let k = 0; k < 6; k++) {
      const asOf = k === 0 ? undefined : new Date(START + (end - START) * random()).toISOString()
      const whole = await readAsObjects(owner, asOf)
      assert.deepEqual(await readAsArrays(owner, asOf), whole, `seed ${seed} as of ${asOf}`)
      assert.deepEqual(await readAsArrays(system, asOf), await readAsObjects(system, asOf))
      if (asOf) seen.past += whole.ties.length
    }
    const { rows } = await transaction(owner, ({ db }) =>
      sql<{ merged: number; active: number }>`select (select count(*)::int from aliases where until is null) as merged,
        (select count(*)::int from interactions) as active where ${ecosystemId}::uuid is not null`.execute(db),
    )
    seen.merged += rows[0]!.merged
    seen.active += rows[0]!.active
  }
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 3, `${what}: ${count}`)
})

test('a map on which there is nobody, or was nobody yet, has no parties and no ties', async () => {
  const { owner } = await testEcosystem(db)
  const empty = { parties: [], ties: [], columns: { city: [], latitude: [], longitude: [] } }
  assert.deepEqual(await readAsArrays(owner), empty)
  assert.deepEqual(await readAsArrays(owner, '1999-01-01T00:00:00Z'), empty)
})

test('nothing of another ecosystem is read, and nobody reads who may not', async () => {
  clock = START
  const { owner, viewer } = await testEcosystem(db, { now: () => new Date(clock) })
  await live(owner, 20, randomFrom(9))
  const stranger = await testEcosystem(db)
  assert.equal((await readAsArrays({ ...owner, ecosystemId: stranger.ecosystemId })).parties.length, 0)
  await assert.rejects(
    transaction(viewer, (tx) => readMap(tx)),
    { kind: 'forbidden' },
  )
})
