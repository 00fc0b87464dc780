/** What the columns of an unknown table probably mean, by their English or German headers, and by its first rows where those leave it open. Pure. */
import { headerKey } from './delimited.ts'
import { schemesOf } from './presets.ts'
import type { Mapping, Target } from './targets.ts'
import { holdsKinds, holdsSharedMailboxes } from './value-guesses.ts'

const GUESSES: readonly (readonly [RegExp, Target])[] = [
  [
    /^(?:company|company name|organi[sz]ation|organi[sz]ation name|account|account name|business|business name|firma|firmenname|name der firma|firma\/name|unternehmen|betrieb|mitglied|mitgliedsbetrieb|organisation|verein|institution|einrichtung)$/,
    'party.name',
  ],
  [/^(?:first ?name|given ?name|forename|vorname)$/, 'contact.givenName'],
  [/^(?:middle ?name|zweiter vorname)$/, 'contact.middleName'],
  [/^(?:last ?name|family ?name|surname|nachname|familienname)$/, 'contact.familyName'],
  [
    /^(?:contact|contact name|contact person|full ?name|person|ansprechpartner(?:\*?in|:in|\/-?in)?|ansprechperson|kontakt|kontaktperson)$/,
    'contact.name',
  ],
  [/^(?:job ?title|position|role|funktion|rolle|title)$/, 'contact.role'],
  [/^(?:e-?mail|e-?mail ?address|mail|e-?mail-?adresse)$/, 'party.email'],
  [/^(?:mobile|mobile phone|cell|cell phone|handy|mobil|mobiltelefon|mobilnummer)$/, 'contact.mobile'],
  [/^(?:phone|phone number|telephone|tel\.?|telefon|telefonnummer|rufnummer)$/, 'party.phone'],
  [/^(?:website|web ?site|web|url|homepage|webseite|internet|domain)$/, 'party.website'],
  [
    /^(?:street|street address|address|address line 1|straße|strasse|anschrift|adresse|(?:straße|strasse)(?: und |, ?|\/| )(?:hausnummer|haus-?nr\.?|nr\.?))$/,
    'party.street',
  ],
  [/^(?:house ?number|hausnummer|haus-?nr\.?|nr\.?)$/, 'party.houseNumber'],
  [/^(?:zip|zip ?code|postal ?code|post ?code|plz|postleitzahl)$/, 'party.postalCode'],
  [/^(?:city|town|ort|stadt|gemeinde|wohnort)$/, 'party.city'],
  [/^(?:state|region|province|county|bundesland|kanton|state\/region)$/, 'party.region'],
  [/^(?:country|country\/region|country code|land|staat)$/, 'party.country'],
  [/^(?:lat|latitude|breite|breitengrad|geo_lat)$/, 'party.latitude'],
  [/^(?:lon|lng|long|longitude|länge|längengrad|geo_lon)$/, 'party.longitude'],
  [/^(?:location|coordinates|koordinaten)$/, 'party.location'],
  [/^(?:kind|kinds|relationship|lifecycle stage|beziehung|rolle im netz)$/, 'party.kinds'],
  [/^(?:nace|nace[ -]?code|nace rev\.? ?2(?: code)?|wz|wz-?code|wz ?2008|önace)$/, 'party.nace'],
  [/^(?:naics|naics[ -]?code|naics ?20\d\d(?: code)?|primary naics|naics primary code)$/, 'party.naics'],
  [/^(?:sector code|industry code|branchencode|branchenschlüssel)$/, 'party.sector'],
  [
    /^(?:industry|sector|branche|tags?|labels?|category|categories|kategorien?|schlagwort|schlagworte|schlagwörter|gruppen?)$/,
    'party.tags',
  ],
  [/^(?:vat|vat id|vat number|vat no\.?|ust-?id|ust-?idnr\.?|umsatzsteuer-?id|uid|mwst-?nr\.?)$/, 'party.vat'],
  [/^(?:register|registration number|company number|handelsregister|handelsregisternummer|hrb|hra)$/, 'party.register'],
  [/^(?:id|record id|external id|kundennummer|mitgliedsnummer|mitglieds-?nr\.?|kunden-?nr\.?|lieferantennummer|nummer)$/, 'party.id'],
  [/^(?:description|about|beschreibung)$/, 'party.description'],
  [/^(?:notes?|comments?|remarks?|notiz|notizen|bemerkung|bemerkungen|kommentar)$/, 'note'],
  [
    /^(?:e-?mail opt[ -]?out|opt[ -]?out|unsubscribed|do not (?:e-?mail|contact)|abgemeldet|keine (?:e-?mail|werbung)|werbesperre|newsletter abgemeldet)$/,
    'contact.optOut',
  ],
]

/** One target for each column; of two columns for one target the first wins, except where several make sense. */
export function guessMapping(headers: readonly string[], rows: readonly (readonly string[])[] = []): Mapping {
  const keys = headers.map(headerKey)
  const targets: (Target | null)[] = keys.map((key) => GUESSES.find(([match]) => match.test(key))?.[1] ?? null)
  for (const [column, header] of headers.entries()) if (holdsKinds(header, column, rows)) targets[column] = 'party.kinds'
  const has = (target: Target) => targets.includes(target)
  const isPeople = has('contact.givenName') || has('contact.familyName')
  const name = keys.findIndex((key) => key === 'name' || key === 'bezeichnung')
  // beside a company, or beside nothing but people's columns, "Name" is a person's; alone it is the organisation's
  if (name >= 0)
    targets[name] = has('party.name')
      ? isPeople
        ? 'contact.familyName'
        : 'contact.name'
      : has('contact.givenName')
        ? 'contact.familyName'
        : 'party.name'
  const isOfOrganisations = has('party.name') && holdsSharedMailboxes(targets.indexOf('party.email'), targets, rows)
  if ((isPeople || has('contact.name')) && !isOfOrganisations)
    for (const [index, target] of targets.entries()) targets[index] = personal(target)
  return {
    subject: 'list',
    targets: targets.map((target, index) => (isRepeated(target, targets, index) ? null : target)),
    schemes: schemesOf('file'),
  }
}

/** In a list of people the address and the number are theirs; the number belongs to whom the address beside it does. */
function personal(target: Target | null): Target | null {
  if (target === 'party.email') return 'contact.email'
  if (target === 'party.phone') return 'contact.phone'
  return target
}

function isRepeated(target: Target | null, targets: readonly (Target | null)[], index: number): boolean {
  if (target === null || target === 'note' || target === 'party.tags' || target === 'contact.email' || target === 'contact.phone')
    return false
  return targets.indexOf(target) < index
}
