import PostalMime, { type Attachment } from 'postal-mime'

/** What a report says of one recipient (RFC 3464 section 2.3). */
export type Fate = { action: string; status: string }

/**
 * What follows from a report. `gone`: the address does not work. `noted`: not this time, for a reason that may pass or lies with the mail: a
 * full mailbox, days without an answer, a filter. `nothing`: it has arrived, or the other server still tries.
 */
export type Verdict = { outcome: 'gone' | 'noted'; status: string } | { outcome: 'nothing' }

/** A report, and the headers around it in which a mark of ours may stand. */
export type Report = { fates: Fate[]; headers: string }

const PARTS_MAX = 1_000
/** What costs time is lines. A report with the whole mail has some hundred; what stands behind so many says nothing more. */
const LINES_MAX = 10_000
const DEPTH_MAX = 8
const HEADER_BYTES_MAX = 128 * 1024
const STATUS_CHARACTERS_MAX = 64 * 1024
const RETURNED_CHARACTERS_MAX = 32 * 1024
const FATES_MAX = 50

/** Reads a mail as a delivery report (RFC 3464). Undefined for everything else: answers, receipts, notes of absence, what is broken or too much. */
export async function readReport(source: Uint8Array): Promise<Report | undefined> {
  const bytes = firstLines(Buffer.from(source.buffer, source.byteOffset, source.byteLength))
  if (countParts(bytes) > PARTS_MAX) return undefined
  const limits = { maxNestingDepth: DEPTH_MAX, maxHeadersSize: HEADER_BYTES_MAX, maxRfc822NestingDepth: 0 }
  const mail = await PostalMime.parse(bytes, { ...limits, forceRfc822Attachments: true }).catch(() => undefined)
  const kind = mail?.headers.find(({ key }) => key === 'content-type')?.value ?? ''
  if (!mail || !/^\s*multipart\/report\b.*;\s*report-type\s*=\s*"?delivery-status\b/is.test(kind)) return undefined
  const fates = mail.attachments.filter(({ mimeType }) => /^message\/(?:global-)?delivery-status$/.test(mimeType)).flatMap((part) => parseFates(textOf(part, STATUS_CHARACTERS_MAX))) // biome-ignore format: one line reads better
  if (fates.length === 0) return undefined
  const returned = mail.attachments.filter(({ mimeType }) => RETURNED.has(mimeType)).map((part) => headOf(textOf(part, RETURNED_CHARACTERS_MAX))) // biome-ignore format: one line reads better
  return { fates: fates.slice(0, FATES_MAX), headers: [...mail.headers.map(({ value }) => value), ...returned].join('\n') }
}

/** The groups of fields of a report that say what became of a recipient; those without a known action and status are left out. */
export function parseFates(text: string): Fate[] {
  return text
    .slice(0, STATUS_CHARACTERS_MAX)
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .flatMap((group) => {
      const fields = fieldsOf(group)
      const action = /^[a-z]+/.exec(fields.get('action')?.toLowerCase() ?? '')?.[0] ?? ''
      const status = /^([245])\.(\d{1,3})\.(\d{1,3})(?!\d)/.exec(fields.get('status') ?? '')?.[0]
      return status !== undefined && ACTIONS.has(action) ? [{ action, status }] : []
    })
}

/** What follows for the recipient. One mail goes to one address; where that leads on to several, it arrived as soon as it reached one. */
export function judge(fates: readonly Fate[]): Verdict {
  if (fates.some(({ action }) => action !== 'failed')) return { outcome: 'nothing' }
  const [first] = fates
  if (first === undefined) return { outcome: 'nothing' }
  const passing = fates.find(({ status }) => !isOfAddress(status))
  return passing === undefined ? { outcome: 'gone', status: first.status } : { outcome: 'noted', status: passing.status }
}

const ACTIONS = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded'])
const RETURNED = new Set(['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'])

/**
 * Whether a status says that the address does not work, for good (RFC 3463). Not so: a full mailbox (x.2.2), a mail too large (x.2.3, x.3.4),
 * its content (x.6), a filter or policy (x.7); of those the next mail may know nothing.
 */
function isOfAddress(status: string): boolean {
  return status.startsWith('5.') && !/^5\.(?:2\.[23]|3\.4|6\.\d+|7\.\d+)$/.test(status)
}

function fieldsOf(group: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of group.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const at = line.indexOf(':')
    const name = line.slice(0, Math.max(at, 0)).trim().toLowerCase()
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(at + 1).trim())
  }
  return fields
}

function headOf(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').split(/\n\n/, 1)[0] ?? ''
}

function textOf({ content }: Attachment, max: number): string {
  if (typeof content === 'string') return content.slice(0, max)
  return Buffer.from(content as ArrayBuffer)
    .subarray(0, max)
    .toString('latin1')
}

function firstLines(bytes: Buffer): Buffer {
  let end = -1
  for (let count = 0; count < LINES_MAX; count++) {
    end = bytes.indexOf('\n', end + 1)
    if (end === -1) return bytes
  }
  return bytes.subarray(0, end + 1)
}

/** Counted before anything is parsed: each line that begins with two hyphens may begin a part. */
function countParts(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf('\n--'); at !== -1 && count <= PARTS_MAX; at = bytes.indexOf('\n--', at + 3)) count++
  return count
}
