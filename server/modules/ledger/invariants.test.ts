// Whatever many callers do at once in several processes, the books are sound afterwards and hold exactly what was acknowledged.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { openDb, openPool } from '../../kernel/db.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import type { Posted } from './booking.ts'
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
const TWICE = 8

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
  late: fc.constantFrom('refuse', 'refuse', 'next'),
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
      const told: Told[] = []
      const act = (step: Step) => actOf(step, books, accounts, hours, told)
      const half = Math.ceil(steps.length / 2)
      // the second half reverses and repeats what the first has done, and some are asked twice at once
      for (const part of [steps.slice(0, half), steps.slice(half)]) await Promise.all([...part, ...part.slice(0, TWICE)].map(act))
      while ((await transaction(books.system, sealEntries)) > 0);
      const { checks } = await transaction(books.system, (tx) => checkLedger(tx))
      assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
      mustBeOnce(told)
      mustStayBelow(told)
      mustKeepBounds(told, accounts)
      await mustBeWhatWasTold(books.system, told)
      assert.deepEqual(await brokenRules(books.system), [])
    }),
    { numRuns: RUNS, endOnFailure: true }, // what many do at once comes out differently when it is made smaller
  )
})

type Books = Awaited<ReturnType<typeof testBooks>>
/** An acknowledgement: of which key, of what, and what it undoes. */
type Told = { name: string; posted: Posted; undoes?: string }

const BOUNDS: readonly (readonly [lowest: bigint | null, highest: bigint | null])[] = [[-100n, null], [-200n, 50n], [null, null], [null, 150n]] // biome-ignore format: one line reads better

/** A key has one effect: everybody who used it with the same body got the same answer, and nobody else did. */
function mustBeOnce(told: readonly Told[]): void {
  for (const answers of Map.groupBy(told, ({ name }) => name).values()) {
    const [{ posted: first }] = answers as [Told]
    for (const { posted } of answers) assert.deepEqual({ ...posted, isRepeat: false }, { ...first, isRepeat: false })
  }
  assert.equal(new Set(told.map(({ posted }) => posted.id)).size, new Set(told.map(({ name }) => name)).size)
}

/** All reversals of a transaction together are never more than it was, entry by entry. */
function mustStayBelow(told: readonly Told[]): void {
  const left = new Map<string, bigint>(
    told.flatMap(({ posted }) => posted.entries.map(({ n, amount }) => [`${posted.id} ${n}`, amount] as const)),
  )
  const seen = new Set<string>()
  for (const { undoes, posted } of told) {
    if (undoes === undefined || seen.has(posted.id)) continue
    seen.add(posted.id)
    for (const { reversesN, amount } of posted.entries) left.set(`${undoes} ${reversesN}`, left.get(`${undoes} ${reversesN}`)! + amount)
  }
  for (const { posted, undoes } of told) {
    if (undoes !== undefined) continue
    for (const { n, amount } of posted.entries) {
      const rest = left.get(`${posted.id} ${n}`)!
      assert.ok(amount > 0n ? rest >= 0n && rest <= amount : rest <= 0n && rest >= amount, `${rest} is left of ${amount}`)
    }
  }
}

/** After no transaction was an account beyond what it may hold; within one it may come back. */
function mustKeepBounds(told: readonly Told[], accounts: readonly string[]): void {
  for (const { posted } of told) {
    const after = new Map(posted.entries.map(({ accountId, balanceAfter }) => [accountId, balanceAfter])) // the last one of each
    for (const [place, id] of accounts.entries()) {
      const [[lowest, highest], held] = [BOUNDS[place]!, after.get(id)]
      if (held === undefined) continue
      assert.ok((lowest === null || held >= lowest) && (highest === null || held <= highest), `it held ${held}`)
    }
  }
}

/** The balances are the sum of what was acknowledged, each counted once: nothing is missing, and nothing there that nobody was told of. */
async function mustBeWhatWasTold(ctx: Ctx, told: readonly Told[]): Promise<void> {
  const sums = new Map<string, bigint>()
  for (const { entries } of new Map(told.map(({ posted }) => [posted.id, posted])).values()) {
    for (const { accountId, amount } of entries) sums.set(accountId, (sums.get(accountId) ?? 0n) + amount)
  }
  const rows = await transaction(ctx, (tx) => tx.db.selectFrom('ledger_balances').select(['account_id', 'balance']).execute())
  for (const { account_id: id, balance } of rows) assert.equal(balance, sums.get(id) ?? 0n)
}

