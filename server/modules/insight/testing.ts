import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'

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
