// What the plain-JavaScript start does before the pinned Node runs: install, or see that somebody has. A little project, and an npm that takes notes.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'

const LOCK = {
  packages: { '': {}, 'node_modules/x': { version: '1.0.0' }, 'node_modules/other-system': { version: '1.0.0', optional: true } },
}
/** Stands for npm: notes what it was asked for, and installs x. */
const NPM = `const fs = require('fs'); fs.appendFileSync('asked', process.argv[2] + '\\n'); fs.mkdirSync('node_modules/x', { recursive: true }); fs.writeFileSync('node_modules/x/package.json', '{}')`

function project(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-run-'))
  after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'bin'))
  mkdirSync(join(folder, 'node_modules'))
  copyFileSync('bin/run.mjs', join(folder, 'bin/run.mjs'))
  const all = { 'package-lock.json': JSON.stringify(LOCK), 'npm.cjs': NPM, 'bin/hello.mjs': 'console.log("hello")', ...files }
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  const run = () => {
    const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs') }
    const { stdout, status } = spawnSync(process.execPath, ['bin/run.mjs', 'bin/hello.mjs'], { cwd: folder, env, encoding: 'utf8' })
    assert.deepEqual([stdout, status], ['hello\n', 0])
    return existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8') : ''
  }
  return run
}

const LIST = JSON.stringify({ packages: { 'node_modules/x': { version: '1.0.0' } } })

test('what is missing is installed, once', () => {
  const run = project({})
  assert.equal(run(), 'ci\n')
  assert.equal(run(), 'ci\n')
})

test('what somebody installed by hand is left as it is, in another version it is not', () => {
  assert.equal(project({ 'node_modules/.package-lock.json': LIST, 'node_modules/x/package.json': '{}' })(), '')
  assert.equal(
    project({ 'node_modules/.package-lock.json': LIST.replace('1.0.0', '0.9.0'), 'node_modules/x/package.json': '{}' })(),
    'ci\n',
  )
})

test('a list that names a package whose folder is not there is not believed', () => {
  assert.equal(project({ 'node_modules/.package-lock.json': LIST })(), 'ci\n')
})
