// npm run restore FILE: everything of a backup into an empty database. npm run restore -- --check FILE only reads it.
import * as fs from 'node:fs'
import { join, resolve } from 'node:path'
import { restoreBackup, verifyBackup } from '../server/kernel/backup-restore.ts'
import { connect } from '../server/kernel/connections.ts'
import { ALREADY_RUNNING } from '../server/kernel/lock.ts'
import type { Settings } from '../server/kernel/settings.ts'
import { command } from './command.ts'
import { applyDueErasures, markErasuresDue } from './erasures.ts'

await command(async (args, settings) => {
  const files = args.filter((arg) => arg !== '--check')
  const [file, ...rest] = files
  if (!file || rest.length > 0 || file.startsWith('-')) throw new Error('Usage: npm run restore [-- --check] FILE')
  const path = resolve(process.env.INIT_CWD ?? '.', file)
  console.log(`Reading ${path} …`)
  const { header, rows } = await verifyBackup(path, settings.backupPassphrase)
  console.log(`It is complete and sound: ${rows} rows, as of ${header.createdAt}.`)
  if (!args.includes('--check')) await restore(path, settings)
})

async function restore(path: string, settings: Settings): Promise<void> {
  const connections = await connect(settings)
  let inUse = false
  try {
    const { rows, secret } = await restoreBackup({
      connections,
      path,
      passphrase: settings.backupPassphrase,
      onPart: (part, count) => count > 0 && console.log(`  ${part}: ${count}`),
      onBegin: () => markErasuresDue(settings.dataFolder),
    })
    const erased = await applyDueErasures(settings.dataFolder, connections.app)
    console.log(`${rows} rows restored${erased > 0 ? `, ${erased} erasures repeated` : ''}. npm start serves them.`)
    if (secret) keepSecret(secret, settings)
  } catch (error) {
    inUse = (error as Error).message === ALREADY_RUNNING
    throw error
  } finally {
    if (!inUse) await connections.stop()
  }
}

/** Second factors are encrypted with the secret of the installation they come from. */
function keepSecret(secret: string, { secret: present, dataFolder }: Settings): void {
  if (secret === present) return
  if (process.env.TUTTI_SECRET) {
    console.log('TUTTI_SECRET is not the secret of the backup: people with an authenticator app will have to set it up again.')
    return
  }
  const file = join(dataFolder, 'secret')
  fs.writeFileSync(`${file}-restored`, `${secret}\n`, { mode: 0o600, flush: true })
  fs.renameSync(`${file}-restored`, file)
}
