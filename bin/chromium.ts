import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first starts one process a window less than the others, which a test run is made of. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
/** Packages that bring one, where there is one of them. */
const PACKAGES = ['chromium-headless-shell', 'chromium']

/** The path of a Chromium for the browser tests; root gets it from the system's packages. Throws a line that says what to do. */
export function findChromium(): string {
  const given = process.env.TUTTI_TEST_CHROMIUM
  if (given && !existsSync(given)) throw new Error(`TUTTI_TEST_CHROMIUM names ${given}, which does not exist.`)
  const found = given || installed()
  if (found) return found
  if (process.getuid?.() === 0 && inPath('apt-get')) install()
  const path = installed()
  if (path) return path
  throw new Error(
    'The browser tests need Chromium: install it (sudo apt-get install chromium), or set TUTTI_TEST_CHROMIUM to its path. npm test -- --without-browser runs all other tests.',
  )
}

function installed(): string | undefined {
  return NAMES.map(inPath).find((path) => path !== undefined && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0)
}

function inPath(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  return folders.map((folder) => join(folder, name)).find(existsSync)
}

function install(): void {
  if (!apt('update', '-q')) return
  for (const name of PACKAGES) if (apt('install', '-q', '-y', '--no-install-recommends', name, 'fonts-liberation')) return
}

function apt(...args: string[]): boolean {
  console.log(`Chromium is missing: apt-get ${args.join(' ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0
}
