import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { type ContactFact, Party } from '../parties/index.ts'
import type { Evidence } from './matching.ts'
import type { Action, ItemKind, Settings as PlanSettings, Reason } from './planning/plan.ts'
import { type Mapping, TARGETS, type Target } from './reading/index.ts'

export type State = 'checking' | 'checked' | 'applying' | 'applied' | 'undoing' | 'undone' | 'refused' | 'cancelled'
/** States in which a job is at work. */
export type Busy = 'checking' | 'applying' | 'undoing'
export type Step = 'reading' | 'matching' | 'writing' | 'taking_back'
export type Counts = Record<Action, number> & Record<'parties' | 'contacts' | 'notes' | 'ties' | 'suppressions' | 'questions', number>
export type ImportProblem = { code: string; message: string; errors: { path: string; message: string }[] }

/** What an undo left, and why: the log speaks of it since, somebody stated it anew, or somebody changed the person. */
export type Leftover = { kind: 'party' | 'fact' | 'contact'; id: string; name: string | null; why: string }
/** What an undo could not take back: the first of them named, and how many there are. */
export type Leftovers = { items: Leftover[]; total: number }

export type Tables = {
  imports: {
    ecosystem_id: string
    id: string
    state: State
    revision: Generated<number>
    settings: Json<PlanSettings>
    step: Step | null
    done: Generated<number>
    total: Generated<number>
    counts: Json<Counts> | null
    problem: Json<ImportProblem> | null
    leftovers: Json<Leftovers> | null
    filled: Json<{ id: string; hashes: Partial<Record<ContactFact, string>> }[]> | null
    created_by: string
    created_at: Date
    checked_at: Date | null
    applied_at: Date | null
    undone_at: Date | null
    updated_at: Date
  }
  import_files: {
    ecosystem_id: string
    import_id: string
    position: number
    file_id: string | null
    sheet: number | null
    name: string
    size_bytes: bigint
    preset: string | null
    is_remembered: boolean
    headers: string[]
    sample: Json<string[][]>
    fingerprint: string | null
    mapping: Json<Mapping> | null
  }
  import_rows: {
    ecosystem_id: string
    import_id: string
    file: number
    row: number
    action: Action
    name: string | null
    party_id: string | null
    fingerprint: string | null
    reasons: Json<Reason[]>
  }
  import_items: { ecosystem_id: string; import_id: string; kind: ItemKind; position: number; data: Json<unknown> }
  import_mappings: {
    ecosystem_id: string
    fingerprint: string
    subject: string
    targets: Json<Record<string, Target>>
    columns: string[]
    used_at: Date
  }
  duplicates: {
    ecosystem_id: string
    id: string
    one_id: string
    other_id: string
    score: number
    evidence: Json<Evidence[]>
    import_id: string | null
    decision: 'same' | 'different' | 'later' | null
    decided_by: string | null
    decided_at: Date | null
    merge_id: string | null
    created_at: Date
  }
  suppressions: {
    ecosystem_id: string
    id: string
    channel: 'email'
    address: string
    reason: string
    source: string
    at: Date
  }
}

export type Events = {
  'import.created': Record<string, never>
  'import.applied': { parties: number; contacts: number; ties: number }
  'import.undone': { ended: number; left: number }
  'import.leftovers_removed': { ended: number }
  'import.leftovers_restored': { restored: number }
  'duplicate.decided': { decision: 'same' | 'different' | 'later'; oneId: string; otherId: string; mergeId: string | null }
}

export const SUBJECTS = ['contacts', 'companies', 'deals', 'nodes', 'edges', 'payments', 'list'] as const
const ACTIONS = ['create', 'change', 'join', 'same', 'refuse'] as const
const TargetSchema = z.enum(TARGETS)

export const ImportSettings = z
  .object({
    persons: z.enum(['collect', 'own', 'skip']).openapi({
      description: 'People without an organisation: gathered in one private group, each on the map, or left out',
    }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, says('country_code'))
      .nullable()
      .openapi({ description: 'Assumed for numbers and addresses without a country' }),
    replace: z.boolean().openapi({ description: 'Whether the file overwrites what the map says; otherwise it fills what is empty' }),
    tieType: z.string().max(40).openapi({ description: 'For ties whose file does not name a type of tie' }),
    payees: z
      .object({
        organisations: z.boolean().openapi({ description: 'Whether organisations that are not on the map come onto it' }),
        persons: z.boolean().openapi({ description: 'Whether private persons come onto it' }),
        direction: z.enum(['sign', 'paid', 'received']).openapi({
          description: 'Who sells to whom: as the sign of the amount says, the own organisation paid all of them, or all of them paid it',
        }),
        amounts: z.boolean().openapi({ description: 'Whether sums are kept as evidence of the tie' }),
      })
      .openapi({ description: 'What becomes of those whom a bank statement or a list of invoices names' }),
    newTieTypes: z.boolean().openapi({ description: 'Whether words that name no type of tie here become types of one’s own' }),
  })
  .openapi('ImportSettings')

