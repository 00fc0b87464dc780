/** Why each table is kept. What a table holds and who may see it is read from the database and the table of permissions, not written here. Pure. */
import type { Right } from '../people/index.ts'

export type Locale = 'en' | 'de'
export type RecipientKind = 'mail' | 'bounces' | 'geocoder' | 'tiles' | 'oidc' | 'public'
type Words = { name: string; purpose: string; people: string; basis: string; retention: string }
export type Activity = {
  key: string
  /** Tables, or beginnings of their names that end with `*`. */
  tables: readonly string[]
  rights: readonly Right[]
  recipients: readonly RecipientKind[]
  words: Record<Locale, Words>
}

const INTEREST = { en: 'Legitimate interest (Art. 6(1)(f) GDPR): leading a local economy together', de: 'Berechtigtes Interesse (Art. 6 Abs. 1 Buchst. f DSGVO): eine lokale Wirtschaft gemeinsam zu führen' } // biome-ignore format: one line reads better
const UNTIL_ERASED = { en: 'Until it is erased; what changed stays in the history of the organisation', de: 'Bis zur Löschung; Geändertes bleibt im Verlauf der Organisation' } // biome-ignore format: one line reads better

export const ACTIVITIES: readonly Activity[] = [
  activity('access', ['auth.memberships', 'invitations'], ['people.read', 'people.write'], ['mail', 'oidc'], {
    en: ['Access of people', 'To let people in, and only those who belong here', 'People with an account, invited people', 'Contract or legitimate interest (Art. 6(1)(b), (f) GDPR)', 'Until the access ends; that it was there stays on record without a name after erasure'], // biome-ignore format: one line reads better
    de: ['Zugang von Personen', 'Personen einzulassen, und nur die, die dazugehören', 'Personen mit Konto, eingeladene Personen', 'Vertrag oder berechtigtes Interesse (Art. 6 Abs. 1 Buchst. b, f DSGVO)', 'Bis der Zugang endet; dass es ihn gab, bleibt nach der Löschung ohne Namen vermerkt'], // biome-ignore format: one line reads better
  }),
  activity(
    'map',
    [
      'parties',
      'party_*',
      'aliases',
      'kinds',
      'fields',
      'saved_views',
      'layout_positions',
      'region_*',
      'loaded_samples',
      'graph_versions',
      'insight_*',
      'guide_choices',
      'guide_words',
    ],
    ['parties.read', 'parties.private'],
    ['geocoder', 'tiles'],
    {
      en: ['The map of organisations', 'To know who is there and where', 'Owners of one-person businesses; otherwise organisations, not people', INTEREST.en, UNTIL_ERASED.en], // biome-ignore format: one line reads better
      de: ['Die Karte der Organisationen', 'Zu wissen, wer da ist und wo', 'Inhaberinnen und Inhaber von Einzelunternehmen; sonst Organisationen, keine Personen', INTEREST.de, UNTIL_ERASED.de], // biome-ignore format: one line reads better
    },
  ),
  activity('contacts', ['contacts', 'notes'], ['contacts.read', 'notes.read'], [], {
    en: ['Contact people and notes', 'To reach organisations and to remember what was said', 'Contact people of organisations', INTEREST.en, 'Until the person is erased; then they go out of notes, tasks and texts as well'], // biome-ignore format: one line reads better
    de: ['Ansprechpersonen und Notizen', 'Organisationen zu erreichen und sich an Gesagtes zu erinnern', 'Ansprechpersonen von Organisationen', INTEREST.de, 'Bis zur Löschung der Person; dann auch aus Notizen, Aufgaben und Texten'], // biome-ignore format: one line reads better
  }),
  activity(
    'ties',
    ['ties', 'tie_*', 'interactions', 'interaction_*', 'offers', 'sorting_*'],
    ['ties.read', 'ties.private', 'interactions.read', 'offers.read'],
    [],
    {
      en: ['Ties, contacts, offers and needs', 'To see who works with whom and what is needed', 'People who meet or write to each other for organisations', INTEREST.en, UNTIL_ERASED.en], // biome-ignore format: one line reads better
      de: ['Beziehungen, Kontakte, Angebote und Bedarfe', 'Zu sehen, wer mit wem arbeitet und was gebraucht wird', 'Personen, die für Organisationen zusammenkommen oder schreiben', INTEREST.de, UNTIL_ERASED.de], // biome-ignore format: one line reads better
    },
  ),
  activity(
    'tasks',
    ['tasks', 'task_*', 'reminder*', 'niche_statements', 'scenario*', 'introduction*', 'gap_asides', 'guide_skips'],
    ['tasks.read'],
    ['mail'],
    {
      en: ['Tasks', 'To take next steps together', 'People with an account', INTEREST.en, 'Until they are removed; of an erased account they are nobody’s from then on'], // biome-ignore format: one line reads better
      de: ['Aufgaben', 'Nächste Schritte gemeinsam zu gehen', 'Personen mit Konto', INTEREST.de, 'Bis sie entfernt werden; die eines gelöschten Kontos gehören danach niemandem'], // biome-ignore format: one line reads better
    },
  ),
  activity('sharing', ['sharing_*'], ['sharing.read'], [], {
    en: ['Rules of sharing money', 'To agree on who gets what, and to know later what was agreed', 'People with an account who write or approve them', INTEREST.en, 'For good, as money was shared by them; of an erased account only an id is left'], // biome-ignore format: one line reads better
    de: ['Teilungsregeln', 'Zu vereinbaren, wer was bekommt, und später zu wissen, was galt', 'Personen mit Konto, die sie schreiben oder freigeben', INTEREST.de, 'Dauerhaft, da nach ihnen Geld geteilt wurde; von einem gelöschten Konto bleibt eine Kennung'], // biome-ignore format: one line reads better
  }),
  activity('sales', ['sales', 'sale_*'], ['sales.read', 'sales.write'], [], {
    en: ['Sales', 'To share what was sold by the agreed rules, and to show each partner what it got', 'Owners of one-person businesses; people with an account, by an id', 'Contract and legal obligation to keep books (Art. 6(1)(b), (c) GDPR)', 'As long as the law asks books to be kept. After an erasure it stands under ids without a name; files of an import are read and not kept'], // biome-ignore format: one line reads better
    de: ['Verkäufe', 'Verkauftes nach den vereinbarten Regeln zu teilen und allen zu zeigen, was sie bekamen', 'Inhaberinnen und Inhaber von Einzelunternehmen; Personen mit Konto, mit einer Kennung', 'Vertrag und gesetzliche Pflicht zur Buchführung (Art. 6 Abs. 1 Buchst. b, c DSGVO)', 'So lange, wie Bücher aufzubewahren sind. Nach einer Löschung steht es unter Kennungen ohne Namen; Dateien eines Imports werden gelesen und nicht aufbewahrt'], // biome-ignore format: one line reads better
  }),
  activity('ledger', ['ledger_*', 'money_plans'], ['ledger.read', 'ledger.write'], [], {
    en: ['The ledger', 'To book what is owed, paid and shared, to the last cent', 'Owners of one-person businesses; people with an account, by an id', 'Contract and legal obligation to keep books (Art. 6(1)(b), (c) GDPR)', 'As long as the law asks books to be kept; nothing booked is changed. After an erasure it stands under ids without a name'], // biome-ignore format: one line reads better
    de: ['Das Hauptbuch', 'Auf den Cent zu buchen, was geschuldet, gezahlt und geteilt wird', 'Inhaberinnen und Inhaber von Einzelunternehmen; Personen mit Konto, mit einer Kennung', 'Vertrag und gesetzliche Pflicht zur Buchführung (Art. 6 Abs. 1 Buchst. b, c DSGVO)', 'So lange, wie Bücher aufzubewahren sind; Gebuchtes wird nicht geändert. Nach einer Löschung steht es unter Kennungen ohne Namen'], // biome-ignore format: one line reads better
  }),
  activity(
    'value',
    ['voucher*', 'points_*', 'hour_*', 'budget*'],
    ['budgets.read', 'vouchers.read', 'credit.read', 'points.read', 'hours.read'],
    ['public'],
    {
      en: ['Vouchers and other value', 'To sell, give and redeem value of other kinds, and to know later on what terms', 'Owners of one-person businesses; people with an account, by an id', 'Contract and legal obligation to keep books (Art. 6(1)(b), (c) GDPR)', 'As long as the law asks books to be kept. After an erasure it stands under ids without a name. Codes are kept as fingerprints'], // biome-ignore format: one line reads better
      de: ['Gutscheine und andere Werte', 'Werte anderer Art zu verkaufen, zu geben und einzulösen und später zu wissen, was galt', 'Inhaberinnen und Inhaber von Einzelunternehmen; Personen mit Konto, mit einer Kennung', 'Vertrag und gesetzliche Pflicht zur Buchführung (Art. 6 Abs. 1 Buchst. b, c DSGVO)', 'So lange, wie Bücher aufzubewahren sind. Nach einer Löschung steht es unter Kennungen ohne Namen. Codes sind als Prüfsummen gespeichert'], // biome-ignore format: one line reads better
    },
  ),
  activity('statements', ['statements', 'statement_runs', 'accounting_*'], ['statements.read', 'accounting.read'], [], {
    en: ['Statements and accounting', 'To tell every organisation what it got, and to hand the books to an accountant', 'Owners of one-person businesses; people with an account who hand books over, by an id', 'Contract and legal obligation to keep books (Art. 6(1)(b), (c) GDPR)', 'As long as the law asks books to be kept; after an erasure they stand under ids without a name'], // biome-ignore format: one line reads better
    de: ['Abrechnungsbelege und Buchhaltung', 'Jeder Organisation zu sagen, was sie bekam, und die Bücher der Buchhaltung zu übergeben', 'Inhaberinnen und Inhaber von Einzelunternehmen; Personen mit Konto, die Bücher übergeben, mit einer Kennung', 'Vertrag und gesetzliche Pflicht zur Buchführung (Art. 6 Abs. 1 Buchst. b, c DSGVO)', 'So lange, wie Bücher aufzubewahren sind; nach einer Löschung stehen sie unter Kennungen ohne Namen'], // biome-ignore format: one line reads better
  }),
  activity('settlement', ['settlement*'], ['settlement.read', 'bank_accounts.read'], [], {
    en: ['Settlement and payouts', 'To pay organisations what they are owed, to the right account', 'Holders of bank accounts; people with an account who close, approve or pay, by an id', 'Contract and legal obligation to keep books (Art. 6(1)(b), (c) GDPR)', 'Bank accounts that were paid to, and payment files, as long as the law asks books to be kept; others until they are erased. The bank gets the payment file'], // biome-ignore format: one line reads better
    de: ['Abrechnung und Auszahlungen', 'Organisationen auszuzahlen, was ihnen zusteht, auf das richtige Konto', 'Inhaberinnen und Inhaber von Bankkonten; Personen mit Konto, die abschließen, freigeben oder auszahlen, mit einer Kennung', 'Vertrag und gesetzliche Pflicht zur Buchführung (Art. 6 Abs. 1 Buchst. b, c DSGVO)', 'Konten, auf die gezahlt wurde, und Zahlungsdateien so lange, wie Bücher aufzubewahren sind; andere bis zur Löschung. Die Zahlungsdatei bekommt die Bank'], // biome-ignore format: one line reads better
  }),
  activity('meetings', ['meetings', 'meeting_*', 'calendar_*'], ['meetings.read'], ['mail'], {
    en: ['Meetings and calendars', 'To meet, and to know afterwards what was said', 'People with an account, contact people who are invited', INTEREST.en, 'Until the person is erased; then they go out of meetings, answers and notes. A calendar feed ends with the access'], // biome-ignore format: one line reads better
    de: ['Treffen und Kalender', 'Sich zu treffen und danach zu wissen, was besprochen wurde', 'Personen mit Konto, eingeladene Ansprechpersonen', INTEREST.de, 'Bis zur Löschung der Person; dann auch aus Treffen, Antworten und Notizen. Ein Kalender-Abonnement endet mit dem Zugang'], // biome-ignore format: one line reads better
  }),
  activity('mailings', ['mailing*', 'mail_consents'], ['mailings.read', 'mailings.send'], ['mail', 'bounces'], {
    en: ['Mailings', 'To write to many at once, only to who may be written to', 'Contact people of organisations', 'Consent, or legitimate interest (Art. 6(1)(a), (f) GDPR)', 'Until the person is erased; of who wants no more mails the address is kept, so that nobody writes to it again'], // biome-ignore format: one line reads better
    de: ['Rundschreiben', 'Vielen auf einmal zu schreiben, und nur denen, denen man schreiben darf', 'Ansprechpersonen von Organisationen', 'Einwilligung oder berechtigtes Interesse (Art. 6 Abs. 1 Buchst. a, f DSGVO)', 'Bis zur Löschung der Person; der Wunsch, nichts mehr zu bekommen, bleibt mit der Adresse stehen, damit ihr niemand wieder schreibt'], // biome-ignore format: one line reads better
  }),
  activity('files', ['import*', 'duplicates', 'files', 'file_chunks', 'mappings', 'suppressions', 'gap_references'], ['imports.read'], [], {
    en: ['Imported files', 'To bring in lists that exist, and to take that back', 'Whoever stands in the lists', INTEREST.en, 'Until the import is removed; whom an erased person is kept out by is stored as a fingerprint'], // biome-ignore format: one line reads better
    de: ['Importierte Dateien', 'Vorhandene Listen hereinzuholen und das zurückzunehmen', 'Wer in den Listen steht', INTEREST.de, 'Bis der Import entfernt wird; woran eine gelöschte Person erkannt wird, ist als Prüfsumme gespeichert'], // biome-ignore format: one line reads better
  }),
  activity('places', ['place_*', 'geocoder_*'], ['places.write'], ['geocoder'], {
    en: ['Places of addresses', 'To put organisations onto the map', 'None: addresses are kept as fingerprints', INTEREST.en, 'Answers run out by themselves'], // biome-ignore format: one line reads better
    de: ['Orte zu Adressen', 'Organisationen auf die Karte zu setzen', 'Keine: Adressen sind als Prüfsummen gespeichert', INTEREST.de, 'Antworten laufen von selbst ab'], // biome-ignore format: one line reads better
  }),
  activity('public', ['publications', 'publication_*'], ['publication.read', 'publication.write'], ['public', 'mail'], {
    en: ['The public map', 'To show organisations to everybody, and to let them correct that', 'Owners of one-person businesses; people named in corrections', 'Consent, or legitimate interest for what a named public source says (Art. 6(1)(a), (f) GDPR)', 'Public until withdrawal, then gone at once; the ground stays on record as proof'], // biome-ignore format: one line reads better
    de: ['Die öffentliche Karte', 'Organisationen allen zu zeigen und sie das berichtigen zu lassen', 'Inhaberinnen und Inhaber von Einzelunternehmen; in Berichtigungen genannte Personen', 'Einwilligung, oder berechtigtes Interesse an dem, was eine genannte öffentliche Quelle sagt (Art. 6 Abs. 1 Buchst. a, f DSGVO)', 'Öffentlich bis zum Widerruf, dann sofort weg; die Grundlage bleibt als Beleg'], // biome-ignore format: one line reads better
  }),
  activity('log', ['events', 'idempotency_keys'], ['events.read'], [], {
    en: ['The log', 'To prove who did what, and to undo it', 'People with an account, by an id', INTEREST.en, 'For good; after an erasure the ids have no name any more. Answers to programs: one day'], // biome-ignore format: one line reads better
    de: ['Das Protokoll', 'Zu belegen, wer was getan hat, und es zurücknehmen zu können', 'Personen mit Konto, mit einer Kennung', INTEREST.de, 'Dauerhaft; nach einer Löschung hat die Kennung keinen Namen mehr. Antworten an Programme: ein Tag'], // biome-ignore format: one line reads better
  }),
]

