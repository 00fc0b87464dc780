/** What the formats of networks say of organisations, and of a tie besides its ends, its type and its weight. Pure. */
import type { Party } from '../../parties/index.ts'
import type { NamedTie } from '../../ties/index.ts'
import { type Column, PARTY_FACTS } from './tables.ts'

/** GEXF and GraphML have one value for each attribute; several are parted by a bar, as programs for networks do. */
const LISTS: readonly Column<Party>[] = [
  { header: 'Kinds', of: ({ kinds }) => kinds.join('|') || null },
  { header: 'Tags', of: ({ tags }) => tags.join('|') || null },
]
export const NODE_FACTS = PARTY_FACTS.map((column) => LISTS.find(({ header }) => header === column.header) ?? column)

export const EDGE_DAYS: readonly Column<NamedTie>[] = [
  { header: 'Since', of: ({ since }) => since },
  { header: 'Until', of: ({ until }) => until },
]
// "Strength" alone would be taken for the weight
export const EDGE_FACTS: readonly Column<NamedTie>[] = [{ header: 'Stated strength', of: ({ strength }) => strength }, ...EDGE_DAYS]

const DOUBLES = new Set(['Latitude', 'Longitude', 'Stated strength'])
const BOOLEANS = new Set(['Place approximate'])

/** What the values of a column are, in the words GEXF and GraphML share. */
export function attributeType(header: string): 'double' | 'boolean' | 'string' {
  return DOUBLES.has(header) ? 'double' : BOOLEANS.has(header) ? 'boolean' : 'string'
}
