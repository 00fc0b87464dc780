/** What comes as JSON: places, or a network as Kumu keeps it. */
import { storableJson } from '../../../kernel/texts.ts'
import { readBlueprint } from './network/blueprint.ts'
import { readPlaces } from './places.ts'
import type { ImportRecord } from './records.ts'
import { refuse, type Upload, wholeOf } from './uploads.ts'

/** Says of itself that it holds remembered columns. */
export const MAPPINGS_FORMAT = 'tutti-import-mappings'

export async function readJson(file: number, upload: Upload): Promise<{ preset: string; records: ImportRecord[] }> {
  const parsed = parseJson(await wholeOf(upload, 'JSON'), upload)
  const network = readBlueprint(file, parsed, upload)
  if (network?.length === 0) throw refuse('import_file_empty', `“${upload.name}” holds neither elements nor connections.`)
  if (network) return { preset: 'kumu_blueprint', records: network }
  const places = readPlaces(file, parsed, upload)
  if (places) return places
  if ((parsed as { format?: unknown } | null)?.format === MAPPINGS_FORMAT)
    throw refuse('import_is_mappings', `“${upload.name}” holds remembered columns, no list. Please bring it under “Remembered columns”.`)
  throw refuse('import_unknown_json', `“${upload.name}” is neither GeoJSON, nor an answer of the Overpass API, nor a blueprint of Kumu.`)
}

/** Everything a JSON file says, a place, element or connection at a time. */
export async function* readJsonTexts(upload: Upload): AsyncGenerator<string[]> {
  const { features, elements, connections, ...rest } = JSON.parse(storableJson(textOf(await wholeOf(upload, 'JSON')))) as Record<
    string,
    unknown
  >
  yield [JSON.stringify(rest)]
  for (const item of [features, elements, connections].flat()) if (item) yield [JSON.stringify(item)]
}

function parseJson(content: Buffer, upload: Upload): unknown {
  const text = textOf(content)
  try {
    return JSON.parse(storableJson(text))
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const row = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length
    throw refuse('import_broken_json', `“${upload.name}” is not complete JSON${row ? `: line ${row} cannot be read` : ''}.`, row)
  }
}

function textOf(content: Buffer): string {
  return content.toString('utf8').replace(/^\ufeff/, '')
}
