import { execFileSync } from 'node:child_process'
import { test } from 'node:test'

test('the web app knows the API as it is', () => {
  execFileSync(process.execPath, ['bin/openapi.ts', '--check'], { stdio: ['ignore', 'ignore', 'inherit'] })
})
