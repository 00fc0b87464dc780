import type { Context } from 'hono'
import { clientAddress } from '../../../kernel/client.ts'
import { type Tx, transaction } from '../../../kernel/ctx.ts'
import { DomainError } from '../../../kernel/errors.ts'
import type { Router } from '../../../kernel/http.ts'
import { getParty } from '../../parties/index.ts'
import { findLatest, makeCorrection, withdraw } from '../corrections.ts'
import { findGround } from '../grounds.ts'
import { linkPath, openLink } from '../links.ts'
import { readPublication } from '../publication.ts'
import { CORRECTABLE, type CorrectableFact, publicParty } from '../rules.ts'
import type { Locale } from '../schema.ts'
import { once, seeOther } from './answers.ts'
import { readContent } from './content.ts'
import type { Reader } from './layout.ts'
import type { SiteLimits } from './limits.ts'
import { type OwnPage, ownPage } from './own-page.ts'
import { refusal } from './refusals.ts'
import type { SiteOptions } from './site.ts'
import { WORDS, type Words } from './words.ts'

type Options = SiteOptions & { limits: SiteLimits; readerOf: (c: Context, locale: Locale) => Reader }
type Extra = Pick<OwnPage, 'notice' | 'typed'>

const FACTS = Object.keys(CORRECTABLE) as CorrectableFact[]
const MESSAGE_CHARS_MAX = 2_000

/** The pages behind an organisation's own link. Opening one shows; only sending a form changes. */
export function addLinkPages(app: Router, options: Options): void {
  app.get('/c/:key', async (c) => {
    try {
      return await show(c, options, 200, (words) => ({ notice: noticeOf(c.req.query('done'), words) }))
    } catch (error) {
      return refusal(c, error)
    }
  })
  app.post('/c/:key/correction', async (c) => {
    const form = await c.req.parseBody()
    const text = (name: string) => (typeof form[name] === 'string' ? form[name] : undefined)
    const typed = Object.fromEntries(FACTS.flatMap((fact) => (text(fact) === undefined ? [] : [[fact, text(fact)!]])))
    const message = text('message')?.replaceAll('\r\n', '\n').trim().slice(0, MESSAGE_CHARS_MAX) || null
    try {
      await act(c, options, async (tx, { partyId, entranceId, facts }) => {
        const said = Object.fromEntries(Object.entries(typed).filter(([fact]) => facts.includes(fact as CorrectableFact)))
        await makeCorrection(tx, partyId, { entranceId, facts: said, message })
      })
      return seeOther(`${linkPath(c.req.param('key'))}?${query(c, 'sent')}`)
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'invalid') return refusal(c, error)
      return await show(c, options, 422, (words) => ({ notice: { text: complaintIn(error, words), isBad: true }, typed: { ...typed, message: message ?? '' } })) // biome-ignore format: one line reads better
    }
  })
  app.post('/c/:key/withdrawal', async (c) => {
    const form = await c.req.parseBody()
    try {
      if (form.sure !== 'yes') return await show(c, options, 422, (words) => ({ notice: { text: words.sureNeeded, isBad: true } }))
      await act(c, options, (tx, { partyId, entranceId }) => withdraw(tx, partyId, entranceId))
      return seeOther(`${linkPath(c.req.param('key'))}?${query(c, 'withdrawn')}`)
    } catch (error) {
      return refusal(c, error)
    }
  })
}

type Link = { partyId: string; entranceId: string; facts: readonly CorrectableFact[] }

/** Does something with a link that is good at this moment. Throws gone for what is not public any more. */
async function act(c: Context, options: Options, work: (tx: Tx, link: Link) => Promise<unknown>): Promise<void> {
  await options.limits.spendTry(clientAddress(c, options.trustedProxies))
  const entrance = await openLink(options, c.req.param('key') as string)
  await transaction({ ...options, actor: { kind: 'system' }, ecosystemId: entrance.ecosystemId }, async (tx) => {
    const { id } = await getParty(tx, entrance.target)
    await work(tx, { partyId: id, entranceId: entrance.id, facts: await correctable(tx, id) })
  })
}

async function show(c: Context, options: Options, status: number, extra: (words: Words) => Extra): Promise<Response> {
  const entrance = await openLink(options, c.req.param('key') as string)
  return await transaction({ ...options, actor: { kind: 'system' }, ecosystemId: entrance.ecosystemId }, async (tx) => {
    const publication = await readPublication(tx)
    const content = await readContent(tx, publication.slug)
    const reader = options.readerOf(c, content.locale)
    const party = await getParty(tx, entrance.target)
    const ground = await findGround(tx, party.id)
    const own: OwnPage = {
      key: c.req.param('key') as string,
      name: party.name,
      party: ground && publicParty(party, ground, publication.fields),
      facts: await correctable(tx, party.id),
      latest: await latestOf(tx, party.id),
      ...extra(WORDS[reader.locale]),
    }
    return once(ownPage(content, reader, own), status)
  })
}

/** What is public of this organisation, and can be said in words. */
async function correctable(tx: Tx, partyId: string): Promise<CorrectableFact[]> {
  const [publication, ground] = [await readPublication(tx), await findGround(tx, partyId)]
  if (!ground) return []
  const shows = (field: string) => field === 'name' || (publication.fields.includes(field) && ground.fields.includes(field))
  return FACTS.filter((fact) => shows(CORRECTABLE[fact]))
}

async function latestOf(tx: Tx, partyId: string): Promise<OwnPage['latest']> {
  const row = await findLatest(tx, partyId)
  return row && { decision: row.decision, madeAt: row.made_at, decidedAt: row.decided_at, reason: row.reason }
}

function complaintIn(error: DomainError, words: Words): string {
  const names = error.errors?.map(({ path }) => words.facts[path as CorrectableFact] ?? path) ?? []
  return names.length > 0 ? words.check(names.join(', ')) : words.nothing
}

function noticeOf(done: string | undefined, words: Words): OwnPage['notice'] {
  return done === 'sent' ? { text: words.sent, isBad: false } : undefined
}

function query(c: Context, done: string): string {
  const lang = c.req.query('lang')
  return new URLSearchParams({ done, ...(lang && { lang }) }).toString()
}
