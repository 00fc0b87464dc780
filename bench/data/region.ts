import type pg from 'pg'
import { addEcosystem, asFiller, type BenchDatabase } from './database.ts'

const TABLES = ['parties', 'party_kinds', 'ties']
const TIES_EACH = 5

/**
 * Fills an ecosystem with made-up parties and five ties each, in the database itself: what takes the program a quarter of an hour is there in
 * two minutes. Keys are checked by construction and not again, indexes are made afterwards. Needs PostgreSQL 18 for ids in order of time.
 */
export async function fillRegion(place: BenchDatabase, ecosystemId: string, parties: number): Promise<void> {
  await addEcosystem(place, ecosystemId)
  await asFiller(place, TABLES, (client) => fill(client, ecosystemId, parties))
}

async function fill(client: pg.Client, ecosystemId: string, parties: number): Promise<void> {
  const id = client.escapeLiteral(ecosystemId)
  await client.query(`
    select setseed(0.5);
    create temp table numbered as select n, uuidv7() as id from generate_series(0, ${parties - 1}) n;
    create unique index on numbered (n);
    analyze numbered`)
  await client.query(`
    insert into parties (ecosystem_id, id, form, name, sector_scheme, sector_code, city, country, latitude, longitude, source, created_at, updated_at)
    select ${id}, id, 'organisation', (array['Bäckerei', 'Weingut', 'Hotel', 'Café', 'Tischlerei'])[1 + n % 5] || ' ' || (n + 1), 'nace',
      (array['10.71', '11.02', '55.10', '56.10', '43.32'])[1 + n % 5], 'Town ' || (n % 400), 'DE', 49.8 + (n % 400) * 0.001, 6.8,
      'sample:generated', now(), now()
    from numbered order by n`)
  await client.query(`
    insert into party_kinds (ecosystem_id, party_id, kind, since, source)
    select ${id}, id, kinds[1 + (n + other) % 7], now(), 'sample:generated'
    from numbered, generate_series(0, case when n % 7 = 0 then 1 else 0 end) other,
      (select array['customers', 'suppliers', 'partners', 'competitors', 'services', 'community', 'government'] as kinds) k
    order by n`)
  // the steps from a party to its five others differ, so no two are the same; without direction they lead upwards only, so none is there twice
  await client.query(`
    insert into ties (ecosystem_id, id, from_id, to_id, type, directed, strength, strength_at, source, created_at, updated_at)
    select ${id}, uuidv7(), a.id, b.id,
      case when is_up and j <= 2 then 'partners' when is_up and j = 3 then 'competes'
        else (array['buys_from', 'supplies', 'informs', 'refers_to', 'funds'])[j] end,
      not (is_up and j <= 3), case when j < ${TIES_EACH} then round(random()::numeric, 2)::float8 end,
      now() - random() * interval '700 days', 'sample:generated', now(), now()
    from (
      select i, j, i + step < ${parties} as is_up, case when i + step < ${parties} then i + step else i - step end as k from (
        select i, j, j + 6 * floor(power(random(), 3) * ${Math.floor(parties / 14)})::int as step
        from generate_series(0, ${parties - 1}) i, generate_series(1, ${TIES_EACH}) j) steps
    ) drawn join numbered a on a.n = drawn.i join numbered b on b.n = drawn.k`)
}