/** The rules told once more, in other words than the check has. */
async function brokenRules(ctx: Ctx): Promise<string[]> {
  const { rows } = await transaction(ctx, (tx) =>
    sql<{ wrong: string }>`
      select 'a transaction does not sum to zero' as wrong from ledger_entries e join ledger_accounts a on a.id = e.account_id
        group by e.transaction_id, a.asset having sum(e.amount) <> 0
      union all select 'a transaction is not whole' from ledger_transactions t
        where (select count(*) from ledger_entries e where e.transaction_id = t.id) < 2
      union all select 'a sequence has a gap' from ledger_entries group by account_id having count(*) <> max(sequence) or min(sequence) <> 1
      union all select 'a running balance is wrong' from ledger_entries e where balance_after <>
        (select sum(amount) from ledger_entries b where b.account_id = e.account_id and b.sequence <= e.sequence)
      union all select 'an asset is not zero' from ledger_balances b join ledger_accounts a on a.id = b.account_id group by a.asset having sum(balance) <> 0
      union all select 'something took effect on a closed day' from ledger_transactions t join ledger_closings c on t.effective_on <= c.through
        where t.booked_at > c.closed_at
      union all select 'what was late lies before its day' from ledger_transactions where meant_for >= effective_on
      union all select 'a closing does not open the next' from ledger_closing_balances a join ledger_closing_balances b
        on b.account_id = a.account_id and b.closing_number = a.closing_number + 1 where a.closing <> b.opening
      union all select 'a closing is not what the days gave' from ledger_closing_balances k join ledger_closings c on c.number = k.closing_number
        where k.closing <> (select coalesce(sum(e.amount), 0) from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
          where e.account_id = k.account_id and t.effective_on <= c.through)
      union all select 'an exchange is not at its rate' from ledger_conversions where taken <> floor(given::numeric * rate_numerator / rate_denominator)
      union all select 'an entry is not sealed once' from ledger_entries e where 1 <>
        (select count(*) from ledger_seal_ranges r where r.account_id = e.account_id and e.sequence between r.from_sequence and r.to_sequence)
      union all select 'a hold ended twice' from ledger_hold_ends group by hold_id having count(*) > 1
      union all select 'what is held is not what the holds say' from ledger_balances b where held_debit <>
        (select coalesce(sum(amount), 0) from ledger_holds h where h.debit_account_id = b.account_id
          and not exists (select from ledger_hold_ends e where e.hold_id = h.id))`.execute(tx.db),
  )
  return rows.map(({ wrong }) => wrong)
}

/** Does one step and notes what was acknowledged. A refusal is fine, anything else is not. */
async function actOf(step: Step, books: Books, accounts: string[], hours: string, told: Told[]): Promise<void> {
  const ctx = { ...books.system, db: processes[step.process]! }
  const [from, to] = [accounts[step.from]!, accounts[step.to]!]
  const named = { scope: step.what, key: String(step.key), late: step.late, ...(step.day && { effectiveOn: step.day }) }
  const note = (posted: Posted, more: { undoes?: string; name?: string } = {}) =>
    told.push({ name: `${step.what} ${step.key}`, posted, ...more })
  const posting = books.posting(from, to, step.amount, named)
  const original = {
    transactionId: told[step.key % (told.length || 1)]?.posted.id ?? hours,
    scope: step.what,
    key: String(step.key),
    explanation: 'undone',
  }
  const parts = new Map([[1, step.amount], [2, step.amount]]) // biome-ignore format: one line reads better
  const ways: Record<Step['what'], () => Promise<unknown>> = {
    post: async () => note(await post(ctx, posting)),
    inside: () => transaction(ctx, (tx) => postAll(tx, [posting])).then(([one]) => note(one!)),
    reverse: async () => note(await reverse(ctx, original), { undoes: original.transactionId }),
    part: async () => note(await reverse(ctx, { ...original, parts }), { undoes: original.transactionId }),
    exchange: async () => note(await exchange(ctx, { ...named, fromAccountId: from, toAccountId: hours, given: step.amount, rate: { numerator: 2n, denominator: 9n } })), // biome-ignore format: one line reads better
    hold: async () => {
      const id = await transaction(ctx, (tx) =>
        hold(tx, { ...named, kind: 'deposit', debitAccountId: to, creditAccountId: from, amount: step.amount }),
      )
      if (step.end === 'post') note(await transaction(ctx, (tx) => postHold(tx, id)), { name: `hold ${id}` })
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
