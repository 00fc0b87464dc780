import type pg from 'pg'
import { Client } from 'pg'
import { log } from './log.ts'

const INSTANCE_LOCK = 8_414_001
const RETRY_MS = 250
const GIVE_UP_MS = 60_000

export const ALREADY_RUNNING = 'Tutti is already running on this data.'

/** Held as long as this process lives; a second process is refused. Taken again when PostgreSQL was restarted under us. */
export async function lockInstance(config: pg.ClientConfig): Promise<() => Promise<void>> {
  const client = new Client(config)
  client.on('error', () => {}) // pg may report one lost connection more than once
  await client.connect()
  const { rows } = await client.query<{ ok: boolean }>(`select pg_try_advisory_lock(${INSTANCE_LOCK}) as ok`)
  if (!rows[0]?.ok) {
    await client.end()
    throw new Error(ALREADY_RUNNING)
  }
  let released = false
  let releaseNext: (() => Promise<void>) | undefined
  client.once('end', async () => {
    if (!released) releaseNext = await lockAgain(config, Date.now() + GIVE_UP_MS)
  })
  return async () => {
    released = true
    await client.end()
    await releaseNext?.()
  }
}

async function lockAgain(config: pg.ClientConfig, deadline: number): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await lockInstance(config)
    } catch (error) {
      const reason = (error as Error).message
      if (Date.now() > deadline || reason === ALREADY_RUNNING) {
        log.fatal({ reason }, 'the lock on the database could not be taken again')
        process.exit(1)
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