/** For tables nobody has described: they are in the record all the same. */
export const OTHER: Activity = activity('other', [], [], [], {
  en: ['Further data', 'See the names of the tables', 'To be checked', 'To be checked', 'Until it is erased'],
  de: ['Weitere Daten', 'Siehe die Namen der Tabellen', 'Zu prüfen', 'Zu prüfen', 'Bis zur Löschung'],
})

/** The activity a table belongs to. The longest name wins. */
export function activityOf(table: string): Activity {
  const fits = (pattern: string) => (pattern.endsWith('*') ? table.startsWith(pattern.slice(0, -1)) : table === pattern)
  const found = ACTIVITIES.flatMap((one) => one.tables.filter(fits).map((pattern) => ({ one, length: pattern.length })))
  return found.sort((a, b) => b.length - a.length)[0]?.one ?? OTHER
}

/** Columns that keep rows apart and in order, and say nothing of anybody. */
export const SILENT_COLUMNS: ReadonlySet<string> = new Set([
  'ecosystem_id',
  'id',
  'version',
  'position',
  'search',
  'created_at',
  'updated_at',
])

type Five = [name: string, purpose: string, people: string, basis: string, retention: string]

function activity(key: string, tables: string[], rights: Right[], recipients: RecipientKind[], words: Record<Locale, Five>): Activity {
  const named = ([name, purpose, people, basis, retention]: Five): Words => ({ name, purpose, people, basis, retention })
  return { key, tables, rights, recipients, words: { en: named(words.en), de: named(words.de) } }
}
