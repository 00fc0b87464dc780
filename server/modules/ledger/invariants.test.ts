// Whatever many callers do at once in several processes, the books are sound afterwards and hold exactly what was acknowledged.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { transaction } from '../../kernel/ctx.ts'
import { openDb, openPool } from '../../kernel/db.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { checkLedger } from './check.ts'
import { closePeriod } from './closings.ts'
import { exchange } from './exchanges.ts'
import { hold, postHold, voidHold } from './holds.ts'
import { post, postAll } from './posting.ts'
import { reverse } from './reversals.ts'
import { sealEntries } from './seals.ts'
import { testBooks } from './testing.ts'

const RUNS = 12
const ACCOUNTS = 4

const database = await testDatabase()
await testJobs(database, {})
const other = openPool({ host: database.host, user: 'tutti_app', database: database.database, max: 4 })
database.closeWith(() => other.end())
const processes = [database.db, openDb(other)]

const anyStep = fc.record({
  what: fc.constantFrom('post', 'post', 'post', 'post', 'inside', 'reverse', 'part', 'hold', 'exchange', 'close', 'seal'),
  from: fc.nat(ACCOUNTS - 1),
  to: fc.nat(ACCOUNTS - 1),
  amount: fc.bigInt({ min: 1n, max: 60n }),
  key: fc.nat(25),
  process: fc.nat(1),
  day: fc.constantFrom('2026-05-01', '2026-05-02', '2026-05-03', undefined),
  end: fc.constantFrom('post', 'void', 'none'),
})
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never

test('after anything at all, done by many at once, every rule holds and nothing acknowledged is missing or there twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 60 }), async (steps) => {
      const books = await testBooks(database.db)
      const accounts = await Promise.all([
        books.account({ minimum: -100n }),
        books.account({ normalSide: 'credit', minimum: -50n, maximum: 200n }),
        books.account(),
        books.account({ maximum: 150n }),
      ])
      const hours = await books.account({ asset: 'HOURS' })
      const posted: string[] = []
      const act = (step: Step) => actOf(step, books, accounts, hours, posted)
      const half = Math.ceil(steps.length / 2)
      // the second half reverses and repeats what the first has done
      for (const part of [steps.slice(0, half), steps.slice(half)]) await Promise.all(part.map(act))
      const { checks } = await transaction(books.system, (tx) => checkLedger(tx))
      assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
      const rows = await transaction(books.system, (tx) => tx.db.selectFrom('ledger_transactions').select('id').execute())
      assert.deepEqual(new Set(posted), new Set(rows.map(({ id }) => id)))
    }),
    { numRuns: RUNS },
  )
})

type Books = Awaited<ReturnType<typeof testBooks>>

/** Does one step and notes what was acknowledged. A refusal is fine, anything else is not. */
async function actOf(step: Step, books: Books, accounts: string[], hours: string, posted: string[]): Promise<void> {
  const ctx = { ...books.system, db: processes[step.process]! }
  const [from, to] = [accounts[step.from]!, accounts[step.to]!]
  const named = { scope: step.what, key: String(step.key), ...(step.day && { effectiveOn: step.day }) }
  const note = ({ id }: { id: string }) => posted.push(id)
  const posting = books.posting(from, to, step.amount, named)
  const original = {
    transactionId: posted[step.key % (posted.length || 1)] ?? hours,
    scope: 'undo',
    key: String(step.key),
    explanation: 'undone',
  }
  const parts = new Map([[1, step.amount], [2, step.amount]]) // biome-ignore format: one line reads better
  const ways: Record<Step['what'], () => Promise<unknown>> = {
    post: async () => note(await post(ctx, posting)),
    inside: () => transaction(ctx, (tx) => postAll(tx, [posting])).then(([one]) => note(one!)),
    reverse: async () => note(await reverse(ctx, original)),
    part: async () => note(await reverse(ctx, { ...original, parts })),
    exchange: async () => note(await exchange(ctx, { ...named, fromAccountId: from, toAccountId: hours, given: step.amount, rate: { numerator: 2n, denominator: 9n } })), // biome-ignore format: one line reads better
    hold: async () => {
      const id = await transaction(ctx, (tx) =>
        hold(tx, { ...named, kind: 'deposit', debitAccountId: to, creditAccountId: from, amount: step.amount }),
      )
      if (step.end === 'post') note(await transaction(ctx, (tx) => postHold(tx, id)))
      if (step.end === 'void') await transaction(ctx, (tx) => voidHold(tx, id))
    },
    close: () => transaction(ctx, (tx) => closePeriod(tx, step.day ?? '2026-04-30')),
    seal: () => transaction(ctx, sealEntries),
  }
  try {
    await ways[step.what]()
  } catch (error) {
    if ((error as Error).name !== 'DomainError') throw error
  }
}
