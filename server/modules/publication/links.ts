import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { createEntrance, type Entrance, openEntrance, revokeEntrances } from '../../kernel/entrances.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { sendMail } from '../../kernel/mail.ts'
import { findContactAddress, getParty } from '../parties/index.ts'
import { allow, getEcosystem } from '../people/index.ts'
import { createTask, listTasks } from '../tasks/index.ts'
import { findGround } from './grounds.ts'
import type { CorrectionLink } from './schema.ts'
import { linkMail, taskText } from './words.ts'

const LINK_KIND = 'correction'
const LINK_MAIL_KIND = 'publication.correction_link'
/** A link that was asked for lies in a mailbox; one that is handed out may go by letter. */
const MAILED_DAYS = 7
const HANDED_DAYS = 30
const DAY_MS = 86_400_000
const UNKNOWN_ADDRESS = 'publication:unknown_address'

/** A link for the organisation to correct and withdraw, to be handed to it. Earlier ones stay good. */
export async function makeLink(tx: Tx, partyId: string): Promise<CorrectionLink> {
  allow(tx, 'publication.write')
  const party = await getParty(tx, partyId)
  const { key, expiresAt } = await create(tx, party.id, HANDED_DAYS)
  return { path: linkPath(key), expiresAt: expiresAt.toISOString() }
}

/** Withdraws every link of the organisation, for instance when one went astray. */
export async function withdrawLinks(tx: Tx, partyId: string): Promise<{ done: true }> {
  allow(tx, 'publication.write')
  const party = await getParty(tx, partyId)
  await revokeEntrances(tx, LINK_KIND, party.id)
  await emit(tx, 'publication.links_withdrawn', party.id, {})
  return { done: true }
}

/**
 * Somebody on the public page wants to correct something. Is the address known as one of the organisation's, it gets a link; if not, the
 * coordinators get a task. The caller says the same in both cases. The address is kept in neither.
 */
export async function askForLink(tx: Tx, partyId: string, email: string, url: string): Promise<void> {
  const party = await getParty(tx, partyId)
  if (!(await findGround(tx, party.id))) return
  const { name: ecosystem, locale } = await getEcosystem(tx)
  const given = email.trim().toLowerCase()
  const to = party.email?.trim().toLowerCase() === given ? party.email : await findContactAddress(tx, party.id, given)
  await emit(tx, 'publication.correction_asked', party.id, { known: to !== undefined })
  if (!to) return await noteUnknown(tx, party.id, taskText(locale, 'unknown', party.name))
  const { key, expiresAt } = await create(tx, party.id, MAILED_DAYS)
  const text = linkMail(locale, { party: party.name, ecosystem, days: MAILED_DAYS })
  await sendMail(tx, { ...text, kind: LINK_MAIL_KIND, to, ecosystemId: tx.ecosystemId, link: `${url}${linkPath(key)}`, expiresAt })
}

/** The link as its holder opens it. Errors of openEntrance; opening it uses nothing up. */
export async function openLink(door: Pick<Ctx, 'db' | 'now'>, key: string): Promise<Entrance & { ecosystemId: string }> {
  const entrance = await openEntrance(door, LINK_KIND, key)
  const { ecosystemId } = entrance
  if (ecosystemId === null) throw new DomainError('not_found', 'entrance_not_found', 'This link is not known here.')
  return { ...entrance, ecosystemId }
}

export function linkPath(key: string): string {
  return `/c/${key}`
}

async function create(tx: Tx, partyId: string, days: number): Promise<{ key: string; expiresAt: Date }> {
  const expiresAt = new Date(tx.now().getTime() + days * DAY_MS)
  const { id, key } = await createEntrance(tx, { kind: LINK_KIND, ecosystemId: tx.ecosystemId, target: partyId, scope: {}, expiresAt })
  await emit(tx, 'publication.link_made', partyId, { entranceId: id })
  return { key, expiresAt }
}

/** One open task for each organisation, however often somebody asks. */
async function noteUnknown(tx: Tx, partyId: string, text: { title: string; body: string }): Promise<void> {
  const open = await listTasks(tx, { state: 'open', partyId, limit: 100 })
  if (open.items.some(({ proposedBy }) => proposedBy === UNKNOWN_ADDRESS)) return
  await createTask(tx, { ...text, partyId, proposedBy: UNKNOWN_ADDRESS })
}
