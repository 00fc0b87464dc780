/** Which words of a file name a kind that the ecosystem made for itself. Pure. */
import type { KindShown } from '../../parties/index.ts'
import { plain } from '../matching/names.ts'
import type { ImportRecord } from '../reading/index.ts'

/**
 * Makes what turns labels of a record into own kinds, by their name or key. A reader knows the seven kinds only and leaves every other word
 * a tag, so that is where they are looked for.
 */
export function ownKindReader(kinds: readonly KindShown[]): (record: ImportRecord) => ImportRecord {
  const keys = new Map<string, string>()
  for (const { key, label } of kinds) {
    if (label === null) continue
    for (const word of [key, label]) keys.set(plain(word).trim(), key)
  }
  const keyOf = (word: string) => keys.get(plain(word).trim())
  return (record) => {
    const own = record.party?.tags.flatMap((tag) => keyOf(tag) ?? []) ?? []
    if (!record.party || own.length === 0) return record
    const { kinds, tags } = record.party
    const party = { ...record.party, kinds: [...new Set([...kinds, ...own])], tags: tags.filter((tag) => keyOf(tag) === undefined) }
    return { ...record, party }
  }
}
