import assert from 'node:assert/strict'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { newEncryption } from './backup-crypto.ts'
import { type Item, newHeader, readFile, readHeader, writeFile } from './backup-format.ts'

const PASSPHRASE = 'correct horse battery staple'
const folder = fs.mkdtempSync(join(tmpdir(), 'tutti-backup-'))
after(() => fs.rmSync(folder, { recursive: true }))
let files = 0

async function* itemsOf(parts: readonly (readonly (string | null)[])[]): AsyncGenerator<Item> {
  for (const [index, rows] of parts.entries()) {
    yield { head: { part: `table${index}`, ecosystemId: null, columns: ['a'] } }
    for (const value of rows) yield { row: Buffer.from(JSON.stringify([value])) }
  }
}

async function write(parts: readonly (readonly (string | null)[])[], passphrase?: string, costLog2 = 10): Promise<string> {
  const path = join(folder, `${files++}.tutti`)
  const encryption = passphrase === undefined ? null : { ...newEncryption(), costLog2 }
  await writeFile(path, newHeader(['one.sql'], new Date(0), encryption), itemsOf(parts), passphrase)
  return path
}

async function read(path: string, passphrase?: string): Promise<(string | null)[][]> {
  const parts: (string | null)[][] = []
  for await (const item of readFile(path, passphrase)) {
    if ('head' in item) parts.push([])
    else parts.at(-1)?.push((JSON.parse(item.row.toString()) as [string | null])[0])
  }
  return parts
}

test('what was written is read again, encrypted or not', async () => {
  const content = fc.array(fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 50 })), { maxLength: 20 }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(content, fc.boolean(), async (parts, encrypted) => {
      const passphrase = encrypted ? PASSPHRASE : undefined
      const path = await write(parts, passphrase)
      assert.deepEqual(await read(path, passphrase), parts)
      fs.rmSync(path)
    }),
    { numRuns: 25 },
  )
})

test('more than many chunks of encryption and many blocks of compression come back whole', async () => {
  const parts = [
    Array.from({ length: 3000 }, (_, index) => fc.sample(fc.string({ minLength: 200, maxLength: 300 }), { numRuns: 1, seed: index })[0]!),
  ]
  const path = await write(parts, PASSPHRASE)
  assert.ok(fs.statSync(path).size > 5 * 65_536)
  assert.deepEqual(await read(path, PASSPHRASE), parts)
  assert.equal(fs.statSync(path).mode & 0o777, 0o600)
})

for (const passphrase of [undefined, PASSPHRASE]) {
  const kind = passphrase ? 'an encrypted' : 'a plain'

  test(`${kind} file with any one byte changed is refused`, async () => {
    const path = await write([['one', null], ['two']], passphrase)
    const bytes = fs.readFileSync(path)
    const start = bytes.indexOf(10) + 1
    const damaged = join(folder, `damaged-${kind}`)
    for (let at = 0; at < bytes.length; at++) {
      // bytes 3 to 9 of a gzip header hold flags, a time and a system, which say nothing about the content
      if (!passphrase && at - start >= 3 && at - start <= 9) continue
      const changed = Buffer.from(bytes)
      changed[at] = changed[at]! ^ 1
      fs.writeFileSync(damaged, changed)
      await assert.rejects(read(damaged, passphrase), `byte ${at}`)
    }
  })

  test(`${kind} file that is cut off anywhere, or has something added, is refused`, async () => {
    const path = await write([['one', null], ['two']], passphrase)
    const bytes = fs.readFileSync(path)
    const cut = join(folder, `cut-${kind}`)
    for (let length = 0; length < bytes.length; length += length < bytes.length - 40 ? 5 : 1) {
      fs.writeFileSync(cut, bytes.subarray(0, length))
      await assert.rejects(read(cut, passphrase), `${length} bytes`)
    }
    fs.writeFileSync(cut, Buffer.concat([bytes, Buffer.from('x')]))
    if (passphrase) await assert.rejects(read(cut, passphrase))
  })
}

test('an encrypted file that lost whole chunks at its end is refused', async () => {
  const rows = Array.from({ length: 2000 }, (_, index) => fc.sample(fc.string({ minLength: 200 }), { numRuns: 1, seed: index })[0]!)
  const path = await write([rows], PASSPHRASE)
  const start = readHeader(path).line.length
  fs.truncateSync(path, start + 2 * (65_536 + 16))
  await assert.rejects(read(path, PASSPHRASE), { message: 'The file is damaged or cut off.' })
})

test('a wrong or missing passphrase is named as such, and nothing readable is in the file', async () => {
  const path = await write([['Bäckerei Jo']], PASSPHRASE, 14)
  assert.ok(!fs.readFileSync(path).includes('Bäckerei'))
  await assert.rejects(read(path, 'wrong horse battery staple'), { message: 'The passphrase is wrong, or the file is damaged.' })
  await assert.rejects(read(path), { message: 'The file is encrypted: set TUTTI_BACKUP_PASSPHRASE.' })
})

test('a newer format and a file of something else are named as such', async () => {
  const path = await write([])
  const newer = join(folder, 'newer')
  fs.writeFileSync(newer, fs.readFileSync(path, 'latin1').replace('"format":1', '"format":2'), 'latin1')
  assert.throws(() => readHeader(newer), { message: 'The file was made by a newer version of Tutti.' })
  fs.writeFileSync(newer, 'name,email\n')
  assert.throws(() => readHeader(newer), { message: `${newer} is not a backup of Tutti.` })
})

test('an existing file is not overwritten, and a failed backup leaves none', async () => {
  const path = await write([['kept']])
  await assert.rejects(writeFile(path, newHeader([], new Date(), null), itemsOf([])), /exists already/)
  assert.deepEqual(await read(path), [['kept']])
  const failing = join(folder, 'failing')
  async function* items(): AsyncGenerator<Item> {
    yield { head: { part: 'a', ecosystemId: null, columns: [] } }
    throw new Error('the database went away')
  }
  await assert.rejects(writeFile(failing, newHeader([], new Date(), null), items()), /went away/)
  assert.deepEqual(
    fs.readdirSync(folder).filter((name) => name.startsWith('failing')),
    [],
  )
})
