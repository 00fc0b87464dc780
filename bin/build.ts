// npm run build: builds the web app, whether or not it is stale.
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const STAMP = 'dist/web/.sources'
const ASSETS = 'dist/web/assets'
/** What is worth compressing; fonts and pictures are compressed already. */
const COMPRESSIBLE = /\.(?:js|css|svg|webmanifest)$/
/** The best takes several times as long for a hundredth less. */
const BROTLI_QUALITY = 9

/** Builds the web app when its sources have changed since the last build. Answers whether it did. */
export async function buildIfStale(): Promise<boolean> {
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === sourcesHash()) return false
  console.log('Building the web app …')
  await build()
  return true
}

async function build(): Promise<void> {
  const from = performance.now()
  const hash = sourcesHash()
  fs.rmSync(STAMP, { force: true })
  const vite = await import('vite')
  await vite.build({ logLevel: 'warn' })
  compressAssets()
  fs.writeFileSync(STAMP, hash)
  console.log(`Built in ${((performance.now() - from) / 1000).toFixed(1)} s.`)
}

/** Once here, as small as it gets, instead of for every visitor. */
function compressAssets(): void {
  for (const file of fs.readdirSync(ASSETS).filter((name) => COMPRESSIBLE.test(name))) {
    const path = join(ASSETS, file)
    const content = fs.readFileSync(path)
    fs.writeFileSync(`${path}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }))
    fs.writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }))
  }
}

/** Where the first visit begins: the home page, its texts, and with them whatever they import. */
const FIRST_PAGES = ['src/pages/home/home.tsx', 'src/locales/en.ts']

/** Bytes of script, compressed, that the first visit of the built workspace loads. Throws when the build lacks what it begins with. */
export function firstLoadBytes(): number {
  type Chunk = { file: string; imports?: string[] }
  const manifest = JSON.parse(fs.readFileSync('dist/web/.vite/manifest.json', 'utf8')) as Record<string, Chunk>
  const files = new Set<string>()
  const need = (key: string) => {
    const chunk = manifest[key]
    if (!chunk) throw new Error(`The build has no ${key}.`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) need(next)
  }
  for (const key of FIRST_PAGES) need(key)
  return [...files].reduce((sum, file) => sum + gzipSync(fs.readFileSync(join('dist/web', file))).length, 0)
}

/** Of everything that goes into the build: the sources, how they are built, and the libraries. */
function sourcesHash(): string {
  const hash = createHash('sha256')
  const files = fs
    .readdirSync('web', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.') && !entry.parentPath.startsWith(join('web', 'e2e')))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of [...files, 'vite.config.ts', 'package-lock.json', 'bin/build.ts'])
    hash.update(`${file}\0`).update(fs.readFileSync(file)).update('\0')
  return hash.digest('hex')
}

if (import.meta.main) await build()
