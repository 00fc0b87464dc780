// Every format, with every field it defines: made up at random, written, and read back equal.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { defuse, isDangerous, undoDefuse } from '../imports/reading/formulas.ts'
import { type ImportRecord, readRecords, recogniseUpload, type Upload } from '../imports/reading/index.ts'
import { readTable } from '../imports/reading/tables.ts'
import type { Party } from '../parties/index.ts'
import { clean, xml } from './formats/characters.ts'
import { csv } from './formats/csv.ts'
import { fileOf } from './formats/index.ts'
import { encoded } from './formats/pieces.ts'
import { type Cell, type Table, tablesOf } from './formats/tables.ts'
import { xlsx } from './formats/xlsx.ts'
import type { Format } from './schema.ts'
import type { Source } from './source.ts'
import {
  allOf,
  anyText,
  bytesOf,
  interactionArbitrary,
  noteArbitrary,
  offerArbitrary,
  partyArbitrary,
  personArbitrary,
  sourceOf,
  tieArbitrary,
} from './testing.ts'

const RUNS = { numRuns: 25, endOnFailure: true }
const someOf = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 1, maxLength: 5 })
const lists = fc.record({
  parties: someOf(partyArbitrary),
  people: someOf(personArbitrary),
  ties: someOf(tieArbitrary),
  interactions: someOf(interactionArbitrary),
  offers: someOf(offerArbitrary),
  notes: someOf(noteArbitrary),
})
const write = (format: Format, source: Source) => bytesOf(fileOf({ format }, 'Mosel', source.at).content(source))
const uploadOf = (bytes: Uint8Array): Upload => ({ name: 'export', open: () => (async function* () { yield bytes })() }) // biome-ignore format: one line reads better

async function importedFrom(bytes: Uint8Array): Promise<{ preset: string | null; records: ImportRecord[] }> {
  const upload = uploadOf(bytes)
  const { preset, mapping } = await recogniseUpload(upload)
  return { preset, records: await allOf(readRecords(0, upload, mapping)) }
}

/** What an import knows of a party. */
function draftOf(party: Party) {
  const { name, kinds, sectorScheme, sectorCode, description, website, email, phone, street, postalCode, city, region, country } = party
  const { latitude, longitude, tags, identifiers } = party
  return { name, kinds, sectorScheme, sectorCode, description, website, email, phone, street, postalCode, city, region, country, latitude, longitude, tags, identifiers } // biome-ignore format: one line reads better
}

async function tableFile(table: Table, ending: 'csv' | 'xlsx'): Promise<Buffer> {
  return await bytesOf(ending === 'csv' ? encoded(csv(table)) : xlsx([table], new Date('2026-05-01T12:00:00Z')))
}

for (const ending of ['csv', 'xlsx'] as const) {
  test(`organisations, people and ties as ${ending} are what the import reads`, async () => {
    await fc.assert(
      fc.asyncProperty(lists, async ({ parties, people, ties }) => {
        const [organisations, persons, edges] = tablesOf(sourceOf({ parties, people, ties }))
        const read = await importedFrom(await tableFile(organisations!, ending))
        assert.equal(read.preset, 'tutti_organisations')
        assert.deepEqual(read.records.map(({ party }) => party), parties.map(draftOf)) // biome-ignore format: one line reads better
        assert.deepEqual(read.records.map(({ partyRef }) => partyRef), parties.map(({ id }) => `file.company:${id}`)) // biome-ignore format: one line reads better
        assert.deepEqual(read.records.flatMap(({ warnings }) => warnings), []) // biome-ignore format: one line reads better
        const readPeople = await importedFrom(await tableFile(persons!, ending))
        assert.equal(readPeople.preset, 'tutti_people')
        assert.deepEqual(readPeople.records.map(({ partyRefs }) => partyRefs), people.map(({ partyId }) => [`file.company:${partyId}`])) // biome-ignore format: one line reads better
        const readTies = await importedFrom(await tableFile(edges!, ending))
        assert.equal(readTies.preset, 'tutti_ties')
        assert.deepEqual(
          readTies.records.map(({ tie }) => tie),
          ties.map(({ fromId, toId, type, directed, strength, since, until, evidence }) => ({ from: fromId, to: toId, type, directed, strength, since, until, evidence, nodes: null })), // biome-ignore format: one line reads better
        )
      }),
      RUNS,
    )
  })

  test(`every column of every table is read back from ${ending} as it was`, async () => {
    await fc.assert(
      fc.asyncProperty(lists, anyText, async (made, wild) => {
        const fields = [{ key: 'remark', label: '=Remark', type: 'text' as const, choices: [] }]
        const parties = made.parties.map((party) => ({ ...party, fields: { remark: wild } }))
        for (const table of tablesOf(sourceOf({ ...made, parties, fields }))) {
          const wanted = (await allOf(table.rows())).flat().map((row) => row.map((cell) => written(cell, ending)))
          const { headers, rows } = await readTable(uploadOf(await tableFile(table, ending)))
          assert.deepEqual(headers, table.headers)
          const width = headers.length
          const read = (await allOf(rows)).map(({ cells }) => Array.from({ length: width }, (_, at) => undoDefuse(cells[at] ?? '')))
          assert.deepEqual(read, wanted)
        }
      }),
      RUNS,
    )
  })
}

