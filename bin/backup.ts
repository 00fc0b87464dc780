// npm run backup FILE: everything in one file, while the program runs or not.
import { resolve } from 'node:path'
import { backUp } from '../server/kernel/backup.ts'
import { checkNotNewer, connect } from '../server/kernel/connections.ts'
import { lockInstance } from '../server/kernel/lock.ts'
import { command } from './command.ts'

await command(async ([file, ...rest], settings) => {
  if (!file || rest.length > 0 || file.startsWith('-')) throw new Error('Usage: npm run backup FILE')
  const path = resolve(process.env.INIT_CWD ?? '.', file)
  const connections = await connect(settings)
  try {
    await checkNotNewer(connections.owner)
    const { backupPassphrase: passphrase, secret } = settings
    const onPart = (part: string, rows: number) => rows > 0 && console.log(`  ${part}: ${rows}`)
    const rows = await backUp({ owner: connections.owner, path, now: new Date(), passphrase, secret, onPart })
    console.log(`${rows} rows are in ${path}${passphrase ? ', encrypted' : ''}.`)
    if (!passphrase) console.log('It is not encrypted (TUTTI_BACKUP_PASSPHRASE does that): keep it where only you can read it.')
  } finally {
    await stopUnlessUsed(connections)
  }
})

/** A running program holds the lock, and needs the embedded database to stay. */
async function stopUnlessUsed({ app, stop }: Awaited<ReturnType<typeof connect>>): Promise<void> {
  const release = await lockInstance(app).catch(() => undefined)
  if (!release) return
  await release()
  await stop()
}
