// npm run import -- FILE … [--ecosystem NAME-OR-ID] [--apply]: checks files and says what would happen; with --apply it happens.
import * as fs from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Connections, checkConnection, checkNotNewer, connect } from '../server/kernel/connections.ts'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { openDb, openPool, withClient } from '../server/kernel/db.ts'
import { DomainError } from '../server/kernel/errors.ts'
import { startJobs } from '../server/kernel/jobs.ts'
import { lockInstance } from '../server/kernel/lock.ts'
import { migrate } from '../server/kernel/migrate.ts'
import { applyImport, getImport, listRows, startImport } from '../server/modules/imports/index.ts'
import { JOBS } from '../server/modules.ts'
import { command } from './command.ts'

const USAGE = 'Usage: npm run import -- FILE … [--ecosystem NAME-OR-ID] [--dry-run | --apply]'
const POLL_MS = 250
const NOTED_ROWS_MAX = 20

type Import = Awaited<ReturnType<typeof getImport>>

await command(async (_args, settings) => {
  const { files, ecosystem, apply } = readArguments()
  const connections = await connect(settings)
  // a program that runs on these data does the work; otherwise this process does
  const release = await lockInstance(connections.app).catch(() => undefined)
  const pool = openPool(connections.app)
  const db = openDb(pool)
  try {
    if (release) {
      await checkNotNewer(connections.owner)
      await migrate(connections.owner)
      await checkConnection(connections.app)
    }
    const ecosystemId = await chooseEcosystem(connections, ecosystem)
    const now = () => new Date()
    const boss = await startJobs(db, pool, release ? JOBS : {}, now)
    await run({ db, actor: { kind: 'system' }, ecosystemId, now }, files, apply).finally(() => boss.stop({ graceful: true }))
  } finally {
    await db.destroy()
    await release?.()
    if (release) await connections.stop()
  }
})

function readArguments() {
  const options = { ecosystem: { type: 'string' }, apply: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const
  try {
    const { positionals, values } = parseArgs({ options, allowPositionals: true })
    if (positionals.length === 0 || (values.apply && values['dry-run'])) throw new Error(USAGE)
    const files = positionals.map((file) => resolve(process.env.INIT_CWD ?? '.', file))
    const missing = files.filter((file) => !fs.existsSync(file))
    if (missing.length > 0) throw new Error(`There is no ${missing.join(', ')}.`)
    return { files, ecosystem: values.ecosystem, apply: values.apply ?? false }
  } catch (error) {
    throw (error as { code?: string }).code === undefined ? error : new Error(USAGE)
  }
}

async function chooseEcosystem({ owner }: Connections, wanted: string | undefined): Promise<string> {
  const { rows } = await withClient(owner, (client) =>
    client.query<{ id: string; name: string }>('select ecosystem_id as id, name from ecosystems order by name'),
  )
  const fitting = wanted === undefined ? rows : rows.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
  const [only, ...others] = fitting
  if (only && others.length === 0) return only.id
  if (rows.length === 0) throw new Error('There is no ecosystem yet: npm start makes the first one.')
  throw new Error(`Please say which ecosystem with --ecosystem: ${rows.map(({ id, name }) => `${name} (${id})`).join(', ')}`)
}

async function run(ctx: Ctx, files: readonly string[], apply: boolean): Promise<void> {
  const uploads = files.map((file) => ({ name: basename(file), open: () => fs.createReadStream(file) }))
  const { id } = await transaction(ctx, (tx) => startImport(tx, uploads)).catch(refused)
  const checked = await waitWhile(ctx, id, 'checking')
  if (checked.state !== 'checked') throw new Error(tellProblem(checked))
  await tellCounts(ctx, checked)
  if (!apply) return console.log('Nothing was written to the map. With --apply it is.')
  await transaction(ctx, (tx) => applyImport(tx, id)).catch(refused)
  const applied = await waitWhile(ctx, id, 'applying')
  if (applied.state !== 'applied') throw new Error(tellProblem(applied))
  console.log('Written to the map. The page of imports takes it back in one step.')
}

/** Says how far it is, at least each second, until the state is another one. */
async function waitWhile(ctx: Ctx, id: string, state: string): Promise<Import> {
  let told = 0
  for (;;) {
    const now = await transaction(ctx, (tx) => getImport(tx, id))
    if (now.state !== state) return now
    if (Date.now() - told >= 1000) {
      told = Date.now()
      console.log(`  ${now.step ?? state}${now.total > 0 ? `: ${now.done} of ${now.total}` : ' …'}`)
    }
    await new Promise((done) => setTimeout(done, POLL_MS))
  }
}

async function tellCounts(ctx: Ctx, { id, files, counts }: Import): Promise<void> {
  for (const { name, preset, subject } of files) console.log(`${name}: ${preset ?? subject ?? 'places'}`)
  for (const [what, count] of Object.entries(counts ?? {})) if (count > 0) console.log(`  ${what}: ${count}`)
  const noted = await transaction(ctx, (tx) => listRows(tx, id, { limit: NOTED_ROWS_MAX, noted: true }))
  for (const { row, name, reasons } of noted.items) console.log(`  row ${row}${name ? ` (${name})` : ''}: ${tellReasons(reasons)}`)
  if (noted.nextCursor) console.log('  … and more rows; the page of imports shows them all.')
}

function tellReasons(reasons: Awaited<ReturnType<typeof listRows>>['items'][number]['reasons']): string {
  const sentences = reasons.map((reason) => {
    if (reason.kind === 'complaint') return reason.message
    if (reason.kind === 'evidence') return `One with ${reason.with}.`
    if (reason.kind === 'question') return `May be the same as ${reason.with}; the page of duplicates asks.`
    if (reason.kind === 'fields') return `Adds ${reason.fields.join(', ')}.`
    return 'Came with an earlier import.'
  })
  return sentences.join(' ')
}

function tellProblem({ problem, state }: Import): string {
  if (!problem) return `The import ended as ${state}. Nothing was written to the map.`
  return [problem.message, ...problem.errors.map(({ path, message }) => `  ${path}: ${message}`)].join('\n')
}

function refused(error: unknown): never {
  if (!(error instanceof DomainError)) throw error
  throw new Error([error.message, ...(error.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`)].join('\n'))
}
