// npm run check [-- --fix]: types, lint, format; a few seconds.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { settingsTable } from '../server/kernel/settings.ts'

const SETTINGS_PAGE = 'docs/settings.md'

/** Answers whether everything is clean. */
export function check(fix: boolean): boolean {
  if (fix) writeSettingsTable()
  const biome = `node_modules/@biomejs/cli-${process.platform}-${process.arch}/biome`
  const typesClean = run('types', process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit'])
  const lintClean = run('lint', biome, ['check', '--error-on-warnings', ...(fix ? ['--write'] : [])])
  return typesClean && lintClean
}

function run(name: string, command: string, args: string[]): boolean {
  const from = performance.now()
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  const outcome = status === 0 ? 'clean' : `FAILED${error ? ` (${error.message})` : ''}`
  console.log(`${name}: ${outcome}, ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return status === 0
}

function writeSettingsTable(): void {
  const page = readFileSync(SETTINGS_PAGE, 'utf8')
  writeFileSync(SETTINGS_PAGE, page.replace(/(?:^\|.*\n)+/m, `${settingsTable()}\n`))
}

if (import.meta.main) process.exit(check(process.argv.includes('--fix')) ? 0 : 1)
