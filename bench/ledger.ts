// The ledger on the account everybody uses: many callers at once, each waiting until its own posting is safe on disk.
import { hash } from 'node:crypto'
import pg from 'pg'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { setListeners } from '../server/kernel/events.ts'
import { newId } from '../server/kernel/ids.ts'
import { checkLedger, makeAsset, type Posting, post, postAll, readAccounts, sealEntries } from '../server/modules/ledger/index.ts'
import { addEcosystem, asOwner, type BenchDatabase, benchDatabase, tidyUp } from './data/database.ts'
import { measure, measurePeers, median, report } from './report.ts'

const CALLERS = 256
const BATCH = 500
const RUNS = 9
const POSTINGS = 6_000
const NAIVE_POSTINGS = 600
const COLD_ACCOUNTS = 20_000
const ENTRIES = 1_000_000
const BALANCES = 200

type Pair = (index: number) => readonly [from: string, to: string]

async function speed(place: BenchDatabase, ctx: Ctx): Promise<void> {
  // each way on accounts of its own: nothing books past the program on a working day
  const [calls, naive, batches] = [await openPairs(place, ctx), await openPairs(place, ctx), await openPairs(place, ctx)]
  await tidyUp(place)
  const hand = await openHand(place, ctx.ecosystemId)
  const alone = (posting: Posting) => transaction(ctx, (tx) => postAll(tx, [posting]))
  const ways = {
    hot: () => perSecond(POSTINGS, () => call(POSTINGS, calls.hot, (posting) => post(ctx, posting))),
    hotBatches: () => perSecond(POSTINGS, () => hand.write(POSTINGS, batches.hot)),
    hotNaive: () => perSecond(NAIVE_POSTINGS, () => call(NAIVE_POSTINGS, naive.hot, alone)),
    cold: () => perSecond(POSTINGS, () => call(POSTINGS, calls.cold, (posting) => post(ctx, posting))),
    coldBatches: () => perSecond(POSTINGS, () => hand.write(POSTINGS, batches.cold)),
  }
  const rates = await inTurns(ways)
  await hand.end()
  const measured = { bench: 'ledger', unit: 'postings/s' }
  const hotCase = { ...measured, value: rates.hot }
  report({
    ...hotCase,
    case: `${CALLERS} callers, one hot account`,
    peer: 'a transaction a call',
    peerValue: rates.hotNaive,
    goal: { min: 10 },
  })
  report({ ...hotCase, case: `${CALLERS} callers, one hot account`, peer: `hand-written batches of ${BATCH}`, peerValue: rates.hotBatches, goal: { min: 0.85 } }) // biome-ignore format: one line reads better
  report({ ...measured, case: `${CALLERS} callers, ${COLD_ACCOUNTS} accounts`, value: rates.cold, peer: `hand-written batches of ${BATCH}`, peerValue: rates.coldBatches, goal: { min: 0.75 } }) // biome-ignore format: one line reads better
}

/** One account that all postings meet on, and many that each posting takes two others of. */
async function openPairs(place: BenchDatabase, ctx: Ctx): Promise<{ hot: Pair; cold: Pair }> {
  const [hot] = await openAccounts(place, ctx, 1)
  const cold = await openAccounts(place, ctx, COLD_ACCOUNTS)
  return {
    hot: (index) => [hot!, cold[(index * 7919) % COLD_ACCOUNTS]!],
    cold: (index) => [cold[(index * 7919) % COLD_ACCOUNTS]!, cold[(index * 104_729 + 1) % COLD_ACCOUNTS]!],
  }
}

/** Medians of several runs, taken in turns, so that whatever else the machine does hits all of them. */
async function inTurns<Name extends string>(ways: Record<Name, () => Promise<number>>): Promise<Record<Name, number>> {
  const names = Object.keys(ways) as Name[]
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (const name of names) await ways[name]() // to warm up
  for (let run = 0; run < RUNS; run++) for (const name of names) rates.get(name)!.push(await ways[name]())
  return Object.fromEntries(names.map((name) => [name, median(rates.get(name)!)])) as Record<Name, number>
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return (count / (performance.now() - from)) * 1000
}

