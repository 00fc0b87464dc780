import type { ImapFlow } from 'imapflow'

/** A folder on an IMAP server, and how to get in. */
export type Mailbox = { host: string; port: number; isSecure: boolean; user: string; password: string; folder: string }

/** How far a mailbox was read. Numbers of mails count from anew when the server says another validity. */
export type Place = { validity: string; uid: number }

export type Reader = {
  /** Before a mail is fetched. False: it is passed over, because fetching it failed too often. */
  begin: (place: Place) => Promise<boolean>
  /** The beginning of a mail. True: it was understood, and is put aside. */
  take: (source: Uint8Array) => Promise<boolean>
  /** Up to here everything is done. */
  keep: (place: Place) => Promise<void>
}

/** Why a mailbox could not be read, as a short code such as ECONNREFUSED: what a server says may quote the user. */
export class MailboxError extends Error {
  override name = 'MailboxError'
  readonly what: 'unreachable' | 'refused' | 'folder'
  readonly code: string

  constructor(what: MailboxError['what'], code: string) {
    super(`the mailbox could not be read: ${what}, ${code}`)
    this.what = what
    this.code = code
  }
}

/** Where what was understood goes, so that the mailbox stays clear and nothing is lost. */
export const ASIDE = 'Tutti'

const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 30_000
/** A run ends by then, however slowly the server answers. */
const RUN_MAX_MS = 120_000
/** After this part of it no further mail is begun. */
const ENOUGH = 0.75
/** Of a mail so much is fetched: the report stands before the returned mail, and of that only the headers count. */
const SOURCE_BYTES_MAX = 256 * 1024
const MAILS_MAX = 200
const HEADS_MAX = 2_000
const HEADS_AT_ONCE = 100
/** Numbers of mails that are asked for at once; many of them may be gone. */
const WINDOW = 10_000

type Options = { authorities?: readonly string[] | undefined; runMaxMs?: number }

/**
 * Reads on in a mailbox, oldest first, and shows `reader` every report (multipart/report) that came since `from`. What is none, or is not
 * understood, stays as it was, unread; nothing is ever deleted. Throws a MailboxError.
 */
export async function readMailbox(mailbox: Mailbox, from: Place | undefined, reader: Reader, options: Options = {}): Promise<void> {
  const client = await clientOf(mailbox, options.authorities)
  let broken: Error | undefined
  // whatever was asked fails with it, less exactly; without a listener it would end the process
  client.on('error', (error) => {
    broken ??= error
  })
  const runMaxMs = options.runMaxMs ?? RUN_MAX_MS
  const enough = performance.now() + runMaxMs * ENOUGH
  let isOpening = false
  const run = async () => {
    await client.connect()
    isOpening = true
    await client.mailboxOpen(mailbox.folder)
    isOpening = false
    await readOn(client, from, reader, () => performance.now() > enough)
    await client.logout()
  }
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })), runMaxMs)
  const running = run()
  try {
    await Promise.race([running, late])
  } catch (error) {
    running.catch(() => {}) // what is still under way fails when the connection is closed
    throw problemOf((broken ?? error) as ImapError, isOpening)
  } finally {
    clearTimeout(timer)
    client.close()
  }
}

async function clientOf({ host, port, isSecure, user, password }: Mailbox, authorities: readonly string[] | undefined): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow') // only where there is a mailbox: most installations have none
  return new ImapFlow({
    host,
    port,
    secure: isSecure,
    ...(isSecure ? {} : { doSTARTTLS: false }),
    ...(authorities ? { tls: { ca: [...authorities] } } : {}),
    auth: { user, pass: password },
    logger: false,
    clientInfo: { name: 'Tutti' },
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    maxLiteralSize: SOURCE_BYTES_MAX,
    maxLineLength: SOURCE_BYTES_MAX,
    maxResponseSize: 2 * SOURCE_BYTES_MAX,
    maxResponseTokens: 50_000,
    // the oldest form of the protocol is enough, and every server speaks it
    disableAutoIdle: true,
    disableAutoEnable: true,
    disableBinary: true,
    disableCompression: true,
    disableIMAP4rev2: true,
  })
}

async function readOn(client: ImapFlow, from: Place | undefined, reader: Reader, isEnough: () => boolean): Promise<void> {
  if (client.mailbox === false) throw new Error('no folder is open')
  const { uidNext, uidValidity } = client.mailbox
  const validity = String(uidValidity)
  const place = (uid: number) => ({ validity, uid })
  let last = from?.validity === validity ? from.uid : 0
  let [mails, heads] = [0, 0]
  while (last < uidNext - 1 && heads < HEADS_MAX && !(heads > 0 && isEnough())) {
    const until = Math.min(last + WINDOW, uidNext - 1)
    const all = await uidsBetween(client, last + 1, until)
    const some = all.slice(0, HEADS_AT_ONCE)
    for (const uid of await reportsAmong(client, some)) {
      if (++mails > MAILS_MAX || (mails > 1 && isEnough())) return
      if (await reader.begin(place(uid))) await readOne(client, uid, reader)
      await reader.keep(place(uid))
    }
    heads += some.length
    last = some.length < all.length ? some.at(-1)! : until
    await reader.keep(place(last))
  }
}

async function uidsBetween(client: ImapFlow, first: number, last: number): Promise<number[]> {
  const uids = await client.search({ uid: `${first}:${last}` }, { uid: true })
  if (!Array.isArray(uids)) throw Object.assign(new Error('the search was refused'), { code: 'ESEARCH' })
  return uids.filter((uid) => uid >= first && uid <= last).sort((a, b) => a - b)
}

async function reportsAmong(client: ImapFlow, uids: readonly number[]): Promise<number[]> {
  if (uids.length === 0) return []
  const heads = await client.fetchAll(uids.join(','), { uid: true, headers: ['content-type'] }, { uid: true })
  const reports = new Set(heads.filter(({ headers }) => /^content-type:\s*multipart\/report\b/i.test(String(headers ?? ''))).map(({ uid }) => uid)) // biome-ignore format: one line reads better
  return uids.filter((uid) => reports.has(uid))
}

async function readOne(client: ImapFlow, uid: number, reader: Reader): Promise<void> {
  const mail = await client.fetchOne(String(uid), { uid: true, source: { start: 0, maxLength: SOURCE_BYTES_MAX } }, { uid: true })
  const source = mail ? mail.source : undefined
  if (source === undefined || !(await reader.take(source))) return
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  // without this command moving would be copying and deleting, and could delete what somebody else has marked
  if (!client.capabilities.has('MOVE') || client.mailbox === false || client.mailbox.path === ASIDE) return
  if (await client.messageMove(String(uid), ASIDE, { uid: true })) return
  const made = await client.mailboxCreate(ASIDE).catch(() => undefined)
  if (made) await client.messageMove(String(uid), ASIDE, { uid: true })
}

type ImapError = Error & { code?: string; authenticationFailed?: boolean; responseStatus?: string }

function problemOf({ code, name, authenticationFailed, responseStatus }: ImapError, isOpening: boolean): MailboxError {
  if (authenticationFailed) return new MailboxError('refused', 'EAUTH')
  if (isOpening && responseStatus === 'NO') return new MailboxError('folder', 'ENOFOLDER')
  return new MailboxError('unreachable', /^[A-Za-z0-9_]{1,40}$/.test(code ?? '') ? code! : name)
}
