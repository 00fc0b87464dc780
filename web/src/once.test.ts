import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onceWhileUnderWay } from './once.ts'

const ADDRESS = 'http://localhost/api/tasks'
const write = (body: string, key = 'a') =>
  new Request(ADDRESS, { method: 'POST', body, headers: { 'content-type': 'application/json', 'idempotency-key': key } })

/** A server that counts, and answers when it is told to. */
function slowServer() {
  let sent = 0
  const waiting: (() => void)[] = []
  const send = onceWhileUnderWay(async () => {
    sent++
    const answer = String(sent)
    await new Promise<void>((resolve) => waiting.push(resolve))
    if (answer === '1' && failsFirst) throw new Error('no connection')
    return new Response(answer)
  })
  let failsFirst = false
  const answerAll = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    for (const resolve of waiting.splice(0)) resolve()
  }
  return { send, answerAll, sent: () => sent, failFirst: () => (failsFirst = true) }
}

test('the same write twice at once is sent once, and both get its answer whole', async () => {
  const server = slowServer()
  const both = Promise.all([server.send(write('{"title":"x"}', 'a')), server.send(write('{"title":"x"}', 'b'))])
  await server.answerAll()
  assert.deepEqual(await Promise.all((await both).map((response) => response.text())), ['1', '1'])
  assert.equal(server.sent(), 1)
})

test('another body, and the same write after the answer, are writes of their own', async () => {
  const server = slowServer()
  const both = Promise.all([server.send(write('1')), server.send(write('2'))])
  await server.answerAll()
  await both
  const again = server.send(write('1'))
  await server.answerAll()
  assert.equal(await (await again).text(), '3')
})

test('a write that failed for both can be tried again', async () => {
  const server = slowServer()
  server.failFirst()
  const both = Promise.allSettled([server.send(write('1')), server.send(write('1'))])
  await server.answerAll()
  assert.deepEqual(
    (await both).map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  const again = server.send(write('1'))
  await server.answerAll()
  assert.equal(await (await again).text(), '2')
})

test('questions and files are never held together', async () => {
  const server = slowServer()
  const file = () => new Request(ADDRESS, { method: 'POST', body: new FormData() })
  const all = Promise.all([new Request(ADDRESS), new Request(ADDRESS), file(), file()].map(server.send))
  await server.answerAll()
  await all
  assert.equal(server.sent(), 4)
})
