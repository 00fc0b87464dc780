// A mailbox on a real IMAP server: read once, in pieces, and never for ever.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Mailbox, MailboxError, type Place, readMailbox } from './mailbox.ts'
import { testImapServer } from './testing-imap.ts'

const closeWith = (close: () => Promise<unknown>) => after(close)
const REPORT = 'Subject: Undelivered\r\nContent-Type: multipart/report;\r\n report-type=delivery-status; boundary=b\r\n\r\n--b\r\n'
const LETTER = 'Subject: Hello\r\nContent-Type: text/plain\r\n\r\nIs this a multipart/report?'

/** A reader that keeps in memory what it was shown, and up to where. */
function reading() {
  const shown: string[] = []
  const state: { place: Place | undefined; begun: number[] } = { place: undefined, begun: [] }
  const read = (mailbox: Mailbox, { takes = true, ...options }: { takes?: boolean; authorities?: string[]; runMaxMs?: number } = {}) =>
    readMailbox(
      mailbox,
      state.place,
      {
        begin: async ({ uid }) => state.begun.push(uid) > 0,
        take: async (source) => {
          shown.push(Buffer.from(source).toString('latin1'))
          return takes
        },
        keep: async (place) => {
          state.place = place
        },
      },
      options,
    )
  return { shown, state, read }
}

