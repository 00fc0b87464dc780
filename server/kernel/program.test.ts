import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { programStamp, stampOf } from './program.ts'

test('a program has the same stamp as long as its sources are the same, and another one with any other', () => {
  assert.match(programStamp(), /^[0-9a-f]{12}$/)
  assert.equal(programStamp(), programStamp())
  const folder = mkdtempSync(join(tmpdir(), 'program-'))
  mkdirSync(join(folder, 'deep'))
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  write('one.ts', '1')
  write('deep/two.ts', '2')
  const first = stampOf(folder)
  write('one.test.ts', 'a test is no part of it')
  write('notes.md', 'nor are words')
  assert.equal(stampOf(folder), first)
  write('deep/two.ts', '3')
  const second = stampOf(folder)
  write('deep/three.ts', '')
  assert.equal(new Set([first, second, stampOf(folder)]).size, 3)
})
