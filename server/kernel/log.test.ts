import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog, scrub } from './log.ts'

function written(work: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  work(createLog('info', { write: (line) => lines.push(line) }))
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('a line is JSON with its time and level', () => {
  const [line] = written((log) => log.info({ status: 200, ms: 12 }, 'request'))
  assert.equal(line?.level, 'info')
  assert.equal(line?.msg, 'request')
  assert.equal(line?.status, 200)
  assert.match(String(line?.time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('mail addresses, passwords, query strings, quoted values and keys never reach the log', () => {
  const key = 'k3Y_'.repeat(8)
  const secrets = ['jo@example.org', 'hunter2', 'token=abc', 'Bäckerei Jo', key]
  const lines = written((log) => {
    log.error({ reason: 'mail to jo@example.org bounced' })
    log.error({ reason: 'connect postgres://tutti:hunter2@db.example.org/tutti' })
    log.error({ path: '/auth/magic-link/verify?token=abc' }, 'GET /x?token=abc')
    log.error({ reason: 'invalid input syntax for type uuid: "Bäckerei Jo"' })
    log.error({ nested: { list: [`/enter/${key}`] } }, `opened ${key}`)
    log.error({ cause: new Error(`no entrance ${key} for jo@example.org`) })
  })
  assert.equal(lines.length, 6)
  for (const secret of secrets) assert.ok(!JSON.stringify(lines).includes(secret), secret)
})

test('ids, route patterns and places in the code stay readable', () => {
  for (const text of [
    '0199a000-0000-7000-8000-000000000001',
    '/api/ecosystems/:ecosystemId/parties/:id',
    'at file:///srv/tutti/node_modules/@hono/node-server/dist/index.mjs:10:5',
    'duplicate key value violates unique constraint "parties_pkey"',
  ]) {
    assert.equal(scrub(text), text)
  }
})
