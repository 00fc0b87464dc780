/** From a request to the file it asks for: its name, its media type, its content. Pure. */
import { DomainError } from '../../../kernel/errors.ts'
import type { Format, NewExport, TableName } from '../schema.ts'
import type { Source } from '../source.ts'
import { csv } from './csv.ts'
import { geojson } from './geojson.ts'
import { gexf } from './gexf.ts'
import { graphml } from './graphml.ts'
import { kumu } from './kumu.ts'
import { encoded } from './pieces.ts'
import { tablesOf } from './tables.ts'
import { vcard } from './vcard.ts'
import { xlsx } from './xlsx.ts'
import { zipped } from './zip.ts'

export type File = { name: string; mediaType: string; content: (source: Source) => AsyncGenerator<Uint8Array> }
type Kind = { ending: string; mediaType: string; write: (source: Source) => AsyncGenerator<Uint8Array> }

const NAME_CHARS_MAX = 60

const KINDS: Record<Format, Kind> = {
  csv: { ending: 'zip', mediaType: 'application/zip', write: allAsCsv },
  xlsx: {
    ending: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (source) => xlsx(tablesOf(source), source.at),
  },
  geojson: { ending: 'geojson', mediaType: 'application/geo+json', write: (source) => encoded(geojson(source)) },
  gexf: { ending: 'gexf', mediaType: 'application/gexf+xml', write: (source) => encoded(gexf(source)) },
  graphml: { ending: 'graphml', mediaType: 'application/graphml+xml', write: (source) => encoded(graphml(source)) },
  kumu: { ending: 'json', mediaType: 'application/json', write: (source) => encoded(kumu(source)) },
  vcard: { ending: 'vcf', mediaType: 'text/vcard; charset=utf-8', write: (source) => encoded(vcard(source)) },
}

export function fileOf({ format, table }: Pick<NewExport, 'format' | 'table'>, ecosystem: string, at: Date): File {
  const begin = `${plain(ecosystem)}-${at.toISOString().slice(0, 10)}`
  if (table === undefined) {
    const { ending, mediaType, write } = KINDS[format]
    return { name: `${begin}${format === 'kumu' ? '-kumu' : ''}.${ending}`, mediaType, content: write }
  }
  return { name: `${begin}-${table}.csv`, mediaType: 'text/csv; charset=utf-8', content: (source) => oneAsCsv(source, table) }
}

/** Letters, digits and hyphens only: safe as a file's name on every system, and in a header. */
function plain(name: string): string {
  const letters = name.normalize('NFKD').replaceAll('ß', 'ss').replace(/\p{M}/gu, '').toLowerCase()
  return (
    letters
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, NAME_CHARS_MAX)
      .replace(/^-|-$/g, '') || 'tutti'
  )
}

async function* oneAsCsv(source: Source, name: TableName): AsyncGenerator<Uint8Array> {
  const table = tablesOf(source).find((candidate) => candidate.name === name)
  if (!table) throw new DomainError('forbidden', 'forbidden', `Your role does not show you anything of this table: ${name}.`)
  yield* encoded(csv(table))
}

function allAsCsv(source: Source): AsyncGenerator<Uint8Array> {
  return zipped(
    (async function* () {
      for (const table of tablesOf(source)) yield { name: `${table.name}.csv`, content: encoded(csv(table)) }
    })(),
    source.at,
  )
}
