import type { Mapping } from './reading/index.ts'
import type { Tables } from './schema.ts'

/** A file of an import as the API shows it. */
export function showFile(
  file: Pick<Tables['import_files'], 'position' | 'name' | 'size_bytes' | 'preset' | 'is_remembered' | 'headers'> & {
    sample: string[][]
    mapping: Mapping | null
  },
) {
  return {
    position: file.position,
    name: file.name,
    sizeBytes: Number(file.size_bytes),
    preset: file.preset,
    isRemembered: file.is_remembered,
    headers: file.headers,
    sample: file.sample,
    subject: file.mapping?.subject ?? null,
    targets: file.mapping?.targets ?? [],
  }
}
