import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { allow } from '../people/index.ts'
import { matches, partiesAt } from './filter.ts'

/**
 * Which of these NACE codes no party on the map has, and how many parties say their sector by NACE at all: without this number nobody
 * could judge the list. A code that is broader or finer than the one asked for counts, as a hotel may stand under 55 as well as under
 * 55.10. Parties from the sources `without` do not count.
 */
export async function findMissingSectors(
  ctx: Ctx,
  codes: readonly string[],
  without: readonly string[],
): Promise<{ known: number; missing: string[] }> {
  allow(ctx, 'parties.read')
  const { rows } = await sql<{ known: number; missing: string[] }>`
    with said as (
      select replace(p.sector_code, '.', '') as code, count(*) as n from ${partiesAt(ctx, undefined)} p
      where ${matches(ctx, {})} and p.sector_scheme = 'nace' and p.sector_code is not null and p.source <> all (${without})
      group by 1),
    asked as (select code, replace(code, '.', '') as digits, n from unnest(${codes}::text[]) with ordinality a (code, n))
    select (select coalesce(sum(n), 0) from said)::int as known, array(
      select asked.code from asked
      where not exists (select from said where starts_with(said.code, asked.digits) or starts_with(asked.digits, said.code))
      order by asked.n) as missing`.execute(ctx.db)
  return rows[0]!
}
