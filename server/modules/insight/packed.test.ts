import assert from 'node:assert/strict'
import { test } from 'node:test'
import { piecesOf } from '../../kernel/columns.ts'
import { pickMeasures } from './measures.ts'
import { pack, unpack, unpackOne } from './packed.ts'
import type { Measured } from './schema.ts'

test('measures of a hundred thousand are unpacked, chosen from and written without holding up anybody', async () => {
  const n = 100_000
  const partyId = Array.from({ length: n }, (_, k) => `0199aaaa-0000-7000-8000-${k.toString(16).padStart(12, '0')}`)
  const column = () => partyId.map((_, k) => (k % 7 === 0 ? null : 1 / (k + 1)))
  const columns = Object.fromEntries(['constraint', 'effectiveSize', 'pageRank', 'clustering', 'closeness'].map((key) => [key, column()]))
  const measures = { partyId, degree: partyId.map((_, k) => k % 40), ...columns, betweenness: null, note: undefined, 'a "key"': [] }
  const packed = pack(measures)
  let longestMs = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last)
    last = performance.now()
  }, 1)
  const from = performance.now()
  const unpacked = (await unpack(packed)) as Measured
  const chosen = await pickMeasures(unpacked, new Set(partyId.slice(0, n / 2)))
  const bytes: Uint8Array[] = []
  for await (const piece of piecesOf(unpacked)) bytes.push(piece)
  const tookMs = performance.now() - from
  clearInterval(timer)
  assert.ok(longestMs < tookMs / 2, `held up for ${longestMs} of ${tookMs} ms`)
  assert.deepEqual([chosen.partyId.length, chosen.degree.at(-1), chosen.betweenness], [n / 2, (n / 2 - 1) % 40, null])
  assert.ok(bytes.every(({ length }) => length < 1_000_000))
  assert.equal(Buffer.concat(bytes).toString(), JSON.stringify(unpacked))
  assert.deepEqual(unpacked, JSON.parse(JSON.stringify(measures)))
})

test('what is packed comes out as it was, as a whole and one place of it', async () => {
  const n = 200
  const ids = Array.from({ length: n }, (_, k) => `00000000-0000-4000-8000-${k.toString(16).padStart(12, '0')}`)
  const result = {
    partyId: ids,
    degree: ids.map((_, k) => k),
    constraint: ids.map((_, k) => (k % 3 === 0 ? null : 1 / (k + 1))),
    closeness: null,
    items: [{ key: 'ä', values: [1, 'b'] }],
    empty: [],
  }
  assert.deepEqual(await unpack(pack(result)), result)
  assert.deepEqual(await unpackOne(pack(result), 'partyId', ids[4]!), {
    partyId: ids[4],
    degree: 4,
    constraint: 0.2,
    items: null,
    empty: null,
  })
  assert.equal(await unpackOne(pack(result), 'partyId', ids[0]!.replace('4000', '4001')), undefined)
  const few = { partyId: ids.slice(0, 2), degree: [1, 2] }
  assert.deepEqual(await unpackOne(pack(few), 'partyId', ids[1]!), { partyId: ids[1], degree: 2 })
})
