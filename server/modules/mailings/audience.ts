import { z } from '@hono/zod-openapi'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { Filter, listFields, listKinds, type Party, streamContacts, streamParties } from '../parties/index.ts'
import { getEcosystem } from '../people/index.ts'
import { listTieTypes } from '../ties/index.ts'
import { getView } from '../views/index.ts'
import { getList, readObjections } from './lists.ts'
import {
  type Candidate,
  checkTexts,
  chooseRecipients,
  FIELDS,
  type Locale,
  languageFor,
  type Reason,
  type Texts,
  writtenIn,
} from './rules.ts'
import type { Tables } from './schema.ts'

export const RECIPIENTS_MAX = 50_000

export type Draft = {
  list_id: string
  view_id: string | null
  audience: Tables['mailings']['audience']
  language_field: string | null
  texts: Texts
}

export type Chosen = { recipients: Candidate[]; organisations: number; leftOut: Partial<Record<Reason, number>>; emptyFields: string[] }

/**
 * Who would get a draft at this moment, in a lasting order, and who not and why. Throws rather than guess: conflict when the view is gone
 * or asks for something that is gone, invalid when the text asks for a field that there is not.
 */
export async function readAudience(tx: Tx, draft: Draft): Promise<Chosen> {
  await mustBeFillable(tx, draft)
  const filter = await filterOf(tx, draft.view_id)
  const list = await getList(tx, draft.list_id)
  const { locale } = await getEcosystem(tx)
  const parties = new Map<string, Party>()
  for await (const some of streamParties(tx, filter)) for (const party of some) parties.set(party.id, party)
  const candidates: Candidate[] = []
  if (draft.audience !== 'organisations') candidates.push(...(await readPeople(tx, filter, parties, draft, locale)))
  if (draft.audience !== 'people') {
    for (const party of parties.values()) if (party.email) candidates.push(candidateOf(party, party.email, draft, locale))
  }
  if (candidates.length > RECIPIENTS_MAX)
    throw new DomainError(
      'conflict',
      'mailing_too_large',
      `A mailing goes to at most ${RECIPIENTS_MAX} addresses. Please choose a smaller view.`,
    )
  const objections = await readObjections(tx, list, [...new Set(candidates.map(({ address }) => address))])
  const chosen = chooseRecipients(candidates, objections, draft.texts)
  const reached = new Set(candidates.map(({ partyId }) => partyId))
  const silent = [...parties.keys()].filter((id) => !reached.has(id)).length
  return { ...chosen, organisations: parties.size, leftOut: { ...(silent > 0 ? { no_address: silent } : {}), ...chosen.leftOut } }
}

async function readPeople(tx: Tx, filter: Filter, parties: ReadonlyMap<string, Party>, draft: Draft, locale: Locale): Promise<Candidate[]> {
  const people: Candidate[] = []
  for await (const some of streamContacts(tx, filter)) {
    for (const contact of some) {
      const party = parties.get(contact.partyId)
      if (!party || !contact.email) continue
      const { name, givenName, familyName, role } = contact
      const own = { name, given_name: givenName ?? '', family_name: familyName ?? '', role: role ?? '' }
      people.push(candidateOf(party, contact.email, draft, locale, contact.id, own))
    }
  }
  return people
}

function candidateOf(
  party: Party,
  address: string,
  draft: Draft,
  usual: Locale,
  contactId: string | null = null,
  own: Record<string, string> = {},
): Candidate {
  const fields = Object.fromEntries(
    Object.entries({
      ...party.fields,
      organisation: party.name,
      city: party.city,
      name: '',
      given_name: '',
      family_name: '',
      role: '',
      ...own,
    }).map(([key, value]) => [key, written(value)]),
  )
  const locale = languageFor(draft.texts, draft.language_field === null ? undefined : party.fields[draft.language_field], usual)
  return { address: address.trim().toLowerCase(), partyId: party.id, contactId, locale, fields }
}

/** A value as it is filled in: on one line, so that it ends neither a header nor a paragraph. */
function written(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'object') return ''
  return String(value).replace(/\s+/g, ' ').trim()
}

/** Throws invalid with the places where a text asks for something that there is not. */
export async function mustBeFillable(ctx: Ctx | Tx, { texts, language_field }: Draft): Promise<void> {
  const own = (await listFields(ctx as Ctx)).map(({ key }) => key)
  if (language_field !== null && !own.includes(language_field))
    throw new DomainError(
      'conflict',
      'mailing_language_gone',
      'The own field that says the language is no longer there. Nothing was sent. Please choose another one, or none.',
    )
  const complaints = checkTexts(texts, new Set<string>([...FIELDS, ...own]))
  if (complaints.length > 0)
    throw new DomainError('invalid', 'invalid_mailing', 'Something in the text is not right. Nothing was sent.', complaints)
  if (writtenIn(texts).length === 0) throw new DomainError('conflict', 'mailing_empty', 'There is no text yet.')
}

/** What the view shows. A part that is not known any more would be passed over and let everybody in, so it is refused. */
async function filterOf(tx: Tx, viewId: string | null): Promise<Filter> {
  if (viewId === null)
    throw new DomainError('conflict', 'mailing_without_view', 'Please choose a saved view first: its organisations get the mailing.')
  const view = await getView(tx, viewId).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === 'not_found')
      throw new DomainError(
        'conflict',
        'mailing_view_gone',
        'The saved view was removed, or is shared with you no longer. Nothing was sent. Please choose another one.',
      )
    throw error
  })
  const parsed = z.strictObject(Filter.shape).safeParse(view.filter)
  const missing = parsed.success ? await unknownIn(tx, parsed.data) : ['?']
  if (parsed.success && missing.length === 0) return parsed.data
  throw new DomainError(
    'conflict',
    'mailing_view_broken',
    `The saved view asks for something that is no longer there (${missing.join(', ')}). Nothing was sent. Open the view, set its filter anew and save it.`,
  )
}

async function unknownIn(tx: Tx, { kind = [], tieType = [] }: Filter): Promise<string[]> {
  const kinds = new Set((await listKinds(tx)).map(({ key }) => key))
  const types = new Set((await listTieTypes(tx)).map(({ key }) => key))
  return [...kind.filter((key) => !kinds.has(key)), ...tieType.filter((key) => !types.has(key))]
}
