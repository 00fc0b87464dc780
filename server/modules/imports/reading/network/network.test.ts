// The organisations in these files are invented.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '../../../../kernel/errors.ts'
import { uploadOf } from '../../testing.ts'
import { readRecords, readTexts, recogniseUpload } from '../index.ts'
import { graphmlHandlers } from './graphml.ts'
import { type Named, networkTables } from './tables.ts'

async function read(content: string | Uint8Array, pieceBytes = 9) {
  const upload = uploadOf(content, 'network.file', pieceBytes)
  const { preset, mapping, sample } = await recogniseUpload(upload)
  const records = []
  for await (const record of readRecords(2, upload, mapping)) records.push(record)
  const ties = records.flatMap(({ tie }) => (tie ? [tie] : []))
  return { preset, sample, records, ties, parties: records.flatMap(({ party }) => (party ? [party] : [])) }
}

const refuses = (content: string | Uint8Array, code: string, message: RegExp) =>
  assert.rejects(read(content, 60_000), (error: unknown) => {
    assert.ok(error instanceof DomainError, String(error))
    assert.equal(error.code, code)
    assert.match(error.message, message)
    return true
  })

const gexf = (inside: string, head = 'xmlns="http://gexf.net/1.3" version="1.3"') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<gexf ${head} xmlns:viz="http://gexf.net/1.3/viz">${inside}</gexf>`
const graphml = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">${inside}</graphml>`

const GEXF = gexf(`
  <meta lastmodifieddate="2026-01-01"><creator>Erfunden</creator></meta>
  <graph defaultedgetype="directed" mode="static">
    <attributes class="node">
      <attribute id="0" title="type" type="string"><default>Partner</default></attribute>
      <attribute id="1" title="tags" type="liststring"/>
      <attribute id="2" title="latitude" type="double"/><attribute id="3" title="longitude" type="double"/>
      <attribute id="4" title="E-Mail" type="string"/>
    </attributes>
    <attributes class="edge"><attribute id="0" title="evidence" type="string"/></attributes>
    <nodes>
      <node id="a" label="Mühle &amp; Söhne">
        <attvalues><attvalue for="0" value="Lieferant"/><attvalue for="1" value="Mehl|Bio, regional"/>
          <attvalue for="2" value="49.95"/><attvalue for="3" value="7.11"/><attvalue for="4" value="mail@muehle.example"/></attvalues>
        <viz:color r="1" g="2" b="3"/><viz:position x="1" y="2" z="0"/>
      </node>
      <node id="b" label="Bäckerei Lorenz"><nodes><node id="b1" label="Filiale &lt;Zell&gt;"/></nodes></node>
      <node id="c"/>
    </nodes>
    <edges>
      <edge id="0" source="a" target="b" label="beliefert" weight="2.5"><attvalues><attvalue for="0" value="laut Mühle"/></attvalues></edge>
      <edge id="1" source="b" target="c" kind="partners" type="undirected" start="2024-02-01" end="2025-01-31"/>
      <edge id="2" source="c" target="c"/>
    </edges>
  </graph>`)

test('GEXF 1.3: attributes with defaults, nodes in nodes, ties with direction, weight and days', async () => {
  const { preset, sample, parties, ties, records } = await read(GEXF)
  assert.equal(preset, 'gexf')
  assert.deepEqual(sample.slice(0, 3), [['Mühle & Söhne'], ['Filiale <Zell>'], ['Bäckerei Lorenz']])
  const [mill, branch, , unnamed] = parties
  assert.deepEqual(
    [mill?.kinds, mill?.tags, mill?.latitude, mill?.longitude, mill?.email, mill?.identifiers],
    [['suppliers'], ['Mehl', 'Bio, regional'], 49.95, 7.11, 'mail@muehle.example', []],
  )
  assert.deepEqual([branch?.kinds, unnamed?.name], [['partners'], 'c'])
  const tie = { nodes: 'file.2.company', since: null, until: null, evidence: null, strength: null }
  assert.deepEqual(ties, [
    { ...tie, from: 'a', to: 'b', type: 'beliefert', directed: true, strength: 2.5, evidence: 'laut Mühle' },
    { ...tie, from: 'b', to: 'c', type: 'partners', directed: false, since: '2024-02-01', until: '2025-01-31' },
  ])
  assert.deepEqual(
    records.map(({ row, partyRef, refusal }) => [row, partyRef ?? refusal?.code]),
    [
      [1, 'file.2.company:a'],
      [2, 'file.2.company:b1'],
      [3, 'file.2.company:b'],
      [4, 'file.2.company:c'],
      [5, undefined],
      [6, undefined],
      [7, 'tie_to_itself'],
    ],
  )
})