/** A cell as text. A line in a workbook ends with one character. */
function written(cell: Cell, ending: 'csv' | 'xlsx'): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell)
  return ending === 'xlsx' ? clean(cell).replaceAll('\r\n', '\n') : clean(cell)
}

test('no cell of a table begins a formula, and each comes back as it was', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(isDangerous(defuse(text)), false)
      assert.equal(undoDefuse(defuse(text)), text)
    }),
    { numRuns: 1000 },
  )
  for (const formula of ['=HYPERLINK("http://x")', '+cmd|x', '-1+cmd', '@SUM(1)', '\t=1', ' =1', '＝1'])
    assert.ok(isDangerous(formula), formula)
  for (const harmless of ['+49 (6541) 123-4', '-5.25', 'a=b', "'s Hof", '']) assert.equal(defuse(harmless), harmless)
})

test('a cell of a CSV file that could be a formula has an apostrophe, a number of a phone does not', async () => {
  const [party] = fc.sample(partyArbitrary, 1)
  const [table] = tablesOf(sourceOf({ parties: [{ ...party!, name: '=1+1', phone: '+49 6541 12' }] }))
  const [, row] = parse(await tableFile(table!, 'csv'), { bom: true }) as string[][]
  assert.equal(row![1], "'=1+1")
  assert.equal(row![table!.headers.indexOf('Phone')], '+49 6541 12')
})

test('places come back from GeoJSON with all that an import knows; what has no place is not in it', async () => {
  await fc.assert(
    fc.asyncProperty(someOf(partyArbitrary), async (parties) => {
      const located = parties.filter(({ latitude }) => latitude !== null)
      const bytes = await write('geojson', sourceOf({ parties }))
      const { features } = JSON.parse(bytes.toString())
      assert.deepEqual(features.map(({ id }: { id: string }) => id), located.map(({ id }) => id)) // biome-ignore format: one line reads better
      if (located.length === 0) return
      const { records } = await importedFrom(bytes)
      const oneLine = (text: string | null) => text?.replace(/\s+/g, ' ').trim() ?? null
      assert.deepEqual(
        records.map(({ party }) => ({ ...party, identifiers: [] })),
        located.map((party) => ({ ...draftOf(party), description: oneLine(party.description), identifiers: [] })),
      )
    }),
    RUNS,
  )
})

for (const format of ['gexf', 'graphml'] as const) {
  test(`every attribute of nodes and edges comes back from ${format}`, async () => {
    await fc.assert(
      fc.asyncProperty(lists, anyText, async ({ parties, ties }, wild) => {
        const source = sourceOf({ parties: [{ ...parties[0]!, name: wild }, ...parties.slice(1)], ties })
        const { nodes, edges } = readNetwork((await write(format, source)).toString())
        const [organisations, , all] = tablesOf(source)
        const records = async (table: Table) =>
          (await allOf(table.rows())).flat().map((row) => Object.fromEntries(row.map((cell, at) => [table.headers[at]!, cell])))
        const told = (row: Record<string, Cell>, headers: string[]) =>
          Object.fromEntries(
            headers
              .filter((header) => row[header] !== null)
              .map((header) => [header, clean(String(row[header])).replaceAll('; ', ['Kinds', 'Tags'].includes(header) ? '|' : '; ')]),
          )
        const facts = organisations!.headers.filter((header) => !['ID', 'Name', 'Created', 'Updated'].includes(header))
        assert.deepEqual(nodes, (await records(organisations!)).map((row) => ({ id: row.ID, label: clean(String(row.Name)), ...told(row, facts) }))) // biome-ignore format: one line reads better
        assert.deepEqual(
          edges,
          (await records(all!)).map((row) => ({
            id: row['Tie ID'],
            source: row['From ID'],
            target: row['To ID'],
            directed: row.Directed,
            type: row.Type,
            weight: row['Current strength'],
            ...told({ ...row, 'Stated strength': row.Strength ?? null }, ['Stated strength', 'Since', 'Until']),
          })),
        )
      }),
      RUNS,
    )
  })
}

