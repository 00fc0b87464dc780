import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { headerKey, type Mapping, type Recognition, type Subject, type Target } from './reading/index.ts'

/** The mapping a person chose for a list with these columns before, in the order of these headers. */
export async function findMapping(ctx: Ctx, { fingerprint, headers, mapping }: Recognition): Promise<Mapping | undefined> {
  if (fingerprint === null || mapping === null) return undefined
  const row = await ctx.db
    .selectFrom('import_mappings')
    .select(['subject', 'targets'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst()
  if (!row) return undefined
  const targets = headers.map((header) => targetIn(row.targets, header))
  return { ...mapping, subject: row.subject as Subject, targets }
}

/** Where a column goes by what is remembered; its name may be that of something every object has. */
export function targetIn(targets: Readonly<Record<string, Target>>, header: string): Target | null {
  const key = headerKey(header)
  return Object.hasOwn(targets, key) ? targets[key]! : null
}

/** Keeps how a person reads the columns of such a list. */
export async function rememberMapping(
  tx: Tx,
  fingerprint: string,
  headers: readonly string[],
  mapping: Pick<Mapping, 'subject' | 'targets'>,
): Promise<void> {
  // a column may be called `__proto__`
  const targets = Object.fromEntries(
    mapping.targets.flatMap((target, column) => (target ? [[headerKey(headers[column] ?? ''), target] as const] : [])),
  )
  const values = { subject: mapping.subject, targets: JSON.stringify(targets), columns: [...headers], used_at: tx.now() }
  await tx.db
    .insertInto('import_mappings')
    .values({ ecosystem_id: tx.ecosystemId, fingerprint, ...values })
    .onConflict((conflict) => conflict.columns(['ecosystem_id', 'fingerprint']).doUpdateSet(values))
    .execute()
}

/** Targets that hold one value: two columns cannot both go there. */
const ONCE: readonly Target[] = [
  'party.name',
  'party.id',
  'party.latitude',
  'party.longitude',
  'contact.id',
  'tie.from',
  'tie.to',
  'note.title',
  'payment.party',
  'payment.date',
  'payment.amount',
]

/** What a list of ties and one of payments must have, and of what any other needs something. */
const ENDS: readonly Target[] = ['tie.from', 'tie.to']
const PAID: readonly Target[] = ['payment.party', 'payment.date', 'payment.amount']
const NAMES: readonly Target[] = [
  'party.name',
  'contact.name',
  'contact.givenName',
  'contact.familyName',
  'contact.email',
  'link.parties',
  'link.contacts',
]

/** Columns of payments make a list of payments, whatever it was taken for. */
export function subjectOf(targets: Mapping['targets'], before: Subject): Subject {
  if (targets.some((target) => target?.startsWith('payment.'))) return 'payments'
  return before === 'payments' ? 'list' : before
}

type Readable = Pick<Mapping, 'subject' | 'targets'>

/** Throws invalid for a mapping that cannot be read: a wrong number of columns, nothing that names anybody, or one thing twice. */
export function mustBeReadable(fileName: string, headers: readonly string[], mapping: Readable): void {
  const problem = unreadable(headers, mapping)
  if (problem) throw new DomainError('invalid', 'import_mapping', `The columns of “${fileName}” cannot be read like this: ${problem}`)
}

/** Why columns cannot be read like this, if they cannot. */
export function unreadable(headers: readonly string[], { targets, subject }: Readable): string | undefined {
  if (targets.length !== headers.length) return `there are ${headers.length} columns, and ${targets.length} were assigned.`
  for (const target of ONCE) if (targets.filter((given) => given === target).length > 1) return `two columns are assigned to ${target}.`
  if (subject === 'edges')
    return ENDS.every((target) => targets.includes(target)) ? undefined : 'a list of ties needs a column for each end.'
  if (subject === 'payments')
    return PAID.every((target) => targets.includes(target)) ? undefined : 'a list of payments needs who, when and how much.'
  return NAMES.some((target) => targets.includes(target)) ? undefined : 'no column names an organisation or a person.'
}
