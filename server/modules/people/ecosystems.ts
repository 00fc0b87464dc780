import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { allow } from './rights.ts'
import type { Locale } from './schema.ts'

export type EcosystemRow = { id: string; name: string; locale: Locale; timeZone: string; createdAt: string }

/** Makes the ecosystem that `tx` speaks of, with its first owner. Who may do so is decided by the caller: there is no role in it yet. */
export async function insertEcosystem(
  tx: Tx,
  input: { name: string; locale: Locale; timeZone: string },
  ownerId: string,
): Promise<EcosystemRow> {
  await tx.db
    .insertInto('ecosystems')
    .values({
      ecosystem_id: tx.ecosystemId,
      name: input.name,
      locale: input.locale,
      time_zone: input.timeZone,
      party_id: null,
      created_at: tx.now(),
    })
    .execute()
  await tx.db
    .insertInto('auth.memberships')
    .values({ ecosystem_id: tx.ecosystemId, person_id: ownerId, role: 'owner', party_id: null, created_at: tx.now() })
    .execute()
  await emit(tx, 'ecosystem.created', null, {})
  return await readEcosystem(tx)
}

export async function getEcosystem(ctx: Ctx | Tx): Promise<EcosystemRow> {
  allow(ctx, 'ecosystem.read')
  return await readEcosystem(ctx)
}

/** The day it is where the ecosystem is, as 2026-11-27. Asks for no right: a key that may only book does not see the map. */
export async function todayIn(ctx: Ctx | Tx): Promise<string> {
  const { timeZone } = await readEcosystem(ctx)
  // sv-SE writes ISO days
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ctx.now())
}

export async function changeEcosystem(
  tx: Tx,
  change: { name?: string | undefined; locale?: Locale | undefined; timeZone?: string | undefined },
): Promise<EcosystemRow> {
  allow(tx, 'ecosystem.write')
  const columns = {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.locale === undefined ? {} : { locale: change.locale }),
    ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
  }
  if (Object.keys(columns).length === 0) return await readEcosystem(tx)
  await tx.db.updateTable('ecosystems').set(columns).where('ecosystem_id', '=', tx.ecosystemId).execute()
  await emit(tx, 'ecosystem.changed', null, { fields: Object.keys(change) })
  return await readEcosystem(tx)
}

async function readEcosystem(ctx: Ctx | Tx): Promise<EcosystemRow> {
  const row = await ctx.db.selectFrom('ecosystems').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).executeTakeFirst()
  const { ecosystem_id, name, locale, time_zone, created_at } = found(row, 'ecosystem')
  return { id: ecosystem_id, name, locale, timeZone: time_zone, createdAt: created_at.toISOString() }
}
