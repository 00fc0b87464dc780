// A mailing of 10,000 mails to a local mail server, with the program killed several times on the way: none twice, none lost.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { SMTPServer } from 'smtp-server'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { setListeners } from '../server/kernel/events.ts'
import { newId } from '../server/kernel/ids.ts'
import { startJobs } from '../server/kernel/jobs.ts'
import { testApi, testEcosystem } from '../server/kernel/testing.ts'
import { getMailing, LINES, makeList, setMailingWay, startMailing, writeMailing } from '../server/modules/mailings/index.ts'
import { createContacts } from '../server/modules/parties/index.ts'
import { routes as viewRoutes } from '../server/modules/views/index.ts'
import { asOwner, benchDatabase } from './data/database.ts'
import { generateEcosystem } from './data/generate.ts'
import { report } from './report.ts'

const MAILS = Number(process.argv[2] ?? 10_000)
const PARTIES = Math.min(2_000, MAILS)
/** After so many mails at the sink the program is killed, each time without a warning. */
const KILLS = [0.2, 0.45, 0.7].map((share) => Math.round(share * MAILS))
const PER_MINUTE = 60_000
const POLL_MS = 200
const SECONDS_MAX = 180

const place = await benchDatabase()
const closers: (() => unknown)[] = []

try {
  await main()
} finally {
  for (const close of closers.reverse()) await close()
}
process.exit()

async function main(): Promise<void> {
  const sink = await startSink()
  const ctx = await prepare()
  const { id } = await writeIt(ctx, sink.smtpUrl)
  let mailer = await startMailer(sink.smtpUrl)
  const from = performance.now()
  await transaction(ctx, (tx) => startMailing(tx, id, MAILS))
  const frozen = performance.now()
  for (const at of KILLS) {
    while (sink.taken.size < at) await pause(1)
    await mailer.kill()
    mailer = await startMailer(sink.smtpUrl)
  }
  while ((await transaction(ctx, (tx) => getMailing(tx, id))).state === 'sending') await pause(POLL_MS)
  const seconds = (performance.now() - from) / 1000
  await mailer.kill()
  await tell(id, sink, seconds, (frozen - from) / 1000)
}

async function tell(id: string, sink: Sink, seconds: number, freezing: number): Promise<void> {
  const text = 'select id, state from mailing_recipients where mailing_id = $1'
  const { rows } = await asOwner(place, (client) => client.query<{ id: string; state: string }>(text, [id]))
  const inDoubt = rows.filter(({ state }) => state === 'unknown')
  const lost = rows.filter(({ id, state }) => !sink.taken.has(id) && state !== 'unknown')
  const title = `${MAILS} mails, killed ${KILLS.length} times`
  const measured = { bench: 'mail' }
  report({ ...measured, case: `${title}: written down as recipients`, value: rows.length, unit: 'mails', goal: { min: MAILS, max: MAILS } })
  report({ ...measured, case: `${title}: arrived twice`, value: sink.twice, unit: 'mails', goal: { max: 0 } })
  report({ ...measured, case: `${title}: lost, neither arrived nor shown as unknown`, value: lost.length, unit: 'mails', goal: { max: 0 } })
  report({ ...measured, case: `${title}: shown as unknown`, value: inDoubt.length, unit: 'mails', goal: { max: LINES * KILLS.length } })
  report({
    ...measured,
    case: `${title}: of the unknown, not arrived`,
    value: inDoubt.filter(({ id }) => !sink.taken.has(id)).length,
    unit: 'mails',
    goal: { max: inDoubt.length },
  })
  report({ ...measured, case: `${title}: recipients chosen and written down`, value: freezing, unit: 's', goal: { max: 20 } })
  report({ ...measured, case: `${title}: from start to end, restarts included`, value: seconds, unit: 's', goal: { max: SECONDS_MAX } })
}

type Sink = { smtpUrl: string; taken: Set<string>; twice: number }

/** Counts a mail when it says that it has taken it, as a mail server would. */
async function startSink(): Promise<Sink> {
  const sink: Sink = { smtpUrl: '', taken: new Set(), twice: 0 }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: async (stream, _, callback) => {
      let text = ''
      try {
        for await (const piece of stream) text += piece
      } catch {
        return // cut off before its end: not taken
      }
      const id = /^message-id: <([^@]+)@/im.exec(text)?.[1] ?? ''
      if (sink.taken.has(id)) sink.twice++
      sink.taken.add(id)
      callback()
    },
  })
  server.on('error', () => {}) // connections of the program that was killed
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  sink.smtpUrl = `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`
  return sink
}

/** An ecosystem with organisations and people, and this process as the one that writes the mailing. */
async function prepare(): Promise<Ctx> {
  const { db, pool } = place
  setListeners({})
  await startJobs(db, pool, {}, () => new Date())
  const { system, owner } = await testEcosystem(db)
  await db
    .insertInto('auth.memberships')
    .values({ ecosystem_id: owner.ecosystemId, person_id: owner.actor.personId, role: 'owner', party_id: null, created_at: new Date() })
    .execute()
  const parties = await generateEcosystem(system, { parties: PARTIES, ties: PARTIES })
  const people = Array.from({ length: MAILS }, (_, index) => ({
    id: newId(),
    partyId: parties[index % parties.length]!,
    name: `Person ${index}`,
    givenName: null,
    familyName: null,
    role: null,
    email: `person-${index}@example.org`,
    phone: null,
    mobile: null,
  }))
  await transaction(system, (tx) => createContacts(tx, people, 'bench'))
  return owner
}

async function writeIt(ctx: Ctx, smtpUrl: string): Promise<{ id: string }> {
  setMailingWay({ smtpUrl, from: 'bench@example.org', perMinute: PER_MINUTE }, 'http://localhost')
  const call = testApi(ctx.db, [viewRoutes])
  const view = (await call(ctx, 'POST', '/views', { name: 'All', mode: 'table', filter: {}, settings: {}, shared: true })).json as {
    id: string
  }
  return await transaction(ctx, async (tx) => {
    const list = await makeList(tx, { name: 'Bench', ground: 'relationship' })
    const body = 'Dear {{name|friends}},\n\n{{organisation}} is invited to the spring fair. https://example.org/fair'
    const texts = { en: { subject: 'News for {{organisation}}', body } }
    const facts = {
      name: 'Bench',
      listId: list.id,
      viewId: view.id,
      audience: 'people',
      replyTo: null,
      languageField: null,
      texts,
    } as const
    return await writeMailing(tx, facts)
  })
}

/** The real program in a process of its own, which ends without a warning. */
async function startMailer(smtpUrl: string): Promise<{ kill: () => Promise<unknown> }> {
  const order = { host: place.host, database: place.database, smtpUrl, perMinute: PER_MINUTE }
  const child: ChildProcess = spawn(process.execPath, ['bench/data/mailer.ts', JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const kill = () => {
    child.kill('SIGKILL')
    return ended
  }
  closers.push(kill)
  for await (const line of createInterface({ input: child.stdout! })) if (line === 'ready') return { kill }
  throw new Error('the program ended instead of starting')
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
