import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hono } from 'hono'
import { answerColumns, piecesOf, STRETCH } from './columns.ts'

const long = Array.from({ length: 2 * STRETCH + 1 }, (_, k) => (k % 3 === 0 ? null : `ä "${k}"`))

test('an answer with long lists is the same JSON as one written at once, in pieces', async () => {
  const values = [{}, { a: undefined }, { few: [1], none: null }, { at: 'now', long, few: ['x'], more: long.slice(0, -1), none: undefined }]
  const app = new Hono()
  for (const [k, value] of values.entries()) app.get(`/${k}`, async (c) => (await answerColumns(c, value)) as unknown as Response)
  for (const [k, value] of values.entries()) {
    const response = await app.request(`/${k}`)
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type')!, /^application\/json/)
    assert.equal(await response.text(), JSON.stringify(value))
    const pieces: string[] = []
    for await (const piece of piecesOf(value)) pieces.push(Buffer.from(piece).toString())
    assert.equal(pieces.join(''), JSON.stringify(value))
  }
})

test('whoever leaves in the midst of a long answer leaves nothing behind', async () => {
  const app = new Hono().get('/', async (c) => (await answerColumns(c, { long })) as unknown as Response)
  const reader = (await app.request('/')).body!.getReader()
  assert.equal((await reader.read()).done, false)
  await reader.cancel()
  assert.equal((await reader.read()).done, true)
})
