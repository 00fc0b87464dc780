import { type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { nameEntrance, revokeEntrances } from '../../kernel/entrances.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { findOwnParty } from '../parties/index.ts'
import { allow, getEcosystem } from '../people/index.ts'
import { FIELDS_AT_FIRST, frameOriginOf, slugOf, TEXT_PAGES } from './rules.ts'
import type { Publication, PublicationChange, PublicField, Tables, TextPage, Texts } from './schema.ts'
import { generateTexts } from './texts.ts'

/** The kind of the entrance that finds the ecosystem by the address of its public map. */
export const MAP_KIND = 'public_map'
/** An address that is open has no end; the column wants a moment. */
const NEVER = new Date('9999-01-01T00:00:00Z')

export type PublicationRow = Selectable<Tables['publications']>

/** What is set about the public map, with what stands where nothing was set. */
export async function getPublication(ctx: Ctx): Promise<Publication> {
  allow(ctx, 'publication.read')
  const row = await readPublication(ctx)
  const { texts, ...settings } = row
  const counts = await count(ctx, settings.fields)
  return {
    slug: settings.slug,
    fields: settings.fields as PublicField[],
    licence: settings.licence,
    frameAncestors: settings.frame_ancestors,
    contactEmail: settings.contact_email,
    texts: filled(texts),
    version: settings.version,
    openedAt: settings.opened_at?.toISOString() ?? null,
    path: `/m/${settings.slug}`,
    ...counts,
    generated: await textsFor(ctx, row),
  }
}

/** Changes the settings. Throws conflict for an address that is another's, and when somebody else was faster. */
export async function changePublication(tx: Tx, { version, ...input }: PublicationChange): Promise<Publication> {
  allow(tx, 'publication.write')
  const row = await lockPublication(tx)
  if (row.version !== version) {
    throw new DomainError(
      'conflict',
      'publication_changed',
      'Somebody else changed the public map meanwhile. Your text is still here: load the new state and try again.',
    )
  }
  const next = {
    slug: input.slug,
    fields: [...new Set(input.fields)],
    licence: input.licence,
    frame_ancestors: [...new Set(input.frameAncestors.map((origin) => frameOriginOf(origin)!))],
    contact_email: input.contactEmail,
    texts: withoutEmpty(input.texts),
  }
  const changed = (Object.keys(next) as (keyof typeof next)[]).filter((key) => JSON.stringify(next[key]) !== JSON.stringify(row[key]))
  if (changed.length === 0 && version > 0) return await getPublication(tx)
  // also of a map that is closed: the address is kept for whoever chose it first
  if (version === 0 || next.slug !== row.slug) await moveTo(tx, next.slug, row.opened_at !== null)
  await tx.db
    .updateTable('publications')
    .set({ ...next, texts: JSON.stringify(next.texts), version: row.version + 1, updated_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .execute()
  await emit(tx, 'publication.changed', null, { fields: changed })
  return await getPublication(tx)
}

/** Opens the map to everybody. Throws conflict when its address is another's. */
export async function openPublication(tx: Tx): Promise<Publication> {
  allow(tx, 'publication.write')
  const row = await lockPublication(tx)
  if (row.opened_at === null) {
    await moveTo(tx, row.slug, true)
    await setOpened(tx, tx.now())
    await emit(tx, 'publication.opened', null, {})
  }
  return await getPublication(tx)
}

/** Closes it: from now on nobody outside sees anything. Everything that was set is kept. */
export async function closePublication(tx: Tx): Promise<Publication> {
  allow(tx, 'publication.write')
  const row = await lockPublication(tx)
  if (row.opened_at !== null) {
    await revokeEntrances(tx, MAP_KIND, tx.ecosystemId)
    await setOpened(tx, null)
    await emit(tx, 'publication.closed', null, {})
  }
  return await getPublication(tx)
}

/** The row, or what it would hold at first. */
export async function readPublication(ctx: Ctx | Tx): Promise<PublicationRow> {
  const row = await ctx.db.selectFrom('publications').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).executeTakeFirst()
  return row ?? (await atFirst(ctx))
}

/** Every text of the public pages, as it is shown: written by the coordinators or generated. */
export async function shownTexts(ctx: Ctx | Tx, row: PublicationRow): Promise<Record<TextPage, Record<'en' | 'de', string>>> {
  const [own, generated] = [filled(row.texts), await textsFor(ctx, row)]
  return byPage((page) => ({ en: own[page].en || generated[page].en, de: own[page].de || generated[page].de }))
}

async function textsFor(ctx: Ctx | Tx, row: PublicationRow) {
  const [ecosystem, party] = [await getEcosystem(ctx), await findOwnParty(ctx)]
  return generateTexts({ ecosystem: ecosystem.name, party, contactEmail: row.contact_email, fields: row.fields, licence: row.licence })
}

async function atFirst(ctx: Ctx | Tx): Promise<PublicationRow> {
  const { name, createdAt } = await getEcosystem(ctx)
  const own = await findOwnParty(ctx)
  return {
    ecosystem_id: ctx.ecosystemId,
    slug: slugOf(name).slice(0, 60).replace(/-$/, '') || 'map',
    fields: [...FIELDS_AT_FIRST],
    licence: 'CC-BY-4.0',
    frame_ancestors: [],
    contact_email: own?.email ?? null,
    texts: {},
    opened_at: null,
    opened_by: null,
    version: 0,
    updated_at: new Date(createdAt),
  }
}

/** The row, made if there is none yet, held until commit: whoever changes what is public waits for whoever is at it. */
export async function lockPublication(tx: Tx): Promise<PublicationRow> {
  const first = await readPublication(tx)
  await tx.db
    .insertInto('publications')
    .values({ ...first, texts: JSON.stringify(first.texts) })
    .onConflict((conflict) => conflict.column('ecosystem_id').doNothing())
    .execute()
  return await tx.db.selectFrom('publications').selectAll().where('ecosystem_id', '=', tx.ecosystemId).forUpdate().executeTakeFirstOrThrow()
}

/** The old address answers that it is gone; the new one is taken, and open where the map is. */
async function moveTo(tx: Tx, slug: string, isOpen: boolean): Promise<void> {
  await revokeEntrances(tx, MAP_KIND, tx.ecosystemId)
  await nameEntrance(tx, slug, { kind: MAP_KIND, ecosystemId: tx.ecosystemId, target: tx.ecosystemId, scope: { slug }, expiresAt: NEVER })
  if (!isOpen) await revokeEntrances(tx, MAP_KIND, tx.ecosystemId)
}

async function setOpened(tx: Tx, at: Date | null): Promise<void> {
  await tx.db
    .updateTable('publications')
    .set((eb) => ({
      opened_at: at,
      opened_by: at && sourceOf(tx.actor),
      version: eb('version', '+', 1),
      updated_at: tx.now(),
    }))
    .where('ecosystem_id', '=', tx.ecosystemId)
    .execute()
}

async function count({ db, ecosystemId }: Ctx | Tx, fields: readonly string[]) {
  const { rows } = await sql<{ shown: number; fewerFields: number; waiting: number }>`
    select count(*)::int as shown, count(*) filter (where not fields @> ${[...fields]}::text[])::int as "fewerFields",
      (select count(*)::int from publication_corrections where ecosystem_id = ${ecosystemId} and decided_at is null) as waiting
    from publication_grounds where ecosystem_id = ${ecosystemId} and ended_at is null`.execute(db)
  return rows[0]!
}

function filled(texts: Texts) {
  return byPage((page) => ({ en: texts[page]?.en ?? '', de: texts[page]?.de ?? '' }))
}

function withoutEmpty(texts: Record<TextPage, Record<'en' | 'de', string>>): Texts {
  const kept = TEXT_PAGES.map((page) => [page, Object.fromEntries(Object.entries(texts[page]).filter(([, text]) => text !== ''))] as const)
  return Object.fromEntries(kept.filter(([, languages]) => Object.keys(languages).length > 0))
}

function byPage<T>(of: (page: TextPage) => T): Record<TextPage, T> {
  return Object.fromEntries(TEXT_PAGES.map((page) => [page, of(page)])) as Record<TextPage, T>
}
