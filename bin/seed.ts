// npm run seed: an account, an ecosystem for each sample, in an installation that has none yet.
import { randomBytes } from 'node:crypto'
import { command, tell } from './command.ts'
import { startInstallation, stopInstallation } from './installation.ts'

const PERSON = { name: 'Jo Winter', email: 'jo@example.org', locale: 'en' }
const ECOSYSTEMS = [
  { sample: 'mosel', name: 'Mosel valley' },
  { sample: 'indiana', name: 'Tobacco control in Indiana' },
]
const SETTINGS = { timeZone: 'Europe/Berlin', locale: PERSON.locale }

await command(async (_args, settings) => {
  try {
    const installation = await startInstallation(settings)
    if (!installation) return
    const { app, db } = installation.server
    const { firstRunLink } = await import('../server/modules/people/index.ts')
    const link = await firstRunLink({ db, now: () => new Date(), url: settings.url })
    if (!link) throw new Error('Somebody has an account here already: load samples from within the app, or set TUTTI_DATA to a new folder.')
    const password = randomBytes(9).toString('base64url')
    await fill((path, body, cookie) => ask(app.request.bind(app), settings.url, path, body, cookie), new URL(link).hash.slice(1), password)
    console.log(`\n${settings.url} after npm start: sign in as ${PERSON.email} with the password ${password}`)
  } catch (error) {
    console.error(tell(error))
    process.exitCode = 1
  }
  await stopInstallation()
  process.exit()
})

type Answer = { json: Record<string, unknown>; cookie: string }
type Ask = (path: string, body: unknown, cookie: string) => Promise<Answer>

/** Through the API, as a person would: what the samples bring obeys the same rules. */
async function fill(post: Ask, key: string, password: string): Promise<void> {
  const [first, ...others] = ECOSYSTEMS.map(({ name }) => ({ name, ...SETTINGS }))
  const { json, cookie } = await post(
    '/api/first-run',
    { key, ...PERSON, password, ecosystem: { name: first?.name, timeZone: SETTINGS.timeZone } },
    '',
  )
  const ids = [String(json.ecosystemId)]
  for (const ecosystem of others) ids.push(String((await post('/api/ecosystems', ecosystem, cookie)).json.id))
  for (const [index, { sample, name }] of ECOSYSTEMS.entries()) {
    console.log(`Loading ${name} …`)
    await post(`/api/ecosystems/${ids[index]}/samples/${sample}`, { locale: PERSON.locale }, cookie)
  }
}

async function ask(
  request: (path: string, init: RequestInit) => Response | Promise<Response>,
  origin: string,
  path: string,
  body: unknown,
  cookie: string,
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', origin, cookie }
  const response = await request(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const json = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${path}: ${json.title}`)
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return { json, cookie: set.join('; ') }
}