/** So many callers at once, each with the next posting as soon as its last one is answered. */
async function call(count: number, pair: Pair, book: (posting: Posting) => Promise<unknown>): Promise<void> {
  let next = 0
  const caller = async () => {
    while (next < count) await book(postingOf(pair(next++)))
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

function postingOf([from, to]: readonly [string, string]): Posting {
  const key = newId()
  const entries = [
    { accountId: from, amount: -100n },
    { accountId: to, amount: 100n },
  ]
  return { scope: 'bench', key, kind: 'sale', explanation: { sale: key }, entries }
}

/**
 * What one would write by hand for a file of sales, in the same tables: each row with its own key, explanation and sum of its content, days kept
 * open meanwhile. No checks of single rows, one connection, statements made once.
 */
async function openHand({ host, database }: BenchDatabase, ecosystemId: string) {
  const client = new pg.Client({ host, user: 'tutti_app', database })
  await client.connect()
  const statements = {
    lock: { name: 'lock', text: `select account_id, balance, last_sequence from ledger_balances where ecosystem_id = $1 and account_id = any($2::uuid[]) order by account_id for update` }, // biome-ignore format: one line reads better
    transactions: { name: 'transactions', text: `insert into ledger_transactions (ecosystem_id, id, scope, key, body_hash, kind, booked_at, booked_by, effective_on, explanation) select $1, x.id, 'bench', x.key, x.hash, 'sale', now(), 'system', current_date, x.explanation from unnest($2::uuid[], $3::text[], $4::bytea[], $5::jsonb[]) x(id, key, hash, explanation)` }, // biome-ignore format: one line reads better
    entries: { name: 'entries', text: `insert into ledger_entries (ecosystem_id, transaction_id, n, account_id, amount, balance_after, sequence) select $1, x.* from unnest($2::uuid[], $3::int[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[]) x` }, // biome-ignore format: one line reads better
    balances: { name: 'balances', text: `update ledger_balances b set balance = x.balance, last_sequence = x.sequence from unnest($2::uuid[], $3::bigint[], $4::bigint[]) x(id, balance, sequence) where b.ecosystem_id = $1 and b.account_id = x.id` }, // biome-ignore format: one line reads better
  }
  const openDays = `select pg_advisory_xact_lock_shared(hashtextextended('ledger:${ecosystemId}', 0))`
  const batch = async (pairs: (readonly [string, string])[]) => {
    await client.query(`begin; set local tutti.ecosystem_id = '${ecosystemId}'; ${openDays}`)
    const locked = await client.query({ ...statements.lock, values: [ecosystemId, [...new Set(pairs.flat())]] })
    const accounts = new Map(
      locked.rows.map((row) => [row.account_id, { balance: Number(row.balance), sequence: Number(row.last_sequence) }]),
    )
    const ids = pairs.map(() => newId())
    const entries = pairs.flatMap((pair, index) =>
      pair.map((account, side) => {
        const standing = accounts.get(account)!
        const amount = side === 0 ? -100 : 100
        standing.balance += amount
        standing.sequence += 1
        return [ids[index], side + 1, account, amount, standing.balance, standing.sequence] as const
      }),
    )
    const column = (at: number) => entries.map((entry) => entry[at])
    const keys = pairs.map(() => newId())
    const explanations = keys.map((key) => JSON.stringify({ sale: key }))
    const hashes = pairs.map((pair, index) => `\\x${hash('sha256', JSON.stringify(['sale', explanations[index], pair, 100]), 'hex')}`)
    await client.query({ ...statements.transactions, values: [ecosystemId, ids, keys, hashes, explanations] })
    await client.query({ ...statements.entries, values: [ecosystemId, ...[0, 1, 2, 3, 4, 5].map(column)] })
    const [touched, standings] = [[...accounts.keys()], [...accounts.values()]]
    const after = [touched, standings.map(({ balance }) => balance), standings.map(({ sequence }) => sequence)]
    await client.query({ ...statements.balances, values: [ecosystemId, ...after] })
    await client.query('commit')
  }
  return {
    async write(count: number, pair: Pair) {
      for (let from = 0; from < count; from += BATCH) await batch(Array.from({ length: BATCH }, (_, index) => pair(from + index)))
    },
    end: () => client.end(),
  }
}

async function openAccounts(place: BenchDatabase, { ecosystemId }: Ctx, count: number): Promise<string[]> {
  return await asOwner(place, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into ledger_accounts (ecosystem_id, id, asset, purpose, normal_side, opened_by, opened_at)
       select $1, id, 'EUR', 'a' || id, 'debit', 'system', now() from (select gen_random_uuid() as id from generate_series(1, $2)) x returning id`,
      [ecosystemId, count],
    )
    const ids = rows.map(({ id }) => id)
    await client.query('insert into ledger_balances (ecosystem_id, account_id) select $1, unnest($2::uuid[])', [ecosystemId, ids])
    return ids
  })
}

/** What is promised is promised of a database that has everything on disk before it answers. */
async function mustBeDurable({ pool }: BenchDatabase): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await pool.query(`show ${setting}`)
    if (rows[0][setting] !== 'on') throw new Error(`${setting} is ${rows[0][setting]}`)
  }
}

/** A million entries, half of them on one account, sealed: how long everything takes to be recomputed. Then a million on that account. */
async function size(place: BenchDatabase, ctx: Ctx): Promise<void> {
  const [busy, quiet, ...others] = await openAccounts(place, ctx, 1_002)
  await asOwner(place, async (client) => {
    const { rows } = await client.query<{ from: string }>('select count(*) as from from ledger_entries')
    await fill(client, ctx.ecosystemId, busy!, others, (ENTRIES - Number(rows[0]!.from)) / 2)
    await fill(client, ctx.ecosystemId, quiet!, others.slice(0, 10), 10)
  })
  await tidyUp(place)
  while ((await transaction(ctx, sealEntries)) > 0);
  await tidyUp(place)
  let entries = 0
  const ms = await measure(3, async () => {
    const checked = await transaction(ctx, (tx) => checkLedger(tx))
    if (!checked.isSound) throw new Error(JSON.stringify(checked.checks))
    entries = checked.entries
  })
  report({ bench: 'ledger', case: `everything recomputed, ${entries} entries`, value: ms / 1000, unit: 's', goal: { max: 30 } })
  await asOwner(place, (client) => fill(client, ctx.ecosystemId, busy!, others, ENTRIES / 2))
  await tidyUp(place)
  const read = (id: string) => async () => {
    for (let time = 0; time < BALANCES; time++) await transaction(ctx, (tx) => readAccounts(tx, [id]))
  }
  const times = await measurePeers(9, read(busy!), read(quiet!))
  const [{ entries: most }] = (await transaction(ctx, (tx) => readAccounts(tx, [busy!]))) as [{ entries: bigint }]
  report({ bench: 'ledger', case: `a balance read, of an account of ${most} entries`, value: times.value / BALANCES, unit: 'ms', peer: 'of an account of 10 entries', peerValue: times.peerValue / BALANCES, goal: { max: 1.5 } }) // biome-ignore format: one line reads better
}

/** Postings from one account to others, as if they had been booked; in the database itself, because a bench has no patience. */
async function fill(client: pg.Client, ecosystemId: string, from: string, to: readonly string[], count: number): Promise<void> {
  await client.query('begin; set local session_replication_role = replica')
  await client.query(
    `create temporary table part on commit drop as select n, gen_random_uuid() as id from generate_series(1, ${Math.floor(count)}) n`,
  )
  await client.query(
    `insert into ledger_transactions (ecosystem_id, id, scope, key, body_hash, kind, booked_at, booked_by, effective_on, explanation)
     select $1, id, 'bench', id::text, sha256(id::text::bytea), 'sale', now(), 'system', date '2026-01-01' + n % 300, '{"sale": "ticket"}' from part`,
    [ecosystemId],
  )
  await client.query(
    `insert into ledger_entries (ecosystem_id, transaction_id, n, account_id, amount, balance_after, sequence)
     select $1, id, 1, $2::uuid, -100, f.balance - 100 * n, f.last_sequence + n from part, ledger_balances f
     where f.ecosystem_id = $1 and f.account_id = $2::uuid union all
     select $1, id, 2, a.account_id, 100, b.balance + 100 * place, b.last_sequence + place
     from (select id, ($3::uuid[])[1 + n % cardinality($3::uuid[])] as account_id, (n - 1) / cardinality($3::uuid[]) + 1 as place from part) a
     join ledger_balances b on b.ecosystem_id = $1 and b.account_id = a.account_id`,
    [ecosystemId, from, to],
  )
  await client.query(
    `update ledger_balances b set balance = x.balance, last_sequence = x.entries from (
       select account_id, sum(amount) as balance, count(*) as entries from ledger_entries where ecosystem_id = $1 group by 1) x
     where b.ecosystem_id = $1 and b.account_id = x.account_id`,
    [ecosystemId],
  )
  await client.query('commit')
}

setListeners({})
const place = await benchDatabase()
await mustBeDurable(place)
const ctx: Ctx = { db: place.db, actor: { kind: 'system' }, ecosystemId: newId(), now: () => new Date() }
await addEcosystem(place, ctx.ecosystemId)
await transaction(ctx, (tx) => makeAsset(tx, { code: 'EUR', name: 'Euro', scale: 2, kind: 'money' }))
const [only] = process.argv.slice(2)
if (only !== 'size') await speed(place, ctx)
if (only !== 'speed') await size(place, ctx)
process.exit()
