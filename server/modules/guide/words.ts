import type { Ctx, Tx } from '../../kernel/ctx.ts'
import {
  addField,
  addKind,
  type Field,
  listFields,
  listKinds,
  type NewKind,
  OWN_COLOURS,
  OWN_SHAPES,
  removeUnusedFields,
  removeUnusedKinds,
} from '../parties/index.ts'
import { addTieType, listTieTypes, type NewTieType, removeUnusedTieTypes } from '../ties/index.ts'
import { freeLook, isSameWord, isUnchanged, WORD_TYPES, type Word, type WordType } from './rules.ts'
import type { Locale } from './schema.ts'
import type { KindOfEcosystem } from './templates.ts'

type Taken = { removed: Word[]; used: Word[]; edited: Word[] }

/** The words a kind of ecosystem brings, in one language. */
export function wordsOf({ kinds, fields, tieTypes }: KindOfEcosystem, locale: Locale): Word[] {
  const said: Record<WordType, { key: string; label: string }[]> = {
    kind: kinds.map((kind) => ({ ...kind, label: kind.label[locale] })),
    field: fields.map(({ choices = [], ...field }) => ({
      ...field,
      label: field.label[locale],
      choices: choices.map((choice) => choice[locale]),
    })),
    tie_type: tieTypes.map((type) => ({ ...type, label: type.label[locale], inverseLabel: type.inverseLabel[locale] })),
  }
  return WORD_TYPES.flatMap((type) => said[type].map((value) => ({ type, key: value.key, label: value.label, value })))
}

/** Adds those words that are not there, and remembers that they came so. Answers which were added and which were there. */
export async function addWords(tx: Tx, wanted: readonly Word[]): Promise<{ added: Word[]; there: Word[] }> {
  const present = await readPresent(tx)
  const there = present.filter((word) => wanted.some((each) => isSameWord(each, word)))
  const added: Word[] = []
  for (const word of wanted.filter((each) => !present.some((one) => isSameWord(one, each)))) {
    const value = await addWord(tx, word, [...present, ...added])
    added.push({ ...word, value })
    await tx.db
      .insertInto('guide_words')
      .values({ ecosystem_id: tx.ecosystemId, word: word.type, key: word.key, value: JSON.stringify(value) })
      .onConflict((conflict) => conflict.columns(['ecosystem_id', 'word', 'key']).doUpdateSet({ value: JSON.stringify(value) }))
      .execute()
  }
  return { added, there }
}

/**
 * Takes those words away that came with a choice before and are not wanted any more, unless somebody uses them or has changed them. What
 * was changed belongs to the ecosystem from then on; what is used is looked at again the next time.
 */
export async function takeWords(tx: Tx, wanted: readonly Word[]): Promise<Taken> {
  const present = await readPresent(tx)
  const came = await tx.db.selectFrom('guide_words').selectAll().where('ecosystem_id', '=', tx.ecosystemId).execute()
  const leaving = came.flatMap(({ word: type, key, value }) => {
    const word = present.find((each) => each.type === type && each.key === key)
    if (word === undefined) return [] // gone by another way
    return wanted.some((each) => each.type === type && each.key === key) ? [] : [{ word, isEdited: !isUnchanged(word.value, value) }]
  })
  const edited = leaving.filter(({ isEdited }) => isEdited).map(({ word }) => word)
  const candidates = leaving.filter(({ isEdited }) => !isEdited).map(({ word }) => word)
  const removed: Word[] = []
  for (const type of WORD_TYPES) {
    const keys = candidates.filter((word) => word.type === type).map(({ key }) => key)
    const gone = keys.length === 0 ? [] : await REMOVE[type](tx, keys)
    removed.push(...candidates.filter((word) => word.type === type && gone.includes(word.key)))
  }
  await forget(tx, [...removed, ...edited])
  return { removed, edited, used: candidates.filter((word) => !removed.includes(word)) }
}

const REMOVE: Record<WordType, (tx: Tx, keys: readonly string[]) => Promise<string[]>> = {
  kind: removeUnusedKinds,
  field: removeUnusedFields,
  tie_type: removeUnusedTieTypes,
}

async function readPresent(ctx: Ctx): Promise<Word[]> {
  const kinds = (await listKinds(ctx)).filter(({ label }) => label !== null)
  const fields = await listFields(ctx)
  const types = (await listTieTypes(ctx)).flatMap(({ inverse: _, label, inverseLabel, ...type }) =>
    label === null || inverseLabel === null ? [] : [{ ...type, label, inverseLabel }],
  )
  const said: Record<WordType, { key: string; label: string | null }[]> = { kind: kinds, field: fields, tie_type: types }
  return WORD_TYPES.flatMap((type) => said[type].map((value) => ({ type, key: value.key, label: value.label ?? value.key, value })))
}

/** Answers the word as it was added: a kind gets another look where its own is taken. */
async function addWord(tx: Tx, { type, value }: Word, others: readonly Word[]): Promise<object> {
  if (type === 'field') return await addField(tx, value as Field)
  if (type === 'tie_type') {
    await addTieType(tx, value as NewTieType)
    return value
  }
  const kind = value as NewKind & { colour: (typeof OWN_COLOURS)[number]; shape: (typeof OWN_SHAPES)[number] }
  const looks = others.filter((word) => word.type === 'kind').map((word) => word.value as NewKind)
  return await addKind(tx, { ...kind, ...freeLook(kind, looks, OWN_COLOURS, OWN_SHAPES) })
}

async function forget(tx: Tx, words: readonly Word[]): Promise<void> {
  for (const type of WORD_TYPES) {
    const keys = words.filter((word) => word.type === type).map(({ key }) => key)
    if (keys.length === 0) continue
    await tx.db
      .deleteFrom('guide_words')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('word', '=', type)
      .where('key', 'in', keys)
      .execute()
  }
}
