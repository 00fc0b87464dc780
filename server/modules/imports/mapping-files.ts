import { z } from '@hono/zod-openapi'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { allow } from '../people/index.ts'
import { rememberMapping, targetIn, unreadable } from './mappings.ts'
import { fingerprintOf, headerKey, MAPPINGS_FORMAT, type Mapping, TARGETS, type Target } from './reading/index.ts'
import { SUBJECTS } from './schema.ts'

const VERSION = 1
const MAPPINGS_MAX = 500
const COLUMNS_MAX = 500
const COLUMN_CHARS_MAX = 1_000

const Column = z.object({
  header: z.string().max(COLUMN_CHARS_MAX),
  target: z.string().max(40).nullable().openapi({ description: 'Where the column goes; null for nowhere' }),
})
/** Wide on purpose: what does not fit is named by the operation in words. */
export const MappingFile = z
  .object({
    format: z.string().max(60).openapi({ example: MAPPINGS_FORMAT }),
    version: z.int(),
    mappings: z.array(z.object({ subject: z.string().max(40), columns: z.array(Column).max(COLUMNS_MAX) })).max(MAPPINGS_MAX),
  })
  .openapi('ImportMappingFile')
export type MappingFile = z.infer<typeof MappingFile>

export const MappingOutcome = z
  .object({ added: z.int(), replaced: z.int(), same: z.int() })
  .openapi('ImportMappingOutcome', { description: 'How many lists are new here, are read otherwise from now on, and were read so already' })
export type MappingOutcome = z.infer<typeof MappingOutcome>

/** How lists are read here, the latest first, as a file for others. */
export async function exportMappings(ctx: Ctx): Promise<MappingFile> {
  allow(ctx, 'imports.read')
  const rows = await ctx.db
    .selectFrom('import_mappings')
    .select(['subject', 'targets', 'columns'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    // of the oldest ones nobody wrote down which columns went nowhere
    .where('columns', '<>', '{}' as never)
    .orderBy('used_at', 'desc')
    .orderBy('fingerprint')
    .limit(MAPPINGS_MAX)
    .execute()
  const mappings = rows.map(({ subject, targets, columns }) => ({
    subject,
    columns: columns.map((header) => ({ header, target: targetIn(targets, header) })),
  }))
  return { format: MAPPINGS_FORMAT, version: VERSION, mappings }
}

/** Takes over how others read their lists. Throws invalid, and takes nothing, where one of them does not fit. */
export async function importMappings(tx: Tx, file: MappingFile): Promise<MappingOutcome> {
  allow(tx, 'imports.write')
  if (file.format !== MAPPINGS_FORMAT) throw refuse('mapping_file_other', 'This file holds no remembered columns of Tutti.')
  if (file.version !== VERSION) {
    const what = `The file has version ${file.version}, and version ${VERSION} can be read here.`
    throw refuse('mapping_file_version', `${what} ${file.version > VERSION ? 'Please update Tutti first.' : 'Please export it again.'}`)
  }
  const mappings = file.mappings.map(readMapping)
  const present = await presentMappings(tx, mappings)
  const outcome = { added: 0, replaced: 0, same: 0 }
  for (const { fingerprint, headers, mapping } of mappings) {
    const said = present.get(fingerprint)
    if (said === undefined) outcome.added++
    else if (said === textOf(headers, mapping)) outcome.same++
    else outcome.replaced++
    present.set(fingerprint, textOf(headers, mapping))
    await rememberMapping(tx, fingerprint, headers, mapping)
  }
  return outcome
}

type Read = { fingerprint: string; headers: string[]; mapping: Pick<Mapping, 'subject' | 'targets'> }

function readMapping({ subject: given, columns }: MappingFile['mappings'][number], index: number): Read {
  const headers = columns.map(({ header }) => header)
  const list = `list ${index + 1}`
  const unfit = (what: string) => {
    const name = `${list} (${headers.slice(0, 3).join(', ').slice(0, 80)})`
    return refuse('mapping_file_unfit', `In ${name}, ${what} Nothing was taken over.`, list)
  }
  const subject = SUBJECTS.find((known) => known === given)
  if (!subject) throw unfit(`“${given}” is not something a list can be about here.`)
  if (new Set(headers.map(headerKey)).size < headers.length) throw unfit('two columns have one name.')
  const targets = columns.map(({ header, target }): Target | null => {
    const known = TARGETS.find((one) => one === target)
    if (target === null || known) return known ?? null
    throw unfit(`“${header.slice(0, 60)}” goes to “${target}”, which is unknown here.`)
  })
  const mapping = { subject, targets }
  const problem = unreadable(headers, mapping)
  if (problem) throw unfit(problem)
  return { fingerprint: fingerprintOf(headers), headers, mapping }
}

/** How the same lists are read now. */
async function presentMappings(tx: Tx, mappings: readonly Read[]): Promise<Map<string, string>> {
  const fingerprints = mappings.map(({ fingerprint }) => fingerprint)
  if (fingerprints.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('import_mappings')
    .select(['fingerprint', 'subject', 'targets'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('fingerprint', 'in', fingerprints)
    .execute()
  return new Map(rows.map(({ fingerprint, subject, targets }) => [fingerprint, said(subject, Object.entries(targets))]))
}

function textOf(headers: readonly string[], { subject, targets }: Read['mapping']): string {
  return said(subject, headers.flatMap((header, column) => (targets[column] ? [[headerKey(header), targets[column]]] : []))) // biome-ignore format: one line reads better
}

function said(subject: string, pairs: readonly (readonly string[])[]): string {
  return `${subject} ${JSON.stringify(pairs.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)))}`
}

function refuse(code: string, message: string, path?: string): DomainError {
  return new DomainError('invalid', code, message, path === undefined ? undefined : [{ path, code: 'columns_unfit', message }])
}
