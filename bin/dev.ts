// npm run dev [-- PORT]: the pages on 5173 or this port; the server starts again when its code changes, the pages change while you look.
import { type ChildProcess, spawn } from 'node:child_process'
import { buildIfStale } from './build.ts'
import { command } from './command.ts'

const PAGES_PORT = '5173'

await command(async ([port = PAGES_PORT], settings) => {
  await buildIfStale()
  const pages = `http://localhost:${port}`
  const env = { ...process.env, TUTTI_URL: process.env.TUTTI_URL || pages, TUTTI_PORT: String(settings.port) }
  const children = [
    spawn(process.execPath, ['--watch', '--watch-preserve-output', 'bin/start.ts', '--without-build'], { stdio: 'inherit', env }),
    spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--port', port, '--strictPort'], { stdio: 'inherit', env }),
  ]
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(children))
  // without one of the two the other is of no use
  for (const child of children) child.on('exit', () => stop(children))
  await Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve))))
})

function stop(children: readonly ChildProcess[]): void {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
}
