import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { findOwnParty } from '../parties/index.ts'
import { allow, getEcosystem, ROLES, readAloud } from '../people/index.ts'
import { ACTIVITIES, type Activity, activityOf, type Locale, OTHER, type RecipientKind, SILENT_COLUMNS } from './rules.ts'
import type { ProcessingRecord } from './schema.ts'

/** Whom data leaves the house to, by the settings of the installation. Host names only. */
type Recipients = Partial<Record<Exclude<RecipientKind, 'public'>, string>>

let recipients: Recipients = {}

/** Called once at the start, by whoever knows the settings. */
export function setRecipients(known: Recipients): void {
  recipients = known
}

type Stored = ProcessingRecord['activities'][number]['data'][number]

/** The record as of now: only what is really stored in this ecosystem is in it. */
export async function makeRecord(ctx: Ctx, locale: Locale): Promise<ProcessingRecord> {
  allow(ctx, 'processing.read')
  const stored = Map.groupBy(await readStored(ctx), ({ table }) => activityOf(table))
  const sentences = new Map(readAloud(locale).map((line) => [line.right, line]))
  const activities = [...ACTIVITIES, OTHER].flatMap((activity) => {
    const data = stored.get(activity)
    if (!data) return []
    const access = activity.rights.flatMap((right) => {
      const line = sentences.get(right)!
      return ROLES.filter((role) => line.reach[role] !== 'none').map((role) => line.sentences[role])
    })
    return [{ key: activity.key, ...activity.words[locale], data, access, recipients: recipientsOf(activity, locale) }]
  })
  const [ecosystem, own] = [await getEcosystem(ctx), await findOwnParty(ctx)]
  const address = [own?.street, [own?.postalCode, own?.city].filter(Boolean).join(' '), own?.email].filter(Boolean)
  const record = { madeAt: ctx.now().toISOString(), responsible: [own?.name ?? ecosystem.name, ...address].join(', '), activities }
  return { ...record, text: textOf(record, ecosystem.name, locale) }
}

/** Every table in which this ecosystem has a row, with the columns in which something stands. Names come from the database's own catalogue. */
async function readStored(ctx: Ctx | Tx): Promise<Stored[]> {
  const { rows: tables } = await sql<{ name: string; columns: string[] }>`
    select t.table_name as name, array_agg(t.column_name::text order by t.ordinal_position) as columns
    from information_schema.columns t join pg_class c on c.oid = format('public.%I', t.table_name)::regclass
    where t.table_schema = 'public' and c.relkind in ('r', 'p') and c.relrowsecurity group by 1 order by 1`.execute(ctx.db)
  const all = [...tables, { name: 'auth.memberships', columns: ['person_id', 'role', 'party_id', 'created_at'] }]
  const stored: Stored[] = []
  for (const { name, columns } of all) {
    const counts = columns.map((column) => sql`count(${sql.ref(column)})::int`)
    const { rows } = await sql<{ n: number; counts: number[] }>`
      select count(*)::int as n, array[${sql.join(counts)}] as counts from ${sql.table(name)} where ecosystem_id = ${ctx.ecosystemId}`.execute(
      ctx.db,
    )
    const { n, counts: filled } = rows[0]!
    const used = columns.filter((column, index) => filled[index]! > 0 && !SILENT_COLUMNS.has(column))
    if (n > 0 && name !== 'ecosystems') stored.push({ table: name, rows: n, columns: used })
  }
  return stored
}

const RECIPIENTS: Record<Locale, Record<RecipientKind, (host: string) => string>> = {
  en: {
    mail: (host) => `Mail server ${host}: addresses and contents of mails`,
    bounces: (host) => `Mailbox at ${host}: mails that came back, with the address and the text they had`,
    geocoder: (host) => `Geocoder ${host}: addresses, where an owner agreed`,
    tiles: (host) => `Map tiles ${host}: the internet address of whoever looks at the map, and where`,
    oidc: (host) => `Single sign-on ${host}: who signs in`,
    public: () => 'Everybody, as far as it is public',
  },
  de: {
    mail: (host) => `Mailserver ${host}: Adressen und Inhalte von Mails`,
    bounces: (host) => `Postfach bei ${host}: zurückgekommene Mails mit ihrer Adresse und ihrem Text`,
    geocoder: (host) => `Geocoder ${host}: Adressen, sofern die Leitung zugestimmt hat`,
    tiles: (host) => `Kartenbilder ${host}: die Internetadresse derer, die die Karte ansehen, und wo`,
    oidc: (host) => `Einmalanmeldung ${host}: wer sich anmeldet`,
    public: () => 'Alle, soweit es öffentlich ist',
  },
}

function recipientsOf({ recipients: kinds }: Activity, locale: Locale): string[] {
  return kinds.flatMap((kind) => {
    if (kind === 'public') return [RECIPIENTS[locale].public('')]
    const host = recipients[kind]
    return host === undefined ? [] : [RECIPIENTS[locale][kind](host)]
  })
}

const HEADINGS = {
  en: { title: 'Record of processing activities', responsible: 'Responsible', made: 'Made on', purpose: 'Purpose', people: 'Whose data', basis: 'Legal basis', data: 'What is stored', access: 'Who has access', recipients: 'Who receives it', none: 'Nobody else', retention: 'How long', rows: 'rows' }, // biome-ignore format: one line reads better
  de: { title: 'Verzeichnis von Verarbeitungstätigkeiten', responsible: 'Verantwortlich', made: 'Erstellt am', purpose: 'Zweck', people: 'Wessen Daten', basis: 'Rechtsgrundlage', data: 'Was gespeichert ist', access: 'Wer Zugriff hat', recipients: 'Wer sie erhält', none: 'Niemand sonst', retention: 'Wie lange', rows: 'Zeilen' }, // biome-ignore format: one line reads better
}

function textOf({ madeAt, responsible, activities }: Omit<ProcessingRecord, 'text'>, ecosystem: string, locale: Locale): string {
  const words = HEADINGS[locale]
  const list = (items: readonly string[]) => items.map((item) => `  * ${item}`).join('\n')
  const parts = activities.map((activity) =>
    [
      `## ${activity.name}`,
      `* **${words.purpose}:** ${activity.purpose}`,
      `* **${words.people}:** ${activity.people}`,
      `* **${words.basis}:** ${activity.basis}`,
      `* **${words.data}:**\n${list(activity.data.map(({ table, rows, columns }) => `${table} (${rows} ${words.rows}): ${columns.join(', ')}`))}`,
      ...(activity.access.length > 0 ? [`* **${words.access}:**\n${list(activity.access)}`] : []),
      `* **${words.recipients}:** ${activity.recipients.join('; ') || words.none}`,
      `* **${words.retention}:** ${activity.retention}`,
    ].join('\n'),
  )
  const day = new Date(madeAt).toLocaleDateString(locale, { dateStyle: 'long' })
  return `# ${words.title}: ${ecosystem}\n\n${words.responsible}: ${responsible}\n\n${words.made} ${day}\n\n${parts.join('\n\n')}\n`
}
