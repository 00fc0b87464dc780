import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApp } from './app.ts'
import { type Ctx, transaction } from './ctx.ts'
import { DomainError } from './errors.ts'
import { saveFile } from './files.ts'
import { newRouter, writeFiles } from './http.ts'
import { testDatabase, testEcosystem } from './testing.ts'

const MAX_BYTES = 3_000_000
const { db } = await testDatabase()
const { owner, ecosystemId } = await testEcosystem(db)
let onBytes = (_size: number) => {}
let allowed = (_ctx: Ctx) => {}
const routes = newRouter()
routes.post('/file', (c) =>
  writeFiles(c, 200, async (tx, files) => {
    const kept: [string, number][] = []
    for await (const { name, content } of files) {
      async function* seen() {
        for await (const bytes of content) {
          onBytes(bytes.length)
          yield bytes
        }
      }
      const { sizeBytes } = await saveFile(tx, { name, mediaType: 'text/csv', content: seen(), maxBytes: 2_000_000 })
      kept.push([name, sizeBytes])
    }
    return kept
  }),
)
const app = createApp({
  db,
  now: () => new Date(),
  actorFor: async (request) => {
    const personId = request.headers.get('x-person')
    return personId ? { ...owner.actor, kind: 'person', personId } : owner.actor
  },
  routes: [routes],
  installationRoutes: [],
  uploads: [{ method: 'POST', path: /\/file$/, maxBytes: MAX_BYTES, isStream: true, allow: (ctx) => allowed(ctx) }],
  origins: [],
})

async function send(body: BodyInit, headers: Record<string, string> = {}) {
  const answer = await app.request(`http://localhost/api/ecosystems/${ecosystemId}/file`, {
    method: 'POST',
    body,
    headers: { origin: 'http://localhost', ...headers },
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit)
  // biome-ignore lint/suspicious/noExplicitAny: the answers have several shapes
  return { status: answer.status, json: (await answer.json()) as any }
}

function formOf(...files: [name: string, content: string | Uint8Array<ArrayBuffer>][]): FormData {
  const form = new FormData()
  for (const [name, content] of files) form.append('files', new File([content], name))
  return form
}

const MULTIPART = { 'content-type': 'multipart/form-data; boundary=edge' }
const part = (name: string, content: string, field = 'files') =>
  `--edge\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n`

async function keptFiles(): Promise<number> {
  return await transaction(owner, async (tx) => (await tx.db.selectFrom('files').select('id').execute()).length)
}

test('the files of a form come whole, by their names, whatever is sent between them', async () => {
  const form = formOf(['Bäckerei „Süß“.csv', 'Firma\n'], ['b.csv', new Uint8Array(1_500_000)])
  form.append('comment', 'hello')
  form.append('other', new File(['not asked for'], 'c.csv'))
  form.append('files', new File(['last'], 'd.csv'))
  const { status, json } = await send(form)
  assert.deepEqual([status, json], [200, [['Bäckerei „Süß“.csv', 6], ['b.csv', 1_500_000], ['d.csv', 4]]]) // biome-ignore format: one line reads better
})

test('a file is read while it is still being sent', async () => {
  let sawFirst = () => {}
  const first = new Promise<void>((resolve) => {
    sawFirst = resolve
  })
  onBytes = () => sawFirst()
  const text = new TextEncoder()
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(text.encode(part('a.csv', 'x'.repeat(100_000)).slice(0, -2)))
      await first
      controller.enqueue(text.encode('y\r\n--edge--\r\nand an epilogue'))
      controller.close()
    },
  })
  const { status, json } = await send(body, MULTIPART)
  onBytes = () => {}
  assert.deepEqual([status, json], [200, [['a.csv', 100_001]]])
})

test('a form that is cut off, breaks off, is too large or has too many parts is refused, and nothing of it is kept', async () => {
  const before = await keptFiles()
  const whole = part('good.csv', 'Firma\n')
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`${whole}${part('a.csv', 'x'.repeat(200_000)).slice(0, -2)}`))
    },
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      controller.error(new Error('the connection was lost'))
    },
  })
  const cases: [string, BodyInit, number, string][] = [
    ['cut off in a file', `${whole}${part('a.csv', 'half of')}`, 422, 'form_cut_off'],
    ['cut off between files', whole, 422, 'form_cut_off'],
    ['cut off in a head', `${whole}--edge\r\ncontent-disposition: form-da`, 422, 'form_cut_off'],
    ['no form at all', 'Firma\nA\n', 422, 'form_cut_off'],
    ['broken off', broken, 422, 'form_cut_off'],
    ['a large file', part('a.csv', 'x'.repeat(2_100_000)), 413, 'file_too_large'],
    ['a large form', part('a.csv', 'x'.repeat(1_900_000)) + part('b.csv', 'x'.repeat(1_200_000)), 413, 'body_too_large'],
    ['many parts', `${Array.from({ length: 101 }, () => part('a.csv', '', 'other')).join('')}--edge--\r\n`, 422, 'too_many_parts'],
  ]
  for (const [name, body, status, code] of cases) {
    const answer = await send(body, MULTIPART)
    assert.deepEqual([answer.status, answer.json.code], [status, code], name)
  }
  const announced = await send(part('a.csv', ''), { ...MULTIPART, 'content-length': String(MAX_BYTES + 1) })
  assert.deepEqual([announced.status, announced.json.code], [413, 'body_too_large'])
  assert.equal(await keptFiles(), before)
})

test('a body that is no form has no files', async () => {
  assert.deepEqual((await send('{}', { 'content-type': 'application/json' })).json, [])
  assert.deepEqual((await send('x', { 'content-type': 'multipart/form-data' })).json, [])
  assert.deepEqual((await send(new FormData())).json, [])
})

test('the same key with the same files is done once, and with another file of the same size refused', async () => {
  const key = { 'idempotency-key': 'one-file' }
  const first = await send(formOf(['a.csv', 'aaaa']), key)
  const before = await keptFiles()
  assert.deepEqual(await send(formOf(['a.csv', 'aaaa']), key), first)
  assert.equal((await send(formOf(['a.csv', 'bbbb']), key)).status, 409)
  assert.equal((await send(formOf(['b.csv', 'aaaa']), key)).status, 409)
  assert.equal((await send(formOf(['a.csv', 'aaaa'], ['b.csv', '']), key)).status, 409)
  assert.equal(await keptFiles(), before)
})

test('a body is taken from those who may send it only, one at a time from each and a few from all, and each place is given back', async () => {
  const slow = (person: string) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const answer = send(readable, { ...MULTIPART, 'x-person': person })
    return { answer, end: () => writable.close() }
  }
  const first = ['a', 'b', 'c'].map(slow)
  const small = (person: string) => send(formOf(['small.csv', 'a,b']), { 'x-person': person })
  while ((await small('a')).status !== 429) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal((await small('a')).json.code, 'too_many_uploads')
  assert.equal((await small('d')).status, 200)
  const last = slow('d')
  while ((await small('d')).status !== 429) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal((await small('e')).json.code, 'too_many_uploads')
  allowed = () => {
    throw new DomainError('forbidden', 'not_yours', 'This is not for you.')
  }
  assert.equal((await small('e')).json.code, 'not_yours')
  allowed = () => {}
  for (const { end } of [...first, last]) await end()
  for (const { answer } of [...first, last]) assert.equal((await answer).status, 422)
  assert.equal((await small('a')).status, 200)
  assert.equal((await small('e')).status, 200)
})
