import { readdirSync, readFileSync } from 'node:fs'
import { z } from '@hono/zod-openapi'
import { FIELD_TYPES, isNace, OWN_COLOURS, OWN_SHAPES } from '../parties/index.ts'
import { OTHER_KIND, OWN_IDEA, TASK_STEPS } from './rules.ts'

const DAYS_MAX = 90
const FOLDER = new URL('./templates/', import.meta.url)

const text = (max: number) => z.strictObject({ en: z.string().min(1).max(max), de: z.string().min(1).max(max) })
const Key = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/)
/** No two entries with the same `key`. */
const distinct = <T extends { key: string }>(entries: readonly T[]) => new Set(entries.map(({ key }) => key)).size === entries.length

const ProposalTemplate = z.strictObject({
  key: Key.refine((key) => key !== OWN_IDEA),
  step: z.enum(TASK_STEPS),
  title: text(100),
  why: text(240),
  tasks: z
    .array(z.strictObject({ title: text(200), inDays: z.int().min(1).max(DAYS_MAX) }))
    .min(1)
    .max(4),
})
export type ProposalTemplate = z.infer<typeof ProposalTemplate>

/** What the file that fits every ecosystem holds: steps to propose, with their tasks, in both languages. */
const GeneralTemplate = z.strictObject({ proposals: z.array(ProposalTemplate).min(6).max(10).refine(distinct) })

const KindWord = z.strictObject({ key: Key, label: text(100), colour: z.enum(OWN_COLOURS), shape: z.enum(OWN_SHAPES) })
const FieldWord = z
  .strictObject({ key: Key, label: text(100), type: z.enum(FIELD_TYPES), choices: z.array(text(100)).min(2).max(20).optional() })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== undefined), 'A choice has choices, and nothing else has.')
const TieTypeWord = z.strictObject({ key: Key, label: text(100), inverseLabel: text(100), directed: z.boolean(), trade: z.boolean() })

/** What a file of a kind of ecosystem holds. Its words become words of the ecosystem, its proposals come before the general ones. */
const KindTemplate = z.strictObject({
  name: text(60),
  description: text(300),
  sectors: z.array(z.string().refine(isNace, 'This is no code of NACE Rev. 2.')).min(6).max(20),
  kinds: z.array(KindWord).min(1).max(5).refine(distinct),
  fields: z.array(FieldWord).min(1).max(12).refine(distinct),
  tieTypes: z.array(TieTypeWord).max(5).refine(distinct),
  proposals: z.array(ProposalTemplate).min(1).max(8).refine(distinct),
})
export type KindOfEcosystem = z.infer<typeof KindTemplate> & { key: string }

/** The proposals that fit every ecosystem. */
export const GENERAL: readonly ProposalTemplate[] = readFile(new URL('general.json', FOLDER), GeneralTemplate).proposals

/** The kinds of ecosystem there are files for. A file that is not right keeps the server from starting and is named. */
export const KINDS_OF_ECOSYSTEM: readonly KindOfEcosystem[] = readKinds(new URL('kinds/', FOLDER), GENERAL)

/** Reads the files of a folder, each with its name as key. Throws for the first that is not right, or that names a proposal twice. */
export function readKinds(folder: URL, general: readonly ProposalTemplate[]): KindOfEcosystem[] {
  const kinds = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ key: keyOf(name), ...readFile(new URL(name, folder), KindTemplate) }))
  const proposals = [...general, ...kinds.flatMap((kind) => kind.proposals)].map(({ key }) => key)
  const twice = proposals.find((key, index) => proposals.indexOf(key) !== index)
  if (twice !== undefined) throw new Error(`Two proposals have the key ${twice}.`)
  return kinds
}

function keyOf(name: string): string {
  const key = name.replace(/\.json$/, '')
  if (!/^[a-z][a-z-]{1,39}$/.test(key) || key === OTHER_KIND) throw new Error(`${name} is no name for a kind of ecosystem.`)
  return key
}

function readFile<T>(file: URL, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new Error(`${file.pathname} is not right: ${reason}`)
  }
}
