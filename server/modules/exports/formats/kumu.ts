/** A Kumu blueprint: elements, and connections between their ids. Kumu shows one type for each element, so the first kind is it. */
import type { Party } from '../../parties/index.ts'
import type { NamedTie } from '../../ties/index.ts'
import type { Source } from '../source.ts'
import { EDGE_DAYS } from './networks.ts'
import { type Cell, type Column, PARTY_FACTS, rounded } from './tables.ts'

/** What has a name of its own in Kumu. */
const NAMED = new Set(['Kinds', 'Description', 'Tags', 'Latitude', 'Longitude'])
const OTHERS = PARTY_FACTS.filter(({ header }) => !NAMED.has(header))

export async function* kumu(source: Source): AsyncGenerator<string> {
  yield '{"elements":[\n'
  let separator = ''
  for await (const parties of source.parties()) {
    yield separator + parties.map((party) => JSON.stringify(elementOf(party))).join(',\n')
    separator = ',\n'
  }
  yield '\n],"connections":[\n'
  separator = ''
  for await (const ties of source.ties('present')) {
    yield separator + ties.map((tie) => JSON.stringify(connectionOf(tie))).join(',\n')
    separator = ',\n'
  }
  yield '\n]}\n'
}

function elementOf(party: Party): Record<string, unknown> {
  return {
    id: party.id,
    label: party.name,
    ...(party.kinds[0] !== undefined && { type: party.kinds[0] }),
    ...(party.kinds.length > 1 && { Kinds: party.kinds }),
    ...(party.description !== null && { description: party.description }),
    ...(party.tags.length > 0 && { tags: party.tags }),
    ...(party.latitude !== null && { Location: `${party.latitude}, ${party.longitude}` }),
    ...filled(party, OTHERS),
  }
}

function connectionOf(tie: NamedTie): Record<string, unknown> {
  return {
    id: tie.id,
    from: tie.fromId,
    to: tie.toId,
    type: tie.type,
    direction: tie.directed ? 'directed' : 'undirected',
    'Current strength': rounded(tie.currentStrength),
    ...(tie.strength !== null && { Strength: tie.strength }),
    ...filled(tie, EDGE_DAYS),
  }
}

function filled<T>(row: T, columns: readonly Column<T>[]): Record<string, Cell> {
  return Object.fromEntries(columns.map(({ header, of }) => [header, of(row)]).filter(([, value]) => value !== null))
}