for (const format of ['gexf', 'graphml', 'kumu'] as const) {
  test(`organisations and ties as ${format} are what the import reads`, async () => {
    await fc.assert(
      fc.asyncProperty(lists, async ({ parties, ties }) => {
        const { records } = await importedFrom(await write(format, sourceOf({ parties, ties })))
        const read = records.flatMap(({ party }) => (party ? [party] : []))
        assert.deepEqual(read, parties.map(draftOf))
        assert.deepEqual(
          records.flatMap(({ tie }) => (tie ? [{ ...tie, nodes: null }] : [])),
          ties.map((tie) => ({
            from: tie.fromId,
            to: tie.toId,
            type: tie.type,
            directed: tie.directed,
            // a network is weighed by what is there now; Kumu has no weights
            strength: format === 'kumu' ? tie.strength : tie.currentStrength,
            since: tie.since,
            until: tie.until,
            evidence: null,
            nodes: null,
          })),
        )
      }),
      RUNS,
    )
  })
}

test('cards are what the import reads: organisations, and people at theirs', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async ({ parties, people: all }) => {
      // whose card has the name of their organisation is taken for it
      const people = all.filter(({ name, givenName, familyName, partyName }) => {
        const names = [name, [givenName, familyName].filter((part) => part !== null).join(' ')]
        return names.every((each) => each.toLowerCase() !== partyName.toLowerCase())
      })
      const { records } = await importedFrom(await write('vcard', sourceOf({ parties, people })))
      const cards = records.slice(0, parties.length)
      assert.deepEqual(
        cards.map(({ party, notes }) => ({ ...party, description: notes[0]?.body ?? null })),
        parties.map((party) => ({ ...draftOf(party), sectorScheme: null, sectorCode: null, identifiers: [] })),
      )
      assert.deepEqual(
        records.slice(parties.length).map(({ contact, party }) => [contact?.role ?? null, contact?.email, contact?.phone, contact?.mobile, party?.name]), // biome-ignore format: one line reads better
        people.map(({ role, email, phone, mobile, partyName }) => [role, email, phone, mobile, partyName]),
      )
    }),
    RUNS,
  )
})

type Read = Record<string, unknown>

/** GEXF or GraphML, read by what both have: attributes declared by id, nodes and edges with values for them. Refuses what is not well-formed. */
function readNetwork(text: string): { nodes: Read[]; edges: Read[] } {
  const titles = new Map<string, string>()
  const found = { nodes: [] as Read[], edges: [] as Read[] }
  let list: 'node' | 'edge' = 'node'
  let key: string | undefined
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  const put = (name: string, value: string) => {
    const row = found[`${list}s`].at(-1)!
    row[name] = name === 'weight' ? Number(value) : `${row[name] ?? ''}${value}`
  }
  parser.on('opentag', ({ name, attributes: a }) => {
    if (name === 'attributes') list = a.class as typeof list
    if (name === 'attribute') titles.set(`${list} ${a.id}`, a.title as string)
    if (name === 'key') titles.set(`${a.for} ${a.id}`, a['attr.name'] as string)
    if (name === 'node' || name === 'edge') list = name
    if (name === 'node') found.nodes.push({ id: a.id, ...(a.label !== undefined && { label: a.label }) })
    if (name === 'edge') {
      const directed = a.type === undefined ? a.directed === 'true' : a.type === 'directed'
      const named = a.kind === undefined ? {} : { type: a.kind, weight: Number(a.weight) }
      found.edges.push({ id: a.id, source: a.source, target: a.target, directed, ...named })
    }
    if (name === 'attvalue') put(titles.get(`${list} ${a.for}`)!, a.value as string)
    if (name === 'data') {
      key = titles.get(`${list} ${a.key}`)!
      put(key, '')
    }
  })
  parser.on('text', (piece) => key !== undefined && put(key, piece))
  parser.on('closetag', ({ name }) => {
    if (name === 'data') key = undefined
  })
  parser.write(text).close()
  return found
}

test('a Kumu blueprint holds every element and connection with all it says', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async ({ parties, ties }) => {
      const { elements, connections } = JSON.parse((await write('kumu', sourceOf({ parties, ties }))).toString())
      assert.deepEqual(
        elements.map((e: Read) => [e.id, e.label, e.Kinds ?? (e.type ? [e.type] : []), e.description ?? null, e.tags ?? [], e.Location ?? null, e.Website ?? null, e['E-mail'] ?? null, e.Phone ?? null, e.City ?? null, e['NACE code'] ?? null]), // biome-ignore format: one line reads better
        parties.map((p) => [p.id, p.name, p.kinds, p.description, p.tags, p.latitude === null ? null : `${p.latitude}, ${p.longitude}`, p.website, p.email, p.phone, p.city, p.sectorCode]), // biome-ignore format: one line reads better
      )
      assert.deepEqual(
        connections.map((c: Read) => [c.id, c.from, c.to, c.type, c.direction, c.Strength ?? null, c.Since ?? null, c.Until ?? null]),
        ties.map((t) => [t.id, t.fromId, t.toId, t.type, t.directed ? 'directed' : 'undirected', t.strength, t.since, t.until]),
      )
    }),
    RUNS,
  )
})

