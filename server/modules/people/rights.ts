import type { Actor, Role } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { MONEY_RIGHTS } from './money-rights.ts'
import { COORDINATORS, COORDINATORS_AND_OWN, EVERYBODY, type Line, line, OWNERS, type Reach, ROLES, type Scope } from './right-lines.ts'

export { type Reach, ROLES, SCOPES, type Scope } from './right-lines.ts'

/**
 * The one table of permissions. Whatever competitors in one ecosystem must not know of each other stands on lines that end in
 * `COORDINATORS_AND_OWN`: contact people, notes, trust, scores, interactions, custom fields. What concerns money stands in money-rights.ts.
 */
export const RIGHTS = {
  'ecosystem.read': line(
    EVERYBODY,
    'map.read',
    ['see', 'the name and the settings of the ecosystem'],
    ['sehen', 'Namen und Einstellungen des Ökosystems'],
  ),
  'ecosystem.write': line(
    OWNERS,
    null,
    ['change', 'the name and the settings of the ecosystem'],
    ['ändern', 'Namen und Einstellungen des Ökosystems'],
  ),
  'people.read': line(COORDINATORS, 'people.read', ['see', 'who has access'], ['sehen', 'die Liste der Personen mit Zugang']),
  'people.write': line(
    COORDINATORS,
    'people.write',
    ['invite, change and remove', 'people'],
    ['einladen, ändern und entfernen', 'Personen'],
  ),
  'owners.write': line(OWNERS, null, ['name and remove', 'owners'], ['bestimmen und abberufen', 'Personen der Leitung']),
  'keys.write': line(EVERYBODY, null, ['make', 'API keys for themselves'], ['anlegen', 'API-Schlüssel für sich selbst']),
  'keys.manage': line(
    OWNERS,
    null,
    ['see and withdraw', 'the API keys of everybody'],
    ['sehen und zurückziehen', 'die API-Schlüssel aller'],
  ),
  'events.read': line(COORDINATORS_AND_OWN, 'private.read', ['read', 'the activity log'], ['lesen', 'das Protokoll']),
  'parties.read': line(EVERYBODY, 'map.read', ['see', 'organisations and groups'], ['sehen', 'Organisationen und Gruppen']),
  'parties.private': line(
    COORDINATORS_AND_OWN,
    'private.read',
    ['see', 'custom fields and the source of each fact'],
    ['sehen', 'eigene Felder und die Herkunft jeder Angabe'],
  ),
  'parties.create': line(
    COORDINATORS,
    'map.write',
    ['add and remove', 'organisations and groups'],
    ['anlegen und entfernen', 'Organisationen und Gruppen'],
  ),
  'parties.write': line(
    COORDINATORS_AND_OWN,
    'map.write',
    ['change', 'what is said about an organisation'],
    ['ändern', 'Angaben zu einer Organisation'],
  ),
  'own_party.write': line(
    COORDINATORS,
    'map.write',
    ['say', 'which organisation on the map is the one that runs it'],
    ['bestimmen', 'die Organisation, der die Karte gehört'],
  ),
  'merges.write': line(
    COORDINATORS,
    'map.write',
    ['merge', 'organisations that are the same'],
    ['zusammenführen', 'doppelte Organisationen'],
  ),
  'catalogue.write': line(
    COORDINATORS,
    'map.write',
    ['define', 'kinds, types of tie and custom fields'],
    ['festlegen', 'Arten, Beziehungsarten und eigene Felder'],
  ),
  'contacts.read': line(COORDINATORS_AND_OWN, 'private.read', ['see', 'contact people'], ['sehen', 'Ansprechpersonen']),
  'contacts.write': line(
    COORDINATORS_AND_OWN,
    'private.write',
    ['change and erase', 'contact people'],
    ['ändern und löschen', 'Ansprechpersonen'],
  ),
  'notes.read': line(COORDINATORS_AND_OWN, 'private.read', ['read', 'notes'], ['lesen', 'Notizen']),
  'notes.write': line(COORDINATORS_AND_OWN, 'private.write', ['write', 'notes'], ['schreiben', 'Notizen']),
  'ties.read': line(EVERYBODY, 'map.read', ['see', 'ties between organisations'], ['sehen', 'Beziehungen zwischen Organisationen']),
  'ties.write': line(
    COORDINATORS_AND_OWN,
    'map.write',
    ['change', 'ties between organisations'],
    ['ändern', 'Beziehungen zwischen Organisationen'],
  ),
  'ties.private': line(
    COORDINATORS_AND_OWN,
    'private.read',
    ['see', 'the trust in a tie and its evidence'],
    ['sehen', 'Vertrauen und Belege einer Beziehung'],
  ),
  'interactions.read': line(
    COORDINATORS_AND_OWN,
    'private.read',
    ['see', 'who met, wrote to or called whom'],
    ['sehen', 'Treffen, Nachrichten und Anrufe'],
  ),
  'interactions.write': line(
    COORDINATORS_AND_OWN,
    'private.write',
    ['record', 'meetings, messages and calls'],
    ['festhalten', 'Treffen, Nachrichten und Anrufe'],
  ),
  'offers.read': line(EVERYBODY, 'map.read', ['see', 'offers and needs'], ['sehen', 'Angebote und Bedarfe']),
  'offers.private': line(
    COORDINATORS_AND_OWN,
    'private.read',
    ['see', 'offers and needs meant for the coordinators'],
    ['sehen', 'Angebote und Bedarfe nur für die Koordination'],
  ),
  'offers.write': line(COORDINATORS_AND_OWN, 'map.write', ['change', 'offers and needs'], ['ändern', 'Angebote und Bedarfe']),
  'tasks.read': line(COORDINATORS_AND_OWN, 'tasks.read', ['see', 'tasks'], ['sehen', 'Aufgaben']),
  'tasks.write': line(COORDINATORS_AND_OWN, 'tasks.write', ['change and complete', 'tasks'], ['ändern und erledigen', 'Aufgaben']),
  'meetings.read': line(COORDINATORS_AND_OWN, 'private.read', ['see', 'meetings'], ['sehen', 'Treffen']),
  'meetings.write': line(COORDINATORS, 'private.write', ['plan, change and cancel', 'meetings'], ['planen, ändern und absagen', 'Treffen']),
  'calendar_feed.write': line(
    ['all', 'all', 'all', 'none'],
    null,
    ['have', 'a calendar feed of their own'],
    ['anlegen', 'einen eigenen Kalender-Feed'],
  ),
  'reminders.write': line(
    ['all', 'all', 'all', 'none'],
    null,
    ['get', 'a daily mail with what is due'],
    ['erhalten', 'eine tägliche Mail mit dem, was fällig ist,'],
  ),
  'views.read': line(EVERYBODY, 'map.read', ['open', 'shared views'], ['öffnen', 'geteilte Ansichten']),
  'views.write': line(EVERYBODY, 'map.write', ['save', 'views for themselves'], ['speichern', 'Ansichten für sich selbst']),
  'views.share': line(COORDINATORS, 'map.write', ['share', 'views with everybody'], ['teilen', 'Ansichten mit allen']),
  'layouts.write': line(COORDINATORS, 'map.write', ['move', 'the places on the network map'], ['verschieben', 'Punkte auf der Netzkarte']),
  'imports.read': line(COORDINATORS, 'private.read', ['see', 'imports and their rows'], ['sehen', 'Importe und deren Zeilen']),
  'imports.write': line(
    COORDINATORS,
    'private.write',
    ['start, apply and undo', 'imports'],
    ['starten, anwenden und zurücknehmen', 'Importe'],
  ),
  'exports.make': line(EVERYBODY, 'map.read', ['take along', 'as a file what they may see'], ['mitnehmen', 'als Datei, was sichtbar ist,']),
  'places.write': line(
    COORDINATORS,
    'map.write',
    ['look up', 'where organisations are, many at once'],
    ['nachschlagen', 'Orte vieler Organisationen zugleich'],
  ),
  'geocoder.consent': line(
    OWNERS,
    null,
    ['allow and forbid', 'that addresses are sent to a geocoder'],
    ['erlauben und untersagen', 'das Senden von Adressen an einen Geocoder'],
  ),
  'publication.read': line(
    COORDINATORS,
    'map.read',
    ['see', 'who is on the public map, on what ground, and what they want corrected'],
    ['sehen', 'wer auf welcher Grundlage auf der öffentlichen Karte steht und welche Berichtigungen gewünscht sind'],
  ),
  'publication.write': line(
    COORDINATORS,
    null,
    ['decide', 'what everybody may see on the public map'],
    ['bestimmen', 'was auf der öffentlichen Karte zu sehen ist'],
  ),
  'mailings.read': line(
    COORDINATORS,
    'private.read',
    ['see', 'mailings and who gets them'],
    ['sehen', 'Rundschreiben und wer sie bekommt'],
  ),
  'mailings.write': line(
    COORDINATORS,
    'private.write',
    ['write', 'mailings, and say who agreed to get them'],
    ['schreiben', 'Rundschreiben samt Einwilligungen'],
  ),
  'mailings.send': line(COORDINATORS, null, ['send', 'mailings'], ['versenden', 'Rundschreiben']),
  'processing.read': line(
    COORDINATORS,
    'private.read',
    ['see', 'the record of processing activities'],
    ['sehen', 'das Verzeichnis von Verarbeitungstätigkeiten'],
  ),
  'insight.read': line(
    COORDINATORS_AND_OWN,
    'private.read',
    ['see', 'scores and what the map says'],
    ['sehen', 'Kennzahlen und Aussagen der Karte'],
  ),
  'introductions.read': line(
    COORDINATORS,
    'private.read',
    ['see', 'whom to introduce to whom, and what became of it'],
    ['sehen', 'Vorschläge zum Bekanntmachen und deren Ausgang'],
  ),
  'introductions.write': line(
    COORDINATORS,
    'private.write',
    ['decide', 'on introductions, and who is left out of them'],
    ['entscheiden', 'über das Bekanntmachen und Ausnahmen davon'],
  ),
  'scenarios.write': line(COORDINATORS, 'private.write', ['keep and change', 'scenarios'], ['festhalten und ändern', 'Szenarien']),
  'gaps.write': line(
    COORDINATORS,
    'private.write',
    ['set aside', 'what is missing, and choose the table it is compared with'],
    ['verwalten', 'die Liste dessen, was fehlt, und die Vergleichstabelle'],
  ),
  'scenarios.share': line(COORDINATORS, null, ['show', 'scenarios to people without access'], ['zeigen', 'Szenarien Personen ohne Zugang']),
  'niche.write': line(COORDINATORS, null, ['write down', 'the niche of the ecosystem'], ['niederschreiben', 'die Nische des Ökosystems']),
  ...MONEY_RIGHTS,
  'samples.write': line(COORDINATORS, 'map.write', ['load and remove', 'sample data'], ['laden und entfernen', 'Beispieldaten']),
  'guide.write': line(COORDINATORS, null, ['walk through', 'the first hour'], ['durchgehen', 'die erste Stunde']),
} as const satisfies Record<string, Line>

