// npm run backup FILE: everything in one file, while the program runs or not.
import { resolve } from 'node:path'
import { backUp } from '../server/kernel/backup.ts'
import { noteBackup } from '../server/kernel/checks/backups.ts'
import { type Connections, checkNotNewer, connect } from '../server/kernel/connections.ts'
import { withClient } from '../server/kernel/db.ts'
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
    const now = new Date()
    const rows = await backUp({ owner: connections.owner, path, now, passphrase, secret, onPart })
    await note(settings.dataFolder, path, { at: now.toISOString(), rows, encrypted: passphrase !== undefined }, connections.owner)
    console.log(`${rows} rows are in ${path}${passphrase ? ', encrypted' : ''}.`)
    if (!passphrase) console.log('It is not encrypted (TUTTI_BACKUP_PASSPHRASE does that): keep it where only you can read it.')
  } finally {
    await stopUnlessUsed(connections)
  }
})

/** So that the program can say when the last backup was. The backup stands, whether or not this can be written down. */
async function note(
  dataFolder: string,
  path: string,
  taken: { at: string; rows: number; encrypted: boolean },
  owner: Connections['owner'],
): Promise<void> {
  try {
    const databaseBytes = await withClient(owner, async (client) => {
      const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes')
      return Number(rows[0]?.bytes ?? 0)
    })
    await noteBackup(dataFolder, path, { ...taken, databaseBytes })
  } catch (error) {
    console.error(`The backup is complete, but could not be noted in ${dataFolder}: ${(error as Error).message}`)
  }
}

/** A running program holds the lock, and needs the embedded database to stay. */
async function stopUnlessUsed({ app, stop }: Awaited<ReturnType<typeof connect>>): Promise<void> {
  const release = await lockInstance(app).catch(() => undefined)
  if (!release) return
  await release()
  await stop()
}