const problemOf = async (run: Promise<void>) => {
  const error = await run.then(
    () => assert.fail('it was read'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof MailboxError, String(error))
  assert.ok(!error.message.includes('bounces@example.org') && !error.message.includes('hunter2'), error.message)
  return [error.what, error.code]
}

test('reports are shown once and put aside; letters stay where they are, unread', async () => {
  const server = await testImapServer(closeWith)
  const { shown, read } = reading()
  await read(server.mailbox)
  const letter = server.arrive(LETTER)
  server.arrive(REPORT)
  server.arrive(REPORT)
  await read(server.mailbox)
  assert.deepEqual([shown, server.inbox(), server.aside()], [[REPORT, REPORT], [letter], [1, 2]])
  assert.deepEqual([...server.folders.get('Tutti')!.mails.map(({ flags }) => [...flags])], [['\\Seen'], ['\\Seen']])
  assert.deepEqual(server.flagsOf(letter), [])
  const asked = server.state.commands.length
  await read(server.mailbox)
  assert.equal(shown.length, 2)
  assert.ok(!server.state.commands.slice(asked).some((command) => command.startsWith('UID FETCH')))
})

test('a report that was not understood stays as it was; where moving is not offered, one that was is marked as read, and nothing is deleted', async () => {
  const server = await testImapServer(closeWith)
  server.state.canMove = false
  const { read, shown } = reading()
  const first = server.arrive(REPORT)
  await read(server.mailbox, { takes: false })
  assert.deepEqual(server.flagsOf(first), [])
  const second = server.arrive(REPORT)
  await read(server.mailbox)
  assert.deepEqual([server.inbox(), server.flagsOf(second), shown.length], [[first, second], ['\\Seen'], 2])
  assert.ok(!server.state.commands.some((command) => /COPY|EXPUNGE|Deleted/i.test(command)))
})

test('one run reads so many and no more, and the next goes on; a new count of the server begins anew', async () => {
  const server = await testImapServer(closeWith)
  server.state.canMove = false
  for (let count = 0; count < 201; count++) server.arrive(REPORT)
  server.folders.get('INBOX')!.uidNext = 25_000 // many that were there are gone
  server.arrive(REPORT)
  const { read, shown, state } = reading()
  await read(server.mailbox)
  assert.deepEqual([shown.length, state.place?.uid], [200, 200])
  await read(server.mailbox)
  assert.deepEqual([shown.length, state.place?.uid, new Set(state.begun).size], [202, 25_000, 202])
  server.state.validity++
  await read(server.mailbox)
  assert.equal(shown.length, 402)
})

test('of a huge mail the beginning is fetched, and a server that sends more than it was asked for is cut off', async () => {
  const server = await testImapServer(closeWith)
  server.arrive(REPORT + 'x'.repeat(3_000_000))
  const { read, shown } = reading()
  await read(server.mailbox)
  assert.equal(shown[0]?.length, 256 * 1024)
  server.state.floods = 5_000_000
  server.arrive(REPORT)
  assert.deepEqual(await problemOf(read(server.mailbox)), ['unreachable', 'LiteralTooLarge'])
})

test('a server that says nothing, drips, or breaks off ends the run in time, and what was done stays done', async () => {
  const server = await testImapServer(closeWith)
  const { read, shown, state } = reading()
  server.arrive(REPORT)
  server.arrive(REPORT)
  server.state.cutAt = 2
  assert.equal((await problemOf(read(server.mailbox)))[0], 'unreachable')
  assert.deepEqual([shown.length, state.place?.uid], [1, 1])
  delete server.state.cutAt
  const started = performance.now()
  for (const silentAt of ['greeting', 'LOGIN', 'SELECT', 'UID FETCH']) {
    for (const drips of [false, true]) {
      Object.assign(server.state, { silentAt, drips })
      assert.deepEqual(await problemOf(read(server.mailbox, { runMaxMs: 500 })), ['unreachable', 'ETIMEDOUT'], silentAt)
    }
  }
  assert.ok(performance.now() - started < 20_000)
  delete server.state.silentAt
  await read(server.mailbox)
  assert.equal(shown.length, 2)
})

test('no server, a wrong password, a folder that is not there and one that speaks something else are told apart, without a word of theirs', async () => {
  const server = await testImapServer(closeWith)
  const { read } = reading()
  assert.deepEqual(await problemOf(read({ ...server.mailbox, password: 'wrong' })), ['refused', 'EAUTH'])
  assert.deepEqual(await problemOf(read({ ...server.mailbox, folder: 'Nowhere' })), ['folder', 'ENOFOLDER'])
  assert.deepEqual(await problemOf(read({ ...server.mailbox, port: 1 })), ['unreachable', 'ECONNREFUSED'])
  const talks = createServer((socket: Socket) => {
    socket.on('error', () => {})
    socket.end('HTTP/1.1 400 bounces@example.org\r\n\r\n')
  })
  await new Promise<void>((resolve) => talks.listen(0, '127.0.0.1', resolve))
  after(() => talks.close())
  const { port } = talks.address() as { port: number }
  assert.equal((await problemOf(read({ ...server.mailbox, port }, { runMaxMs: 2_000 })))[0], 'unreachable')
})

test('a password goes out only to a server with a certificate for its name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-imap-'))
  after(() => rmSync(folder, { recursive: true }))
  const certificate = (name: string) => {
    const path = join(folder, name)
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', `${path}.key`, '-out', `${path}.pem`, '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`], { stdio: 'pipe' }) // biome-ignore format: a command line
    return { key: readFileSync(`${path}.key`), cert: readFileSync(`${path}.pem`) }
  }
  const [good, other] = [certificate('localhost'), certificate('mail.example.org')]
  const server = await testImapServer(closeWith, good)
  server.arrive(REPORT)
  const { read, shown } = reading()
  assert.equal((await problemOf(read(server.mailbox)))[0], 'unreachable')
  const wrong = await testImapServer(closeWith, other)
  assert.deepEqual(await problemOf(read(wrong.mailbox, { authorities: [String(other.cert)] })), ['unreachable', 'ERR_TLS_CERT_ALTNAME_INVALID']) // biome-ignore format: one line reads better
  assert.deepEqual([server.state.logins, wrong.state.logins], [0, 0])
  await read(server.mailbox, { authorities: [String(good.cert)] })
  assert.deepEqual([shown.length, server.aside()], [1, [1]])
})
