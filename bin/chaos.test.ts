// The short form of `npm run chaos`.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

const KILLS = 3
const SEED = 7 // kills the program, both, the database

function chaos(...args: string[]) {
  const env = { PATH: process.env.PATH!, TMPDIR: process.env.TMPDIR }
  return spawnSync(process.execPath, ['bin/run.mjs', 'bin/chaos.ts', ...args], { encoding: 'utf8', env })
}

test('killed under load, program and database lose nothing that was acknowledged and do nothing twice', () => {
  const { status, stdout, stderr } = chaos(String(KILLS), String(SEED))
  assert.equal(status, 0, stdout + stderr)
  assert.match(
    stdout,
    /^3 kills, \d+ answers, \d+ calls asked again: \d+ transactions and \d+ holds are exactly those that were acknowledged/m,
  )
  assert.doesNotMatch(stdout, / 0 calls asked again/)
})

test('how often it is to be killed is a number', () => {
  const { status, stderr } = chaos('often')
  assert.deepEqual([status, stderr], [1, 'Usage: npm run chaos [-- KILLS [SEED]]\n'])
})