test('every field of a card comes back, and no line is longer than 75 bytes', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async ({ parties, people }) => {
      const text = (await write('vcard', sourceOf({ parties, people }))).toString()
      for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
      const cards = readCards(text)
      assert.deepEqual(
        cards.slice(0, parties.length),
        parties.map((p) => ({
          UID: [`urn:uuid:${p.id}`],
          FN: [p.name],
          N: ['', '', '', '', ''],
          ORG: [p.name],
          'X-ABSHOWAS': ['COMPANY'],
          ...(p.email && { EMAIL: [p.email] }),
          ...(p.phone && { 'TEL WORK': [p.phone] }),
          ...(p.website && { URL: [p.website] }),
          ...([p.street, p.city, p.region, p.postalCode, p.country].some((part) => part) && { ADR: ['', '', p.street ?? '', p.city ?? '', p.region ?? '', p.postalCode ?? '', p.country ?? ''] }), // biome-ignore format: one line reads better
          ...(p.latitude !== null && { GEO: [String(p.latitude), String(p.longitude)] }),
          ...(p.kinds.length + p.tags.length > 0 && { CATEGORIES: [...p.kinds, ...p.tags] }),
          ...(p.description && { NOTE: [p.description] }),
          REV: [p.updatedAt],
        })),
      )
      assert.deepEqual(
        cards.slice(parties.length),
        people.map((p) => ({
          UID: [`urn:uuid:${p.id}`],
          FN: [p.name],
          N: p.givenName === null && p.familyName === null ? [p.name, '', '', '', ''] : [p.familyName ?? '', p.givenName ?? '', '', '', ''],
          ORG: [p.partyName],
          ...(p.role && { TITLE: [p.role] }),
          ...(p.email && { EMAIL: [p.email] }),
          ...(p.phone && { 'TEL WORK': [p.phone] }),
          ...(p.mobile && { 'TEL CELL': [p.mobile] }),
        })),
      )
    }),
    RUNS,
  )
})

/** Unfolds, splits at what is not escaped, and takes the escapes off, as RFC 2426 says. */
function readCards(text: string): Record<string, string[]>[] {
  const cards: Record<string, string[]>[] = []
  for (const line of text.replaceAll('\r\n ', '').split('\r\n')) {
    const [, head = '', value = ''] = /^([^:]*):(.*)$/su.exec(line) ?? []
    if (head === 'BEGIN') cards.push({})
    if (['BEGIN', 'END', 'VERSION', ''].includes(head)) continue
    const [name = '', ...marks] = head.toUpperCase().split(';')
    const key = name === 'TEL' ? `TEL ${marks.some((mark) => mark.includes('CELL')) ? 'CELL' : 'WORK'}` : name
    cards.at(-1)![key] = splitEscaped(value)
  }
  return cards
}

function splitEscaped(value: string): string[] {
  const parts: string[] = []
  let part = ''
  for (let at = 0; at < value.length; at++) {
    const letter = value[at]!
    if (letter === '\\') part += value[++at] === 'n' ? '\n' : value[at]
    else if (letter === ';' || letter === ',') {
      parts.push(part)
      part = ''
    } else part += letter
  }
  return [...parts, part]
}

test('whatever a text holds, XML can hold it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const parser = new SaxesParser()
      let read = ''
      parser.on('error', (error) => assert.fail(error.message))
      parser.on('text', (piece) => {
        read += piece
      })
      parser.write(`<a b="${xml(text)}">${xml(text)}</a>`).close()
      assert.equal(read, clean(text))
    }),
    { numRuns: 500 },
  )
})

test('names of files are safe whatever the ecosystem is called', () => {
  fc.assert(
    fc.property(anyText, (ecosystem) => {
      assert.match(
        fileOf({ format: 'gexf' }, ecosystem, new Date('2026-05-01T12:00:00Z')).name,
        /^[a-z0-9]+(-[a-z0-9]+)*-2026-05-01\.gexf$/,
      )
    }),
  )
  const named = (table: 'ties') => fileOf({ format: 'csv', table }, 'Große Straße / "Zell"\r\n', new Date('2026-05-01T12:00:00Z')).name
  assert.equal(named('ties'), 'grosse-strasse-zell-2026-05-01-ties.csv')
})
