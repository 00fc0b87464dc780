// The program as `npm run chaos` kills it: the embedded database and the ledger's own operations, asked for by messages of the parent process.
import { connect } from '../server/kernel/connections.ts'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { openDb, openPool } from '../server/kernel/db.ts'
import { DomainError } from '../server/kernel/errors.ts'
import { setListeners } from '../server/kernel/events.ts'
import { lockInstance } from '../server/kernel/lock.ts'
import { log } from '../server/kernel/log.ts'
import { migrate } from '../server/kernel/migrate.ts'
import {
  closePeriod,
  type Exchange,
  exchange,
  hold,
  type NewHold,
  type Posting,
  post,
  postAll,
  postHold,
  reverse,
  sealEntries,
  type Undoing,
  voidHold,
} from '../server/modules/ledger/index.ts'

/** What can be asked for. Each answers what became of it, or the code of a refusal. */
export type Ask =
  | { what: 'post' | 'inside'; posting: Posting }
  | { what: 'reverse'; undoing: Undoing }
  | { what: 'exchange'; exchange: Exchange }
  | { what: 'hold'; hold: NewHold }
  | { what: 'postHold' | 'voidHold'; holdId: string }
  | { what: 'close'; through: string }
  | { what: 'seal' }
export type Booked = { id: string; entries: { accountId: string; amount: bigint }[] }
export type Answer =
  | { n: number; done: { booked?: Booked; holdId?: string } }
  | { n: number; refused: string }
  | { n: number; lost: string }

const [dataFolder, ecosystemId] = process.argv.slice(2) as [string, string]
log.level = 'silent'
setListeners({})
// without its parent there is nobody to end it
process.on('disconnect', () => process.exit(1))

const { owner, app } = await connect({ dataFolder, databaseUrl: undefined, migrationDatabaseUrl: undefined })
await lockInstance(app)
await migrate(owner)
const ctx: Ctx = { db: openDb(openPool(app)), actor: { kind: 'system' }, ecosystemId, now: () => new Date() }
process.on('message', ({ n, ask }: { n: number; ask: Ask }) => {
  act(ask).then(
    (done) => tell({ n, done }),
    (error: Error & { code?: string }) =>
      tell(error instanceof DomainError ? { n, refused: error.code } : { n, lost: error.code ?? error.message }),
  )
})
process.send!('ready')

async function act(ask: Ask): Promise<{ booked?: Booked; holdId?: string }> {
  switch (ask.what) {
    case 'post':
      return { booked: await post(ctx, ask.posting) }
    case 'inside':
      return { booked: (await transaction(ctx, (tx) => postAll(tx, [ask.posting])))[0]! }
    case 'reverse':
      return { booked: await reverse(ctx, ask.undoing) }
    case 'exchange':
      return { booked: await exchange(ctx, ask.exchange) }
    case 'hold':
      return { holdId: await transaction(ctx, (tx) => hold(tx, ask.hold)) }
    case 'postHold':
      return { booked: await transaction(ctx, (tx) => postHold(tx, ask.holdId)) }
    case 'voidHold':
      return transaction(ctx, (tx) => voidHold(tx, ask.holdId)).then(() => ({}))
    case 'close':
      return transaction(ctx, (tx) => closePeriod(tx, ask.through)).then(() => ({}))
    case 'seal':
      return transaction(ctx, sealEntries).then(() => ({}))
  }
}

function tell(answer: Answer): void {
  if (process.connected) process.send!(answer)
}
