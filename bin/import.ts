// npm run import -- FILE … : sends files to a running Tutti, shows what they would do, and with --yes puts them on the map.
import { existsSync, openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { tell } from './command.ts'

const POLL_MS = 1_000
const USAGE = `Usage: npm run import -- FILE … --ecosystem ID [--yes]
The address is TUTTI_URL (http://localhost:4180 unless set), the key TUTTI_KEY: an API key of an owner or coordinator with the scopes
private.write and map.write. Without --yes nothing is written: the check is shown, and the import waits in the web app.`

type Import = {
  id: string
  state: string
  step: string | null
  done: number
  total: number
  counts: Record<string, number> | null
  problem: { message: string } | null
  files: { name: string; preset: string | null }[]
}
type Row = { file: number; row: number; name: string | null; reasons: { message?: string }[] }

const REFUSED_SHOWN = 20

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ecosystem: { type: 'string' }, yes: { type: 'boolean' } },
  })
  const key = process.env.TUTTI_KEY
  if (positionals.length === 0 || !values.ecosystem || !key) throw new Error(USAGE)
  process.exitCode = await run(positionals, values.ecosystem, key, values.yes ?? false)
} catch (error) {
  console.error(tell(error))
  process.exitCode = 1
}

async function run(files: string[], ecosystemId: string, key: string, isSure: boolean): Promise<number> {
  const origin = new URL(process.env.TUTTI_URL || 'http://localhost:4180').origin
  const ask = async <T>(method: string, path: string, body?: FormData): Promise<T> => {
    // a program has no origin of its own; naming the server's says that no other site sent the form
    const headers = { authorization: `Bearer ${key}`, origin }
    const response = await fetch(`${origin}/api/ecosystems/${ecosystemId}${path}`, { method, headers, ...(body && { body }) }).catch(() => {
      throw new Error(`Nothing answers at ${origin}. Start Tutti, or name its address in TUTTI_URL.`)
    })
    if (response.status === 401)
      throw new Error('The key in TUTTI_KEY opens nothing here: it has ended, was withdrawn, or was not copied whole.')
    const answer = (await response.json()) as T & { title?: string }
    if (!response.ok) throw new Error(answer.title ?? `The server answered ${response.status}.`)
    return answer
  }
  const form = new FormData()
  for (const file of files) {
    if (!existsSync(file)) throw new Error(`There is no file ${file}. Nothing was sent.`)
    form.append('files', await openAsBlob(file), basename(file))
  }
  const { id } = await ask<Import>('POST', '/imports', form)
  const checked = await follow(() => ask<Import>('GET', `/imports/${id}`))
  for (const { name, preset } of checked.files) console.log(`${name}: ${preset ?? 'a list, its columns guessed or remembered'}`)
  if (checked.state !== 'checked') throw new Error(checked.problem?.message ?? `The import is ${checked.state}.`)
  console.log(Object.entries(checked.counts ?? {}).map(([what, count]) => `${what} ${count}`).join(', ')) // biome-ignore format: one line
  const refused = await ask<{ items: Row[] }>('GET', `/imports/${id}/rows?action=refuse&limit=${REFUSED_SHOWN}`)
  for (const { file, row, reasons } of refused.items) console.log(`${checked.files[file]?.name} row ${row}: ${reasons[0]?.message ?? ''}`)
  if (!isSure) {
    console.log(`Nothing is written yet. Look at it in the web app: ${origin}/app/${ecosystemId}/imports/${id}`)
    return 0
  }
  await ask('POST', `/imports/${id}/application`)
  const applied = await follow(() => ask<Import>('GET', `/imports/${id}`))
  if (applied.state !== 'applied') throw new Error(applied.problem?.message ?? `The import is ${applied.state}.`)
  console.log('On the map. It can be taken back in the web app.')
  return 0
}

/** Asks each second until the work has ended, and says how far it is. */
async function follow(ask: () => Promise<Import>): Promise<Import> {
  let said = ''
  for (;;) {
    const made = await ask()
    if (made.state !== 'checking' && made.state !== 'applying') return made
    const now = made.step === null ? '' : `${made.step} ${made.done}${made.total > 0 ? ` of ${made.total}` : ''}`
    if (now !== said && now !== '') console.log(now)
    said = now
    await setTimeout(POLL_MS)
  }
}
