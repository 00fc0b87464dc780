// npm run check:ledger: recomputes the books of every ecosystem from their entries, while the program runs or not. Non-zero when a row is wrong.
import { checkNotNewer, connect } from '../server/kernel/connections.ts'
import type { Ctx } from '../server/kernel/ctx.ts'
import { transaction } from '../server/kernel/ctx.ts'
import { openDb, openPool, withClient } from '../server/kernel/db.ts'
import { lockInstance } from '../server/kernel/lock.ts'
import { checkLedger, setBookChecks } from '../server/modules/ledger/index.ts'
import { BOOK_CHECKS } from '../server/modules.ts'
import { command } from './command.ts'

await command(async (args, settings) => {
  if (args.length > 0) throw new Error('Usage: npm run check:ledger')
  setBookChecks(BOOK_CHECKS)
  const connections = await connect(settings)
  try {
    await checkNotNewer(connections.owner)
    const { rows: ecosystems } = await withClient(connections.app, (client) =>
      client.query<{ id: string }>('select distinct ecosystem_id as id from auth.memberships order by 1'),
    )
    const db = openDb(openPool({ ...connections.app, max: 1 }))
    try {
      let wrong = 0
      for (const { id: ecosystemId } of ecosystems)
        wrong += await tell({ db, actor: { kind: 'system' }, ecosystemId, now: () => new Date() })
      console.log(wrong === 0 ? `The books of ${ecosystems.length} ecosystems are sound.` : `${wrong} rules are broken.`)
      if (wrong > 0) process.exitCode = 1
    } finally {
      await db.destroy()
    }
  } finally {
    const release = await lockInstance(connections.app).catch(() => undefined)
    if (release) {
      await release()
      await connections.stop() // a running program holds the lock, and needs the embedded database to stay
    }
  }
})

/** Answers how many rules are broken in the ecosystem. */
async function tell(ctx: Ctx): Promise<number> {
  const { entries, checks } = await transaction(ctx, (tx) => checkLedger(tx))
  const wrong = checks.filter((check) => check.wrong !== null)
  if (entries > 0 || wrong.length > 0) console.log(`${ctx.ecosystemId}: ${entries} entries, ${wrong.length === 0 ? 'sound' : 'NOT SOUND'}`)
  for (const check of wrong) console.log(`  ${check.key}: ${check.wrong}`)
  return wrong.length
}
