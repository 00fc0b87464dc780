import i18next, { type TFunction } from 'i18next'

/** The two classifications of trades: NACE Rev. 2 of Europe and NAICS 2017 of North America. */
export const SECTOR_SCHEMES = ['nace', 'naics'] as const
export type SectorScheme = (typeof SECTOR_SCHEMES)[number]

export type SectorOption = { scheme: SectorScheme; code: string; name: string; isTypical?: boolean }

/** The first division of each section of NACE; a section ends before the next begins. */
const SECTIONS: readonly (readonly [string, number])[] = [
  ['A', 1],
  ['B', 5],
  ['C', 10],
  ['D', 35],
  ['E', 36],
  ['F', 41],
  ['G', 45],
  ['H', 49],
  ['I', 55],
  ['J', 58],
  ['K', 64],
  ['L', 68],
  ['M', 69],
  ['N', 77],
  ['O', 84],
  ['P', 85],
  ['Q', 86],
  ['R', 90],
  ['S', 94],
  ['T', 97],
  ['U', 99],
]

/**
 * The name of a sector in the reader's language, by the longest beginning of its code that has one: 47.11 and 47.1 and 47. A code may
 * bring its scheme along as the filter writes it (`naics:722`). Empty for no code, the code itself where nothing is known of it.
 */
export function sectorName(t: TFunction, scheme: string | null | undefined, code: string | null | undefined): string {
  if (!code) return ''
  const part = splitSector(code, scheme)
  for (let digits = part.code.replace('.', ''); digits.length > 0; digits = digits.slice(0, -1)) {
    const name = t(part.scheme === 'nace' ? `nace.${digits}` : `naics.${digits}`, { defaultValue: '' })
    if (name !== '') return name
  }
  return part.code
}

/** `naics:722` as scheme and code; a bare code is one of `scheme`, or of NACE. */
export function splitSector(code: string, scheme: string | null | undefined = 'nace'): { scheme: SectorScheme; code: string } {
  const [first = '', second] = code.split(':')
  if (second !== undefined) return { scheme: first === 'naics' ? 'naics' : 'nace', code: second }
  return { scheme: scheme === 'naics' ? 'naics' : 'nace', code: first }
}

/** The section letter of a NACE code: 47.11 is in G. Null where there is none. */
export function naceSection(code: string): string | null {
  if (/^[A-U]$/.test(code)) return code
  const division = Number(code.slice(0, 2))
  return SECTIONS.findLast(([, from]) => from <= division)?.[0] ?? null
}

/** All named sectors of a scheme in the language now shown, in the order of the classification: a section, its divisions, their classes. */
export function sectorOptions(scheme: SectorScheme): SectorOption[] {
  const names: Record<string, string> = i18next.getResource(i18next.language, 'translation', scheme) ?? {}
  const options = Object.entries(names).map(([digits, name]) => ({ scheme, code: withDot(scheme, digits), name }))
  return options.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
}

/**
 * The sectors that fit what somebody typed, the best first: a code that begins so, then names in which a word begins so, then names that
 * hold all the words somewhere. Everything for no text, the `typical` NACE codes first and marked.
 */
export function findSectors(options: readonly SectorOption[], typed: string, typical: readonly string[] = []): SectorOption[] {
  const wanted = plain(typed)
  if (wanted === '') {
    const isTypical = ({ scheme, code }: SectorOption) => scheme === 'nace' && typical.includes(code)
    const first = options.filter(isTypical).sort((one, other) => typical.indexOf(one.code) - typical.indexOf(other.code))
    return [...first.map((option) => ({ ...option, isTypical: true })), ...options.filter((option) => !isTypical(option))]
  }
  const words = wanted.split(/\s+/)
  const rank = ({ code, name }: SectorOption) => {
    if (plain(code).replace('.', '').startsWith(wanted.replace('.', ''))) return 0
    const text = ` ${plain(name).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')}`
    if (words.every((word) => text.includes(` ${word}`))) return 1
    return words.every((word) => text.includes(word)) ? 2 : 3
  }
  const ranked = options.map((option) => ({ option, rank: rank(option) })).filter((each) => each.rank < 3)
  return ranked.sort((one, other) => one.rank - other.rank).map(({ option }) => option)
}

function withDot(scheme: SectorScheme, digits: string): string {
  return scheme === 'nace' && digits.length > 2 ? `${digits.slice(0, 2)}.${digits.slice(2)}` : digits
}

function orderOf({ scheme, code }: SectorOption): string {
  return scheme === 'nace' && !/^[A-U]$/.test(code) ? `${naceSection(code)}${code}` : code
}

/** Lower case without accents, so that "cafes" finds "Cafés". */
function plain(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')
}
