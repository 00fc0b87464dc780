import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { allow } from '../people/index.ts'
import { findKindOfEcosystem } from './kinds.ts'
import { OTHER_KIND, type Word } from './rules.ts'
import type { ChosenKind, KindChange, KindChoice, Locale } from './schema.ts'
import { addWords, takeWords, wordsOf } from './words.ts'

/** Which kind of ecosystem this one is said to be, for everybody in it. */
export async function getChosenKind(ctx: Ctx): Promise<ChosenKind> {
  allow(ctx, 'ecosystem.read')
  const choice = await findChoice(ctx)
  const kind = findKindOfEcosystem(choice?.kind)
  return { kind: choice?.kind ?? null, chosenAt: choice?.chosen_at.toISOString() ?? null, sectors: kind?.sectors ?? [] }
}

/**
 * Says which kind of ecosystem this one is: its words are added in the language given. What is there stays as it is, and of the words that
 * came with an earlier choice only those go that nobody uses or has changed. The same again adds what is missing and nothing else. Throws
 * not_found for a kind there is no file for, and conflict where there would be too many words.
 */
export async function chooseKind(tx: Tx, { kind, locale }: KindChoice): Promise<KindChange> {
  allow(tx, 'catalogue.write')
  const template = kind === null || kind === OTHER_KIND ? undefined : found(findKindOfEcosystem(kind), 'ecosystem_kind')
  await lockChoice(tx)
  const former = await findChoice(tx)
  const wanted = template ? wordsOf(template, locale) : []
  const taken = await takeWords(tx, wanted)
  const { added, there } = await addWords(tx, wanted)
  const isOther = (former?.kind ?? null) !== kind
  if (isOther) await replaceChoice(tx, { kind, locale })
  if (isOther || added.length + taken.removed.length > 0) {
    await emit(tx, 'ecosystem_kind.chosen', null, { kind, added: added.length, removed: taken.removed.length })
  }
  return {
    kind,
    added: added.map(named),
    removed: taken.removed.map(named),
    kept: [
      ...there.map((word) => ({ ...named(word), why: 'there' as const })),
      ...taken.used.map((word) => ({ ...named(word), why: 'used' as const })),
      ...taken.edited.map((word) => ({ ...named(word), why: 'edited' as const })),
    ],
    undo: isOther ? { kind: former?.kind ?? null, locale: former?.locale ?? locale } : null,
  }
}

/** Two people who choose at the same time choose one after the other. */
async function lockChoice(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ecosystem-kind:${tx.ecosystemId}`}, 0))`.execute(tx.db)
}

async function findChoice(ctx: Ctx) {
  return await ctx.db
    .selectFrom('guide_choices')
    .select(['kind', 'locale', 'chosen_at'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

async function replaceChoice(tx: Tx, { kind, locale }: { kind: string | null; locale: Locale }): Promise<void> {
  const by = sourceOf(tx.actor)
  await tx.db
    .updateTable('guide_choices')
    .set({ ended_by: by, ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('ended_at', 'is', null)
    .execute()
  if (kind === null) return
  await tx.db
    .insertInto('guide_choices')
    .values({ ecosystem_id: tx.ecosystemId, id: newId(), kind, locale, chosen_by: by, chosen_at: tx.now() })
    .execute()
}

function named({ type, key, label }: Word): Pick<Word, 'type' | 'key' | 'label'> {
  return { type, key, label }
}