const Counted = z.object(
  Object.fromEntries(
    [...ACTIONS, 'parties', 'contacts', 'notes', 'ties', 'suppressions', 'questions'].map((key) => [key, z.int()]),
  ) as Record<keyof Counts, z.ZodInt>,
)

export const ImportFile = z
  .object({
    position: z.int(),
    name: z.string(),
    sizeBytes: z.int(),
    preset: z.string().nullable().openapi({ description: 'The system whose file this is, told by its key headers' }),
    isRemembered: z.boolean().openapi({ description: 'The columns are read as a person said for such a list before' }),
    headers: z.array(z.string()),
    sample: z.array(z.array(z.string())).openapi({ description: 'The first rows' }),
    subject: z.enum(SUBJECTS).nullable(),
    targets: z.array(TargetSchema.nullable()).openapi({ description: 'Where each column goes' }),
  })
  .openapi('ImportFile')

export const Import = z
  .object({
    id: z.uuid(),
    state: z.enum(['checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'refused', 'cancelled']),
    step: z.enum(['reading', 'matching', 'writing', 'taking_back']).nullable(),
    done: z.int(),
    total: z.int().openapi({ description: '0 while it is not known' }),
    files: z.array(ImportFile),
    settings: ImportSettings,
    counts: Counted.nullable(),
    problem: z
      .object({ code: z.string(), message: z.string(), errors: z.array(z.object({ path: z.string(), message: z.string() })) })
      .nullable(),
    leftovers: z
      .object({
        items: z.array(
          z.object({
            kind: z.enum(['party', 'fact', 'contact']),
            id: z.uuid(),
            name: z.string().nullable(),
            why: z.string(),
            isOnMap: z.boolean().openapi({ description: 'False for a party that was taken off the map since' }),
          }),
        ),
        total: z.int(),
      })
      .nullable()
      .openapi({ description: 'What an undo could not take back, and why; the first 1,000' }),
    createdAt: z.iso.datetime(),
    checkedAt: z.iso.datetime().nullable(),
    appliedAt: z.iso.datetime().nullable(),
    undoneAt: z.iso.datetime().nullable(),
  })
  .openapi('Import')
export type Import = z.infer<typeof Import>
export const ImportPage = pageOf(Import).openapi('ImportPage')

export const ImportChange = z
  .strictObject({
    settings: ImportSettings.partial().strict().optional(),
    files: z
      .array(
        z.strictObject({
          position: z.int().min(0),
          targets: z.array(TargetSchema.nullable()).max(500),
          subject: z.enum(SUBJECTS).optional(),
        }),
      )
      .max(20)
      .optional(),
  })
  .openapi('ImportChange')
export type ImportChange = z.infer<typeof ImportChange>

const EvidenceList = z.array(z.object({ key: z.string(), level: z.string(), weight: z.number() }))

export const ImportRow = z
  .object({
    file: z.int(),
    row: z.int().openapi({ description: 'As a spreadsheet counts: the header is row 1' }),
    action: z.enum(ACTIONS),
    name: z.string().nullable(),
    partyId: z.uuid().nullable(),
    reasons: z.array(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('complaint'),
          code: z.string(),
          message: z.string(),
          values: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
        z.object({ kind: z.literal('evidence'), with: z.string(), row: z.int().nullable(), score: z.number(), evidence: EvidenceList }),
        z.object({ kind: z.literal('question'), with: z.string() }),
        z.object({ kind: z.literal('collected') }),
        z.object({ kind: z.literal('known') }),
        z.object({ kind: z.literal('fields'), fields: z.array(z.string()) }),
      ]),
    ),
  })
  .openapi('ImportRow')
export type ImportRow = z.infer<typeof ImportRow>
export const ImportRowPage = pageOf(ImportRow).openapi('ImportRowPage')

export const ImportList = Paging
export const RowList = Paging.extend({
  action: z.enum(ACTIONS).optional(),
  noted: z.stringbool().optional().openapi({ description: 'Only rows about which there is something to say' }),
})
export type RowList = z.infer<typeof RowList>

export const Duplicate = z
  .object({
    id: z.uuid(),
    one: Party,
    other: Party,
    score: z.number(),
    evidence: EvidenceList,
    decision: z.enum(['same', 'different', 'later']).nullable(),
    mergeId: z.uuid().nullable(),
    importId: z.uuid().nullable(),
  })
  .openapi('Duplicate')
export type Duplicate = z.infer<typeof Duplicate>
export const DuplicatePage = z.object({ ...pageOf(Duplicate).shape, total: z.int().nullable() }).openapi('DuplicatePage')

export const Decision = z
  .strictObject({
    decision: z.enum(['same', 'different', 'later']),
    targetId: z.uuid().optional().openapi({ description: 'Which of the two goes on when they are the same; the older one unless given' }),
  })
  .openapi('DuplicateDecision')
export type Decision = z.infer<typeof Decision>

export const Suppression = z
  .object({ id: z.uuid(), channel: z.enum(['email']), address: z.string(), reason: z.string(), source: z.string(), at: z.iso.datetime() })
  .openapi('Suppression')
export const SuppressionPage = pageOf(Suppression).openapi('SuppressionPage')
