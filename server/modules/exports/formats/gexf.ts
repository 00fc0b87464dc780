/** GEXF 1.3, as Gephi reads it: the ties on the map, weighed by their present strength. */
import type { Party } from '../../parties/index.ts'
import type { NamedTie } from '../../ties/index.ts'
import type { Source } from '../source.ts'
import { xml } from './characters.ts'
import { attributeType, EDGE_FACTS, NODE_FACTS } from './networks.ts'
import { type Column, rounded } from './tables.ts'

export async function* gexf(source: Source): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta lastmodifieddate="${source.at.toISOString().slice(0, 10)}"><creator>Tutti</creator><title>${xml(source.ecosystem)}</title></meta>
<graph mode="static" defaultedgetype="undirected">
${attributesOf('node', NODE_FACTS)}${attributesOf('edge', EDGE_FACTS)}<nodes>
`
  for await (const parties of source.parties()) yield parties.map(nodeOf).join('')
  yield '</nodes>\n<edges>\n'
  for await (const ties of source.ties('present')) yield ties.map(edgeOf).join('')
  yield '</edges>\n</graph>\n</gexf>\n'
}

function attributesOf<T>(of: 'node' | 'edge', columns: readonly Column<T>[]): string {
  const lines = columns.map(
    (column, index) => `<attribute id="${index}" title="${column.header}" type="${attributeType(column.header)}"/>\n`,
  )
  return `<attributes class="${of}" mode="static">\n${lines.join('')}</attributes>\n`
}

function nodeOf(party: Party): string {
  return `<node id="${party.id}" label="${xml(party.name)}">${valuesOf(party, NODE_FACTS)}</node>\n`
}

function edgeOf(tie: NamedTie): string {
  const direction = tie.directed ? 'directed' : 'undirected'
  return `<edge id="${tie.id}" source="${tie.fromId}" target="${tie.toId}" type="${direction}" kind="${xml(tie.type)}" weight="${rounded(tie.currentStrength)}">${valuesOf(tie, EDGE_FACTS)}</edge>\n`
}

function valuesOf<T>(row: T, columns: readonly Column<T>[]): string {
  let values = ''
  for (let index = 0; index < columns.length; index++) {
    const value = columns[index]!.of(row)
    if (value !== null) values += `<attvalue for="${index}" value="${typeof value === 'string' ? xml(value) : value}"/>`
  }
  return values === '' ? '' : `<attvalues>${values}</attvalues>`
}
