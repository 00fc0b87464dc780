import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort, testWorkspace } from './harness.ts'

const { base, ask, ecosystemId } = await testWorkspace()
const list = join(mkdtempSync(join(tmpdir(), 'tutti-list-')), 'list.csv')
writeFileSync(list, 'Firma,Ort\nMühle,Zell\nKelterei,Zell\n,Zell\n')
const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
const { key } = await ask('POST', '/keys', { name: 'import', scopes: ['private.write', 'map.write'], expiresAt })

/** `npm run import -- …`, and what it said. */
async function run(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const settings = { ...process.env, TUTTI_URL: base, TUTTI_KEY: key as string, ...env }
  const child = spawn(process.execPath, ['bin/import.ts', ...args, '--ecosystem', ecosystemId], { env: settings })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)))
  return await new Promise((resolve) => child.on('close', (code) => resolve({ code, said: said.join('') })))
}

test('the command line shows what a file would do, and does it when told so', async () => {
  const shown = await run([list])
  assert.equal(shown.code, 0, shown.said)
  assert.match(shown.said, /create 2, refuse 1/)
  assert.match(shown.said, /list\.csv row 4: This row names neither an organisation nor a person\./)
  assert.match(shown.said, /Nothing is written yet/)
  assert.equal((await ask('GET', '/parties')).total, 0)
  const done = await run([list, '--yes'])
  assert.equal(done.code, 0, done.said)
  assert.equal((await ask('GET', '/parties')).total, 2)
})

test('a missing file, a key that opens nothing and a server that is not there are said in a line', async () => {
  const refusals: [Promise<{ code: number | null; said: string }>, RegExp][] = [
    [run(['no-such.csv']), /^There is no file no-such\.csv\. Nothing was sent\.\n$/],
    [run([list], { TUTTI_KEY: 'tutti_nonsense' }), /^The key in TUTTI_KEY opens nothing here: .*\n$/],
    [run([list], { TUTTI_URL: `http://localhost:${await freePort()}` }), /^Nothing answers at http:\/\/localhost:\d+\. .*\n$/],
    [run([]), /^Usage: npm run import/],
  ]
  for (const [running, wanted] of refusals) {
    const { code, said } = await running
    assert.equal(code, 1)
    assert.match(said, wanted)
  }
})