test('older GEXF is read, one of an unknown version is not', async () => {
  for (const head of ['xmlns="http://www.gexf.net/1.2draft" version="1.2"', 'version="1.1"'])
    assert.equal((await read(gexf('<graph><nodes><node id="1" label="A"/></nodes></graph>', head))).parties[0]?.name, 'A')
  await refuses(gexf('<graph/>', 'xmlns="http://gexf.net/2.0" version="2.0"'), 'import_unknown_version', /2\.0/)
  await refuses(gexf('<graph/>', ''), 'import_unknown_version', /none/)
})

test('GraphML: declared keys with defaults, graphs in nodes, labels of yEd', async () => {
  const { preset, parties, ties, records } = await read(
    graphml(`
      <key id="d0" for="node" attr.name="label" attr.type="string"/>
      <key id="d1" for="node" attr.name="city" attr.type="string"><default>Zell</default></key>
      <key id="d2" for="edge" attr.name="weight" attr.type="double"/>
      <key id="d3" for="all" attr.name="description" attr.type="string"/>
      <key id="d4" for="node" yfiles.type="nodegraphics"/>
      <graph id="G" edgedefault="undirected">
        <node id="n0"><data key="d0">Mühle</data><data key="d3">Zwei
Zeilen &amp; mehr</data></node>
        <node id="n1"><data key="d1">Traben</data><data key="d4"><y:ShapeNode><y:NodeLabel>Aus yEd</y:NodeLabel></y:ShapeNode></data>
          <graph edgedefault="directed"><node id="n1::n0"/><edge source="n1::n0" target="n0"/></graph></node>
        <edge source="n0" target="n1"><data key="d2">3</data></edge>
        <edge source="n0" target="n1" directed="true"/>
        <hyperedge><endpoint node="n0"/><endpoint node="n1"/></hyperedge>
      </graph>`),
  )
  assert.equal(preset, 'graphml')
  assert.deepEqual(
    parties.map(({ name, city, description }) => [name, city, description]),
    [
      ['Mühle', 'Zell', 'Zwei\nZeilen & mehr'],
      ['n1::n0', 'Zell', null],
      ['Aus yEd', 'Traben', null],
    ],
  )
  assert.deepEqual(
    ties.map(({ from, to, directed, strength }) => [from, to, directed, strength]),
    [
      ['n1::n0', 'n0', true, null],
      ['n0', 'n1', false, 3],
      ['n0', 'n1', true, null],
    ],
  )
  assert.equal(records.at(-1)?.refusal?.code, 'hyperedge')
})

test('a blueprint of Kumu names the ends of a connection by id, or by label where there are no ids', async () => {
  const blueprint = {
    elements: [
      { id: 1, label: 'Mühle', type: 'Lieferant', description: '<b>Mehl</b>', tags: ['Bio, regional', 'Korn'] },
      { label: 'Bäckerei', location: '49.95, 7.11' },
      { label: 'Weit weg', location: '91, 7' },
    ],
    connections: [
      { from: 1, to: 'Bäckerei', type: 'supplies', direction: 'directed' },
      { from: 'Bäckerei', to: 'Mühle', direction: 'mutual', label: 'kennen sich' },
      { from: 'Bäckerei', to: 1, type: 'competes', direction: 'undirected' },
    ],
  }
  const { preset, parties, ties, records } = await read(JSON.stringify(blueprint))
  assert.equal(preset, 'kumu_blueprint')
  assert.deepEqual(
    [parties[0]?.kinds, parties[0]?.tags, parties[0]?.description, parties[1]?.latitude],
    [['suppliers'], ['Bio, regional', 'Korn'], '<b>Mehl</b>', 49.95],
  )
  assert.equal(records[2]?.refusal?.code, 'latitude_impossible')
  assert.deepEqual(
    ties.map(({ from, to, type, directed }) => [from, to, type, directed]),
    [
      ['1', 'Bäckerei', 'supplies', true],
      ['Bäckerei', '1', 'kennen sich', false],
      ['Bäckerei', '1', 'competes', false],
    ],
  )
  const project = {
    elements: [
      { _id: 'elem-1', attributes: { label: 'Mühle', 'element type': 'Supplier' } },
      { _id: 'elem-2', attributes: { label: 'Bäckerei' } },
    ],
    connections: [{ _id: 'conn-1', from: 'elem-1', to: 'elem-2', direction: 'directed', attributes: { 'connection type': 'supplies' } }],
  }
  const exported = await read(JSON.stringify(project))
  assert.deepEqual([exported.parties[0]?.kinds, exported.ties[0]?.type, exported.ties[0]?.to], [['suppliers'], 'supplies', 'elem-2'])
})