export type Right = keyof typeof RIGHTS

/**
 * Fields that need more than the right to read the record, and what stands in their place for those who may not see them. Records that
 * are private as a whole (contacts, notes, interactions) have a right of their own instead.
 */
export const PRIVATE_FIELDS = {
  parties: {
    fields: { right: 'parties.private', hidden: {} },
    source: { right: 'parties.private', hidden: null },
    sources: { right: 'parties.private', hidden: {} },
    score: { right: 'insight.read', hidden: null },
  },
  ties: {
    trust: { right: 'ties.private', hidden: null },
    evidence: { right: 'ties.private', hidden: null },
    source: { right: 'ties.private', hidden: null },
    sources: { right: 'ties.private', hidden: {} },
  },
  offers: { source: { right: 'parties.private', hidden: null } },
} as const satisfies Record<string, Record<string, { right: Right; hidden: unknown }>>

export type Resource = keyof typeof PRIVATE_FIELDS

/** The party or parties a thing belongs to, by any of their ids: a tie has two ends, a note has one. */
export type Subject = string | readonly (string | null)[] | null

type Acting = { actor: Actor }

/** The first line of every operation. Throws forbidden when the actor lacks the right, or has it for their own organisation only and `subject` is not theirs. */
export function allow(ctx: Acting, right: Right, subject: Subject = null): void {
  if (may(ctx, right, subject)) return
  throw new DomainError('forbidden', 'forbidden', `Your role does not allow this: ${RIGHTS[right].en.join(' ')}.`)
}

