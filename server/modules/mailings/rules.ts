import { type Complaint, complaint } from '../../kernel/complaints.ts'

export type Locale = 'en' | 'de'
export const LOCALES = ['en', 'de'] as const satisfies readonly Locale[]

/** Fields every recipient has; besides them an ecosystem's own fields can be filled in, by their keys. */
export const FIELDS = ['name', 'given_name', 'family_name', 'role', 'organisation', 'city'] as const

export type Texts = Partial<Record<Locale, { subject: string; body: string }>>
type Part = { text: string } | { field: string; fallback: string | undefined; line: number }
type Fault = { code: 'merge_field_open'; line: number }

const FIELD = /\{\{([^{}\n]*)\}\}|\{\{/g

/** A text as pieces: words, and fields to fill in such as `{{name|friends}}`. */
export function parseTemplate(template: string): { parts: Part[]; faults: Fault[] } {
  const parts: Part[] = []
  const faults: Fault[] = []
  let from = 0
  for (const match of template.matchAll(FIELD)) {
    const line = template.slice(0, match.index).split('\n').length
    if (match.index > from) parts.push({ text: template.slice(from, match.index) })
    from = match.index + match[0].length
    if (match[1] === undefined) {
      faults.push({ code: 'merge_field_open', line })
      continue
    }
    const [field = '', ...fallback] = match[1].split('|')
    parts.push({ field: field.trim(), fallback: fallback.length === 0 ? undefined : fallback.join('|').trim(), line })
  }
  if (from < template.length) parts.push({ text: template.slice(from) })
  return { parts, faults }
}

/** The text with its fields filled in, or the name of a field that is empty and has no fallback. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): { text: string } | { empty: string } {
  let text = ''
  for (const part of parseTemplate(template).parts) {
    const value = 'text' in part ? part.text : values[part.field] || part.fallback
    if (value === undefined) return { empty: 'field' in part ? part.field : '' }
    text += value
  }
  return { text }
}

/** What is wrong with the texts: nothing written, unknown fields and open braces, each with its line. */
export function checkTexts(texts: Texts, known: ReadonlySet<string>): Complaint[] {
  const complaints = LOCALES.flatMap((locale) => {
    const { subject = '', body = '' } = texts[locale] ?? {}
    if ((subject.trim() === '') !== (body.trim() === '')) return [complaint(`texts.${locale}.${subject.trim() === '' ? 'subject' : 'body'}`, 'empty')] // biome-ignore format: one line reads better
    return [...faultsOf(`texts.${locale}.subject`, subject, known), ...faultsOf(`texts.${locale}.body`, body, known)]
  })
  return writtenIn(texts).length === 0 && complaints.length === 0 ? [complaint('texts', 'text_missing')] : complaints
}

function faultsOf(path: string, template: string, known: ReadonlySet<string>): Complaint[] {
  const { parts, faults } = parseTemplate(template)
  return [
    ...faults.map(({ code, line }) => complaint(path, code, { line })),
    ...parts.flatMap((part) =>
      'field' in part && !known.has(part.field)
        ? [complaint(path, 'merge_field_unknown', { field: part.field || '?', line: part.line })]
        : [],
    ),
  ]
}

/** The languages there is a text in. */
export function writtenIn(texts: Texts): Locale[] {
  return LOCALES.filter((locale) => (texts[locale]?.subject ?? '').trim() !== '' && (texts[locale]?.body ?? '').trim() !== '')
}

/** What somebody typed as a language: `de`, `Deutsch`, `German`, `de-AT`. Undefined for anything else. */
export function localeOf(said: unknown): Locale | undefined {
  const word = typeof said === 'string' ? said.trim().toLowerCase() : ''
  if (/^(de|deutsch|german|allemand)\b/.test(word)) return 'de'
  return /^(en|english|englisch|anglais)\b/.test(word) ? 'en' : undefined
}

/** The language a recipient reads: their own, else the ecosystem's; the one there is where the text is in one language only. */
export function languageFor(texts: Texts, said: unknown, usual: Locale): Locale {
  const wished = localeOf(said) ?? usual
  const written = writtenIn(texts)
  return written.includes(wished) ? wished : (written[0] ?? wished)
}

/** Why somebody in the view does not get a mailing. `no_address` counts organisations, the others addresses. */
export const REASONS = ['no_address', 'bad_address', 'twice', 'unsubscribed', 'opted_out', 'bounced', 'no_consent', 'empty_field'] as const
export type Reason = (typeof REASONS)[number]
export type Objections = ReadonlyMap<string, 'unsubscribed' | 'opted_out' | 'bounced' | 'no_consent'>

export type Candidate = { address: string; partyId: string; contactId: string | null; locale: Locale; fields: Record<string, string> }

// what a mail server takes without quotes; everything else is a slip of the pen more often than an address
const ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u

export function isAddress(text: string): boolean {
  return text.length <= 320 && ADDRESS.test(text)
}

/** Who gets it, each address once, and how many do not, with the reason. People come before the shared address of their organisation. */
export function chooseRecipients(
  candidates: readonly Candidate[],
  objections: Objections,
  texts: Texts,
): { recipients: Candidate[]; leftOut: Partial<Record<Reason, number>>; emptyFields: string[] } {
  const recipients = new Map<string, Candidate>()
  const leftOut: Partial<Record<Reason, number>> = {}
  const emptyFields = new Set<string>()
  const seen = new Set<string>()
  for (const candidate of candidates) {
    const { address } = candidate
    const text = texts[candidate.locale]!
    const empty = [text.subject, text.body].map((template) => fillTemplate(template, candidate.fields)).find((filled) => 'empty' in filled)
    const reason = !isAddress(address) ? 'bad_address' : seen.has(address) ? 'twice' : (objections.get(address) ?? (empty && 'empty_field'))
    seen.add(address)
    if (reason === undefined) recipients.set(address, candidate)
    else leftOut[reason] = (leftOut[reason] ?? 0) + 1
    if (reason === 'empty_field' && empty && 'empty' in empty) emptyFields.add(empty.empty)
  }
  return { recipients: [...recipients.values()], leftOut, emptyFields: [...emptyFields].sort() }
}

/** Tries for an address whose server says "later", and how long to wait before each: five minutes, ten, twenty … */
export const ATTEMPTS_MAX = 6
const FIRST_WAIT_SECONDS = 300

export function waitSecondsAfter(attempts: number): number {
  return FIRST_WAIT_SECONDS * 2 ** Math.max(0, attempts - 1)
}
