import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { question } from './questions.ts'

/** For tests: an invented map as large as wanted, written in one go as an import would. A ring with chords, `ties` ÷ `parties` from each. */
export async function inventMap(ctx: Ctx, { parties, ties }: { parties: number; ties: number }): Promise<void> {
  const [id, now] = [ctx.ecosystemId, ctx.now()]
  await transaction(ctx, async (tx) => {
    await sql`
      insert into parties (ecosystem_id, id, form, name, source, created_at, updated_at)
      select ${id}, gen_random_uuid(), 'organisation', 'Party ' || k, 'test', ${now}, ${now} from generate_series(1, ${parties}::int) k`.execute(
      tx.db,
    )
    await sql`
      with placed as (select id, (row_number() over (order by id) - 1)::int as place from parties where ecosystem_id = ${id} and source = 'test'),
      drawn as (select one.id as from_id, (one.place + step * (step + 1) / 2 + step / 7) % ${parties} as place
        from placed one cross join generate_series(1, ${Math.ceil(ties / parties)}::int) step order by step, one.place limit ${ties})
      insert into ties (ecosystem_id, id, from_id, to_id, type, directed, strength_at, source, created_at, updated_at)
      select ${id}, gen_random_uuid(), d.from_id, other.id, 'supplies', true, ${now}, 'test', ${now}, ${now}
      from drawn d join placed other on other.place = d.place where other.id <> d.from_id on conflict do nothing`.execute(tx.db)
  })
}

const FOLDER = 'FOLDER_OF_HELD_UP'
const [READ, GO_ON] = ['read', 'go-on']
const LONGEST_MS = 60_000

/** For tests: what is thought about in a thread until it is let go on: see holdUp(). How many parties were read. */
export const HELD_UP = question({
  at: import.meta.url,
  name: 'HELD_UP',
  hereMax: 0,
  answer: ({ map }, _: object): { count: number; parties: [] } => {
    const folder = process.env[FOLDER]!
    writeFileSync(join(folder, READ), '')
    const nothing = new Int32Array(new SharedArrayBuffer(4))
    for (let waited = 0; !existsSync(join(folder, GO_ON)) && waited < LONGEST_MS; waited += 10) Atomics.wait(nothing, 0, 0, 10)
    return { count: map.parties.length, parties: [] }
  },
})

/** Holds up whoever thinks about HELD_UP from now on: `isRead` when the map was read for it, `goOn` lets it go on. In an empty folder. */
export function holdUp(folder: string): { isRead: () => Promise<void>; goOn: () => void } {
  process.env[FOLDER] = folder
  return {
    async isRead() {
      for (let waited = 0; !existsSync(join(folder, READ)); waited += 10) {
        if (waited > LONGEST_MS) throw new Error('The map was not read.')
        await setTimeout(10)
      }
    },
    goOn: () => writeFileSync(join(folder, GO_ON), ''),
  }
}