/** Whether the actor has the right, for a thing that belongs to `subject`. */
export function may(ctx: Acting, right: Right, subject: Subject = null): boolean {
  const reach = reachOf(ctx.actor, right)
  if (reach === 'all') return true
  if (reach === 'none' || ctx.actor.kind === 'system') return false
  const { partyIds } = ctx.actor
  return [subject].flat().some((id) => id !== null && partyIds.includes(id))
}

/** How far a right of this actor reaches. A key has what its owner's role allows and its scopes name. */
export function reachOf(actor: Actor, right: Right): Reach {
  if (actor.kind === 'system') return 'all'
  if (actor.kind === 'key' && !keyMay(actor.scopes, right)) return 'none'
  return RIGHTS[right].reach[ROLES.indexOf(actor.role)] ?? 'none'
}

/**
 * For lists, so that they filter in SQL: `all` or the ids of the one party whose things may be listed. Throws forbidden when there is none,
 * which is what `allow` would do for each row.
 */
export function allowList(ctx: Acting, right: Right): { all: true } | { all: false; partyIds: readonly string[] } {
  const partyIds = partiesWithin(ctx, right)
  if (partyIds === undefined) return { all: true }
  if (partyIds.length > 0) return { all: false, partyIds }
  throw new DomainError('forbidden', 'forbidden', `Your role does not allow this: ${RIGHTS[right].en.join(' ')}.`)
}

