/** From the ties of the files to ties of the map, with the types they mean. Pure. */
import type { NewTieType } from '../../ties/index.ts'
import { complaint, type RowComplaint } from '../reading/index.ts'
import type { Assembly, Bond } from './assemble.ts'
import type { Items, Parts, PlannedRow, Settings } from './plan.ts'
import type { Known, Resolution } from './resolve.ts'
import { keyOfWord, type MeantType, tieWordReader } from './tie-words.ts'

const LABEL_CHARS_MAX = 100
const EVIDENCE_CHARS_MAX = 4_000

/** What the word of a tie came to. `kept` is the word where the type does not say it. */
type Typed = MeantType & { kept: string | null; remark: RowComplaint | null }
type Typing = (draft: Bond['draft']) => Typed

export function* planTies(assembly: Assembly, resolutions: readonly Resolution[], known: Known, settings: Settings): Parts<PlannedRow[]> {
  const fresh = new Map<string, NewTieType>()
  const typeOf = typing(known, settings, fresh)
  const strongest = assembly.bonds.reduce((most, { draft }) => Math.max(most, draft.strength ?? 0), 1)
  const list: Items['tie'] = []
  const rows = assembly.bonds.map(({ file, row, from, to, draft }) => {
    const [fromId, toId] = [resolutions[from]!.id, resolutions[to]!.id]
    const name = `${assembly.entities[from]!.draft.name} – ${assembly.entities[to]!.draft.name}`
    const line = { file, row, name, partyId: fromId, fingerprint: null }
    if (fromId === toId)
      return { ...line, action: 'refuse' as const, reasons: [{ kind: 'complaint' as const, ...complaint('tie_to_itself') }] }
    const { key, isReversed, kept, remark } = typeOf(draft)
    list.push({
      ...(isReversed ? { fromId: toId, toId: fromId } : { fromId, toId }),
      type: key,
      // weights may be counts: the strongest tie of the file is 1
      strength: draft.strength === null ? null : draft.strength / strongest,
      since: draft.since,
      until: draft.until,
      evidence:
        [draft.evidence, kept]
          .filter((part) => part)
          .join('\n')
          .slice(0, EVIDENCE_CHARS_MAX) || null,
      ...(draft.directed === null ? {} : { directed: draft.directed }),
    })
    return { ...line, action: 'create' as const, reasons: remark ? [{ kind: 'complaint' as const, ...remark }] : [] }
  })
  yield { kind: 'tie_type', list: [...fresh.values()], entries: 0 }
  yield { kind: 'tie', list, entries: 0 }
  return rows
}

/** Known words mean known types; others become types of one's own if the person said so, as long as there is room for them. */
function typing(known: Known, settings: Settings, fresh: Map<string, NewTieType>): Typing {
  const meaning = tieWordReader(known.tieTypes)
  return ({ type: word, directed }) => {
    const otherwise = { key: settings.tieType, isReversed: false }
    if (word === null) return { ...otherwise, kept: null, remark: null }
    const meant = meaning(word)
    if (meant) return { ...meant, kept: null, remark: null }
    const key = settings.newTieTypes ? keyOfWord(word) : ''
    if (key !== '' && !fresh.has(key) && fresh.size < known.tieTypeRoom) {
      const label = word.slice(0, LABEL_CHARS_MAX)
      fresh.set(key, { key, label, inverseLabel: label, directed: directed ?? true, trade: false })
    }
    if (fresh.has(key)) return { key, isReversed: false, kept: null, remark: complaint('tie_type_new', { value: word.slice(0, 60) }) }
    return { ...otherwise, kept: word, remark: complaint('tie_type_unknown', { value: word.slice(0, 60), type: settings.tieType }) }
  }
}
