/** What GEXF, GraphML and Kumu say of a tie besides its ends, its type and its weight. Pure. */
import type { NamedTie } from '../../ties/index.ts'
import type { Column } from './tables.ts'

export const EDGE_FACTS: readonly Column<NamedTie>[] = [
  { header: 'Strength', of: ({ strength }) => strength },
  { header: 'Since', of: ({ since }) => since },
  { header: 'Until', of: ({ until }) => until },
]

const DOUBLES = new Set(['Latitude', 'Longitude', 'Strength'])
const BOOLEANS = new Set(['Place approximate'])

/** What the values of a column are, in the words GEXF and GraphML share. */
export function attributeType(header: string): 'double' | 'boolean' | 'string' {
  return DOUBLES.has(header) ? 'double' : BOOLEANS.has(header) ? 'boolean' : 'string'
}