/** Whose things a right of this actor reaches: undefined for everybody's, no ids for nobody's. */
export function partiesWithin({ actor }: Acting, right: Right): readonly string[] | undefined {
  const reach = reachOf(actor, right)
  if (reach === 'all') return undefined
  return reach === 'own' && actor.kind !== 'system' ? actor.partyIds : []
}

/** The record without what this actor may not see of it: private fields are replaced, never left out, so that every answer has one shape. */
export function visibleFields<T extends object>(ctx: Acting, resource: Resource, record: T, subject: Subject): T {
  const hidden = hiddenFields(ctx, resource, subject).filter(
    ([name]) => name in record && !isOpenSource(name, (record as Record<string, unknown>)[name]),
  )
  return hidden.length === 0 ? record : { ...record, ...Object.fromEntries(hidden) }
}

/** Where sample data comes from, and that some of it is invented, is said to everybody: its licences ask for it, and it tells nothing of anybody. */
function isOpenSource(name: string, value: unknown): boolean {
  return name === 'source' && typeof value === 'string' && value.startsWith('sample:')
}

/** The names of the private fields this actor may not see; for searches and sorts, which must not tell by their order what they hide. */
export function hiddenFieldNames(ctx: Acting, resource: Resource, subject: Subject): string[] {
  return hiddenFields(ctx, resource, subject).map(([name]) => name)
}

/** The table as sentences, a language at a time: one line a right, for each role what it may. */
export function readAloud(
  locale: 'en' | 'de',
): { right: Right; scope: Scope | null; reach: Record<Role, Reach>; sentences: Record<Role, string> }[] {
  return (Object.keys(RIGHTS) as Right[]).map((right) => {
    const { reach, scope } = RIGHTS[right]
    return {
      right,
      scope,
      reach: byRole((_, index) => reach[index]!),
      sentences: byRole((role, index) => sentence(locale, role, reach[index]!, RIGHTS[right])),
    }
  })
}

function hiddenFields(ctx: Acting, resource: Resource, subject: Subject): [string, unknown][] {
  return Object.entries<{ right: Right; hidden: unknown }>(PRIVATE_FIELDS[resource])
    .filter(([, { right }]) => !may(ctx, right, subject))
    .map(([name, { hidden }]) => [name, hidden])
}

/** Who may write may read what they wrote: a write scope includes the read scope beside it. */
function keyMay(scopes: readonly string[], right: Right): boolean {
  const { scope } = RIGHTS[right]
  return scope !== null && (scopes.includes(scope) || (scope.endsWith('.read') && scopes.includes(scope.replace('.read', '.write'))))
}

const WHO = {
  en: { owner: 'An owner', coordinator: 'A coordinator', member: 'A member', viewer: 'A viewer' },
  de: { owner: 'Die Leitung', coordinator: 'Die Koordination', member: 'Ein Mitglied', viewer: 'Ein Gast' },
} as const satisfies Record<'en' | 'de', Record<Role, string>>

function sentence(locale: 'en' | 'de', role: Role, reach: Reach, { en, de }: Line): string {
  const who = WHO[locale][role]
  if (locale === 'de') {
    const not = reach === 'none' ? ' nicht' : ''
    return `${who} darf ${de[1]}${not} ${de[0]}${reach === 'own' ? ', aber nur für die eigene Organisation' : ''}.`
  }
  return `${who} may ${reach === 'none' ? 'not ' : ''}${en[0]} ${en[1]}${reach === 'own' ? ', but only for their own organisation' : ''}.`
}

function byRole<T>(value: (role: Role, index: number) => T): Record<Role, T> {
  return Object.fromEntries(ROLES.map((role, index) => [role, value(role, index)])) as Record<Role, T>
}
