/** What a column holds, told by its values where its header leaves it open. Pure. */
import { headerKey } from './delimited.ts'
import type { Target } from './targets.ts'
import { email, kindOf, line, list } from './values.ts'

/** Headers under which a list may keep anything: kinds, labels, legal forms, states. */
const OPEN_HEADER =
  /^(?:art|typ|type|kategorien?|category|categories|gruppen?|groups?|status|relation|verhältnis|art der beziehung|status der beziehung|relationship (?:type|status))$/
/** Names of posts rather than of people. */
const SHARED_MAILBOX =
  /^(?:info|infos|kontakt|contact|office|buero|büro|mail|email|e-?mail|post|poststelle|hallo|hello|hi|moin|servus|team|service|support|hilfe|help|zentrale|empfang|rezeption|reception|sekretariat|verwaltung|vorstand|geschaeftsstelle|geschäftsstelle|anfragen?|bestellung(?:en)?|orders?|verkauf|vertrieb|sales|shop|laden|einkauf|buchhaltung|rechnung(?:en)?|billing|accounting|presse|press|marketing|redaktion|reservierung(?:en)?|buchung(?:en)?|bookings?|reservations?|gemeinde|stadt|rathaus|amt|verein|praxis|kanzlei|werkstatt|admin|webmaster|welcome|willkommen|enquiries|inquiries|enquiry)(?:[-._]?\d+|[-._][a-zäöüß]+)?$/
/** So many of the addresses that tell anything have to be shared ones: whose address is private is not to be shown as an organisation's. */
const SHARED_SHARE_MIN = 0.8

/** Whether an open header stands above words for kinds: more than half of its cells say nothing else. */
export function holdsKinds(header: string, column: number, rows: readonly (readonly string[])[]): boolean {
  if (!OPEN_HEADER.test(headerKey(header))) return false
  const cells = rows.map((cells) => list(cells[column] ?? '')).filter((words) => words.length > 0)
  const ofKinds = cells.filter((words) => words.every((word) => kindOf(word) !== undefined)).length
  return ofKinds * 2 > cells.length
}

/**
 * Whether the addresses of a list of organisations with their people are those of the organisations: `info@` and its kin. One on the domain
 * of the website says nothing, people have those too; one with the name of the person beside it is theirs.
 */
export function holdsSharedMailboxes(column: number, targets: readonly (Target | null)[], rows: readonly (readonly string[])[]): boolean {
  const people = targets.flatMap((target, at) => (target !== null && NAMES_OF_PEOPLE.has(target) ? [at] : []))
  let [shared, own] = [0, 0]
  for (const cells of rows) {
    const box = email(cells[column] ?? '')
      ?.split('@')[0]
      ?.toLowerCase()
    if (box === undefined) continue
    if (SHARED_MAILBOX.test(box)) shared++
    else if (people.some((at) => isNamedAfter(box, cells[at] ?? ''))) own++
  }
  return shared > 0 && shared >= (shared + own) * SHARED_SHARE_MIN
}

const NAMES_OF_PEOPLE: ReadonlySet<Target> = new Set(['contact.name', 'contact.givenName', 'contact.familyName'])
const NAME_CHARS_MIN = 3

function isNamedAfter(box: string, name: string): boolean {
  const letters = spelled(box)
  return spelled(name)
    .split(/[^a-z]+/)
    .some((part) => part.length >= NAME_CHARS_MIN && letters.includes(part))
}

/** As addresses spell names: `ä` as `ae`, other accents left out. */
function spelled(text: string): string {
  const german: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
  return line(text)
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => german[letter]!)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}
