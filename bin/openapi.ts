// Writes what the web app knows of the API: web/openapi.json and the types made from it. Needs no database.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApi } from '../server/api.ts'
import { openDb, openPool } from '../server/kernel/db.ts'
import { openApiDocument } from '../server/kernel/openapi.ts'
import { readIdsOf } from '../server/modules/parties/index.ts'
import { installAccounts } from '../server/modules/people/index.ts'

const TYPES = 'web/src/api-types.ts'
const DOCUMENT = 'web/openapi.json'

// only the routes' descriptions are read: nothing connects
const pool = openPool({})
const db = openDb(pool)
const now = () => new Date()
const nothing = { mail: undefined, oidc: undefined, trustedProxies: [], dataFolder: '' }
const accounts = installAccounts({ ...nothing, db, pool, now, idsOfParty: readIdsOf, url: 'http://localhost', secret: '-'.repeat(32) })
const app = createApi({ db, now, accounts, origins: [] })
const json = `${JSON.stringify(openApiDocument(app), undefined, 2)}\n`
if (process.argv.includes('--check')) {
  const kept = [readFileSync(DOCUMENT, 'utf8'), readFileSync(TYPES, 'utf8')]
  const folder = mkdtempSync(join(tmpdir(), 'tutti-openapi-'))
  const fresh = write(join(folder, 'openapi.json'), join(folder, 'api-types.ts'))
  rmSync(folder, { recursive: true })
  if (fresh[0] !== kept[0] || fresh[1] !== kept[1]) {
    console.error('The web app does not know the API as it is. Run: npm run openapi')
    process.exit(1)
  }
} else write(DOCUMENT, TYPES)

function write(document: string, types: string): [string, string] {
  writeFileSync(document, json)
  const cli = 'tools/openapi/node_modules/openapi-typescript/bin/cli.js'
  execFileSync(process.execPath, [cli, document, '-o', types], { stdio: ['ignore', 'ignore', 'inherit'] })
  return [readFileSync(document, 'utf8'), readFileSync(types, 'utf8')]
}
