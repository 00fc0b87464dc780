/** GraphML, as yEd, Gephi, Cytoscape, igraph and NetworkX read it: the ties on the map, weighed by their present strength. */
import type { Source } from '../source.ts'
import { xml } from './characters.ts'
import { attributeType, EDGE_FACTS, NODE_FACTS } from './networks.ts'
import { type Cell, type Column, rounded } from './tables.ts'

export async function* graphml(source: Source): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="label" for="node" attr.name="label" attr.type="string"/>
${keysOf('node', NODE_FACTS)}<key id="type" for="edge" attr.name="type" attr.type="string"/>
${keysOf('edge', EDGE_FACTS)}<key id="weight" for="edge" attr.name="weight" attr.type="double"/>
<graph id="${xml(source.ecosystem)}" edgedefault="undirected">
`
  for await (const parties of source.parties()) {
    yield parties
      .map((party) => `<node id="${party.id}">${data('label', party.name)}${dataOf('node', party, NODE_FACTS)}</node>\n`)
      .join('')
  }
  for await (const ties of source.ties('present')) {
    yield ties
      .map(
        (tie) =>
          `<edge id="${tie.id}" source="${tie.fromId}" target="${tie.toId}" directed="${tie.directed}">${data('type', tie.type)}${dataOf('edge', tie, EDGE_FACTS)}${data('weight', rounded(tie.currentStrength))}</edge>\n`,
      )
      .join('')
  }
  yield '</graph>\n</graphml>\n'
}

function keysOf<T>(of: 'node' | 'edge', columns: readonly Column<T>[]): string {
  return columns
    .map(({ header }, index) => `<key id="${of}-${index}" for="${of}" attr.name="${header}" attr.type="${attributeType(header)}"/>\n`)
    .join('')
}

function dataOf<T>(of: 'node' | 'edge', row: T, columns: readonly Column<T>[]): string {
  let text = ''
  for (let index = 0; index < columns.length; index++) {
    const value = columns[index]!.of(row)
    if (value !== null) text += data(`${of}-${index}`, value)
  }
  return text
}

function data(key: string, value: NonNullable<Cell>): string {
  return `<data key="${key}">${typeof value === 'string' ? xml(value) : value}</data>`
}