test('two nodes with one id are not one, and ties may go in a circle', async () => {
  const nodes = '<nodes><node id="1" label="A"/><node id="2" label="B" pid="1"/><node id="1" label="C" pid="2"/></nodes>'
  const edges = '<edges><edge source="1" target="2"/><edge source="2" target="1"/><edge source="1"/></edges>'
  const { records, parties } = await read(gexf(`<graph>${nodes}${edges}</graph>`))
  assert.deepEqual(
    parties.map(({ name }) => name),
    ['A', 'B'],
  )
  assert.deepEqual(
    records.map(({ refusal }) => refusal?.code),
    [undefined, undefined, 'node_repeated', undefined, undefined, 'tie_end_missing'],
  )
})

test('bombs, broken and foreign files are refused', async () => {
  const entities = '<!DOCTYPE gexf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
  await refuses(`<?xml version="1.0"?>${entities}<gexf version="1.3"><graph>&b;</graph></gexf>`, 'import_xml_doctype', /document type/)
  await refuses(
    '<?xml version="1.0"?><!DOCTYPE graphml SYSTEM "http://127.0.0.1:1/x.dtd"><graphml/>',
    'import_xml_doctype',
    /document type/,
  )
  await refuses(gexf(`<graph>&unknown;</graph>`), 'import_broken_xml', /line 2/)
  await refuses(gexf('<graph><nodes>'.repeat(30)), 'import_xml_depth', /levels/)
  await refuses(gexf('<graph><nodes><node id="1"></nodes></graph>'), 'import_broken_xml', /line 2/)
  await refuses(gexf('<graph><nodes/></graph>'), 'import_file_empty', /neither/)
  await refuses(graphml(''), 'import_file_empty', /neither/)
  await refuses('<?xml version="1.0"?><feed/>', 'import_unknown_xml', /neither GEXF nor GraphML/)
  await refuses('{"elements":[],"connections":[]}', 'import_file_empty', /neither/)
  await refuses(
    `{"elements":[{"label":${'['.repeat(200_000)}${']'.repeat(200_000)}}],"connections":[`,
    'import_broken_json',
    /not complete/,
  )
  const deep = `{"elements":[{"label":"A","tags":${'['.repeat(200_000)}${']'.repeat(200_000)}}],"connections":[]}`
  assert.equal((await read(deep, 60_000)).parties[0]?.name, 'A')
  const many = Array.from({ length: 600 }, (_, index) => `<data key="k${index}">x</data>`).join('')
  await refuses(graphml(`<graph><node id="1">${many}</node></graph>`), 'import_too_many_columns', /500/)
})

test('attributes declared by the thousand are refused at once, and those that are declared are not gone through for every node', async () => {
  const declared = (count: number) => Array.from({ length: count }, (_, id) => `<key id="k${id}"><default>x</default></key>`).join('')
  await refuses(graphml(`${declared(501)}<graph><node id="1"/></graph>`), 'import_too_many_columns', /500/)
  const titles = (count: number) =>
    Array.from({ length: count }, (_, id) => `<attribute id="${id}" title="x${id}"><default>x</default></attribute>`).join('')
  const list = (count: number) => `<graph><attributes class="node">${titles(count)}</attributes><nodes><node id="1"/></nodes></graph>`
  await refuses(gexf(list(501)), 'import_too_many_columns', /500/)
  // of 400 defaults only the one that means something is left, so 100 nodes are read as fast as with one
  let reads = 0
  const tables = networkTables(0, uploadOf(''))
  const counted = {
    ...tables,
    node: (id: string, values: readonly Named[]) => {
      reads += values.length
      tables.node(id, values)
    },
  }
  const handlers = graphmlHandlers(uploadOf(''), counted)
  for (const name of [...Array.from({ length: 400 }, (_, id) => `x${id}`), 'city']) {
    handlers.open?.('key', { id: name, 'attr.name': name })
    handlers.open?.('default', {})
    handlers.text?.('Zell')
    handlers.close?.('key')
  }
  for (let id = 0; id < 100; id++) {
    handlers.open?.('node', { id: String(id) })
    handlers.close?.('node')
  }
  assert.equal(reads, 200)
  assert.deepEqual(new Set(tables.take().map(({ party }) => party?.city)), new Set(['Zell']))
})

test('a file whose words are those of the language it is read in is read or refused like any other', async () => {
  await refuses('<?xml version="1.0"?><constructor><node id="1"/></constructor>', 'import_unknown_xml', /neither GEXF nor GraphML/)
  const attributes = '<attributes class="constructor"><attribute id="__proto__" title="toString"/></attributes>'
  const { parties } = await read(gexf(`<graph>${attributes}<nodes><node id="__proto__" label="constructor"/></nodes></graph>`))
  assert.equal(parties[0]?.name, 'constructor')
})

test('what is said of one node stands together, so that somebody in it can be forgotten', async () => {
  const rows = []
  for await (const row of readTexts(uploadOf(gexf('<graph><nodes><node id="1" label="Anna"/><node id="2" label="Ben"/></nodes></graph>'))))
    rows.push(row)
  assert.ok(rows.some((row) => row.includes('Anna') && !row.includes('Ben')))
})
