import { certaintyOf } from './certainty.ts'
import { column, type Ground, ranked } from './reading.ts'
import type { Answer, Category, Figure } from './types.ts'

/** The kinds every local economy is made of; an ecosystem's own kinds are nobody's gap. */
export const SEVEN_KINDS = ['customers', 'suppliers', 'partners', 'competitors', 'services', 'community', 'government'] as const

/** Below this many parties with a kind (or sector) nothing is called thin: everything is. */
const KNOWN_MIN = 10
/** Thin is less than this part of an even share over the seven kinds, or a single party. */
const THIN_PART = 0.25
const LISTED = 20

/**
 * Which of the seven kinds are missing or thin: none, a single party, or less than a quarter of an even share (parties with a kind / 7 / 4).
 * There is no peer map to compare with, so the measure is the map's own spread. A party of two kinds counts in both.
 */
export function thinKinds(reading: Pick<Ground, 'map' | 'degree'>): Answer {
  const { map, degree } = reading
  const total = map.parties.length
  const known = map.parties.filter(({ kinds }) => kinds.length > 0).length
  const coverage: Figure[] = [
    { definition: 'parties', value: total },
    { definition: 'kindCoverage', value: total === 0 ? 0 : known / total },
  ]
  if (known < KNOWN_MIN) return tooFew('thinKinds', 'kinds', known, total, coverage)
  const counted = SEVEN_KINDS.map((kind) => {
    const members = ranked(
      reading,
      column(
        total,
        (i) => map.parties[i]!.kinds.includes(kind),
        (i) => -degree[i]!,
      ),
    )
    return { kind, members, tied: members.filter((i) => degree[i]! > 0).length }
  })
  const thinBelow = Math.max(2, (known / SEVEN_KINDS.length) * THIN_PART)
  const missing = counted.filter(({ members }) => members.length === 0).map(({ kind }) => kind)
  const thin = counted.filter(({ members }) => members.length > 0 && members.length < thinBelow).map(({ kind }) => kind)
  const variant = thin.length === 0 ? 'missing' : missing.length === 0 ? 'thin' : 'both'
  const found = missing.length + thin.length > 0
  const first = missing[0] ?? thin[0]
  return {
    ...empty('thinKinds', found ? 'found' : 'nothing'),
    sentence: found
      ? {
          key: `sentence.thinKinds.found.${variant}`,
          values: { missingKinds: missing, thinKinds: thin, count: missing.length + thin.length },
        }
      : { key: 'sentence.thinKinds.nothing', values: { total } },
    figures: coverage,
    categories: counted.map(({ kind, members, tied }): Category => {
      const figures: Figure[] = [{ definition: 'kindParties', value: members.length }]
      if (members.length > 0) figures.push({ definition: 'kindTied', value: tied / members.length })
      return { key: kind, figures, partyIds: members.length < thinBelow ? members.slice(0, LISTED).map((i) => map.parties[i]!.id) : [] }
    }),
    certainty: certaintyOf(known / total, null, coverage),
    task: first === undefined ? null : { title: { key: 'task.thinKinds', values: { kind: first } }, partyIds: [] },
  }
}

/**
 * Which sectors rest on a single party: divisions (the first two digits of NACE Rev. 2 or NAICS 2017) with one party, the best connected
 * first, because most others depend on it.
 */
export function thinSectors(reading: Pick<Ground, 'map' | 'degree'>): Answer {
  const { map, degree } = reading
  const total = map.parties.length
  const byDivision = new Map<string, number[]>()
  let known = 0
  for (const [i, { sectorScheme, sectorCode }] of map.parties.entries()) {
    const division = divisionOf(sectorScheme, sectorCode)
    if (division === null) continue
    known++
    const members = byDivision.get(division)
    if (members) members.push(i)
    else byDivision.set(division, [i])
  }
  const coverage: Figure[] = [
    { definition: 'parties', value: total },
    { definition: 'sectorCoverage', value: total === 0 ? 0 : known / total },
  ]
  if (known < KNOWN_MIN) return tooFew('thinSectors', 'sectors', known, total, coverage)
  const single = [...byDivision]
    .filter(([, members]) => members.length === 1)
    .map(([key, members]) => ({ key, only: members[0]! }))
    .sort((a, b) => degree[b.only]! - degree[a.only]! || (a.key < b.key ? -1 : 1))
  const first = single[0]
  const certainty = certaintyOf(known / total, null, coverage)
  if (first === undefined)
    return {
      ...empty('thinSectors', 'nothing'),
      sentence: { key: 'sentence.thinSectors.nothing', values: { count: byDivision.size } },
      figures: coverage,
      certainty,
    }
  const name = map.parties[first.only]!.name
  return {
    ...empty('thinSectors', 'found'),
    sentence: { key: 'sentence.thinSectors.found', values: { count: single.length, total: byDivision.size, sector: first.key, name } },
    figures: coverage,
    categories: single.slice(0, LISTED).map(({ key, only }) => ({
      key,
      figures: [{ definition: 'degree', value: degree[only]! }],
      partyIds: [map.parties[only]!.id],
    })),
    certainty,
    task: { title: { key: 'task.thinSectors', values: { sector: first.key, name } }, partyIds: [map.parties[first.only]!.id] },
  }
}

/** NAICS sectors that span several two-digit codes are one. https://www.census.gov/naics/ */
const NAICS_SPANS: Record<string, string> = { '32': '31', '33': '31', '45': '44', '49': '48' }

/** `nace:55` or `naics:31`; null without a code of at least two digits. */
export function divisionOf(scheme: 'nace' | 'naics' | null, code: string | null): string | null {
  const division = /^[A-U]?\s*(\d\d)/.exec(code ?? '')?.[1]
  if (scheme === null || division === undefined) return null
  return `${scheme}:${scheme === 'naics' ? naicsDivision(division) : division}`
}

/** The sector of NAICS that two digits belong to, by its first. */
export function naicsDivision(division: string): string {
  return NAICS_SPANS[division] ?? division
}

function tooFew(key: Answer['key'], variant: 'kinds' | 'sectors', count: number, total: number, figures: Figure[]): Answer {
  return {
    ...empty(key, 'unknown'),
    sentence: { key: `sentence.unknown.${total === 0 ? 'empty' : variant}`, values: { count, total, needed: KNOWN_MIN } },
    figures,
  }
}

function empty(key: Answer['key'], state: Answer['state']): Answer {
  return {
    key,
    state,
    sentence: { key: '', values: {} },
    figures: [],
    witnesses: [],
    witnessTotal: 0,
    categories: [],
    certainty: null,
    task: null,
  }
}
