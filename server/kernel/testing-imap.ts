import { createServer, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import { ASIDE, type Mailbox } from './mailbox.ts'

type Stored = { uid: number; source: Buffer; flags: Set<string> }
type Folder = { mails: Stored[]; uidNext: number }

const USER = 'bounces@example.org'
const PASSWORD = 'hunter2/?#'

/**
 * A real IMAP server (RFC 3501, with MOVE) on a free port, with one user: as much of it as reading a mailbox takes, and it answers everything
 * else with BAD. `state` makes it behave badly.
 */
export async function testImapServer(closeWith: (close: () => Promise<unknown>) => void, tls?: { key: Buffer; cert: Buffer }) {
  const folders = new Map<string, Folder>([['INBOX', { mails: [], uidNext: 1 }]])
  const state: State = { validity: 7, canMove: true, logins: 0, commands: [] }
  const sockets = new Set<Socket>()
  const welcome = (socket: Socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {}) // cut off, as the tests do
    socket.on('close', () => sockets.delete(socket))
    serve(socket, folders, state)
  }
  const server = tls ? createSecureServer(tls, welcome) : createServer(welcome)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  closeWith(stop)
  const { port } = server.address() as { port: number }
  const mailbox: Mailbox = { host: tls ? 'localhost' : '127.0.0.1', port, isSecure: tls !== undefined, user: USER, password: PASSWORD, folder: 'INBOX' } // biome-ignore format: one line reads better
  const arrive = (source: string | Buffer) => {
    const inbox = folders.get('INBOX')!
    inbox.mails.push({ uid: inbox.uidNext, source: Buffer.from(source), flags: new Set() })
    return inbox.uidNext++
  }
  const uidsIn = (name: string) => folders.get(name)?.mails.map(({ uid }) => uid) ?? []
  const flagsOf = (uid: number) => [...(folders.get('INBOX')!.mails.find((mail) => mail.uid === uid)?.flags ?? [])]
  return { mailbox, state, folders, arrive, uidsIn, flagsOf, inbox: () => uidsIn('INBOX'), aside: () => uidsIn(ASIDE), stop }
}

type State = {
  validity: number
  canMove: boolean
  logins: number
  /** What it was asked, without passwords. */
  commands: string[]
  /** It answers nothing from here on, or drips a byte now and then. */
  silentAt?: string
  drips?: boolean
  /** It breaks the connection when this mail is asked for. */
  cutAt?: number
  /** It sends so many bytes of a mail, however few it was asked for. */
  floods?: number
}

type Session = { socket: Socket; folders: Map<string, Folder>; state: State; selected: Folder | undefined; isIn: boolean }

function serve(socket: Socket, folders: Map<string, Folder>, state: State): void {
  const session: Session = { socket, folders, state, selected: undefined, isIn: false }
  if (state.silentAt === 'greeting') return
  socket.write('* OK ready\r\n')
  let waiting = ''
  socket.on('data', (bytes) => {
    waiting += bytes.toString('latin1')
    for (let end = waiting.indexOf('\r\n'); end !== -1; end = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, end)
      waiting = waiting.slice(end + 2)
      answer(session, line)
    }
  })
}

function answer(session: Session, line: string): void {
  const { socket, state } = session
  const [, tag = '*', command = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? []
  const name = command.toUpperCase()
  state.commands.push(name === 'LOGIN' ? name : `${name} ${rest}`.trim())
  if (state.silentAt === name) {
    if (state.drips) drip(socket)
    return
  }
  const isOpen = session.isIn || ['CAPABILITY', 'LOGIN', 'LOGOUT', 'NOOP'].includes(name)
  const said = isOpen ? (COMMANDS[name] ?? (() => 'BAD what'))(session, rest) : 'BAD log in first'
  if (said !== undefined) socket.write(`${tag} ${said}\r\n`)
  if (name === 'LOGOUT') socket.end()
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('* OK wait\r\n'), 50)
  socket.on('close', () => clearInterval(timer))
}

const COMMANDS: Record<string, (session: Session, rest: string) => string | undefined> = {
  CAPABILITY: ({ socket, state }) => {
    socket.write(`* CAPABILITY IMAP4rev1${state.canMove ? ' MOVE' : ''}\r\n`)
    return 'OK done'
  },
  NOOP: () => 'OK done',
  LOGIN: (session, rest) => {
    session.state.logins++
    session.isIn = rest === `"${USER}" "${PASSWORD}"` || rest === `${USER} "${PASSWORD}"`
    return session.isIn ? 'OK in' : `NO [AUTHENTICATIONFAILED] ${USER} has another password than ${rest}`
  },
  LOGOUT: ({ socket }) => {
    socket.write('* BYE\r\n')
    return 'OK done'
  },
  LIST: ({ socket, folders }, rest) => {
    const name = wordsIn(rest).at(-1) ?? ''
    if (name === '') socket.write('* LIST (\\Noselect) "/" ""\r\n')
    for (const folder of folders.keys()) if (folder === name) socket.write(`* LIST () "/" "${folder}"\r\n`)
    return 'OK done'
  },
  LSUB: () => 'OK done',
  SUBSCRIBE: () => 'OK done',
  CREATE: ({ folders }, rest) => {
    folders.set(wordsIn(rest)[0] ?? '', { mails: [], uidNext: 1 })
    return 'OK made'
  },
  SELECT: (session, rest) => {
    const folder = session.folders.get(wordsIn(rest)[0] ?? '')
    if (!folder) return 'NO there is none'
    session.selected = folder
    session.socket.write(
      `* FLAGS (\\Seen)\r\n* ${folder.mails.length} EXISTS\r\n* OK [UIDVALIDITY ${session.state.validity}] .\r\n* OK [UIDNEXT ${folder.uidNext}] .\r\n`,
    )
    return 'OK [READ-WRITE] done'
  },
  'UID SEARCH': ({ socket, selected }, rest) => {
    const range = /^UID (\S+)$/i.exec(rest)?.[1] ?? ''
    socket.write(`* SEARCH ${within(selected, range).map(({ uid }) => uid).join(' ')}\r\n`) // biome-ignore format: one line reads better
    return 'OK done'
  },
  'UID FETCH': (session, rest) => {
    const [, range = '', items = ''] = /^(\S+) (.*)$/.exec(rest) ?? []
    for (const mail of within(session.selected, range)) if (!sendMail(session, mail, items)) return undefined
    return 'OK done'
  },
  'UID STORE': ({ selected }, rest) => {
    const [, range = '', flags = ''] = /^(\S+) \+FLAGS(?:\.SILENT)? \(([^)]*)\)$/i.exec(rest) ?? []
    for (const { flags: set } of within(selected, range)) for (const flag of flags.split(' ')) set.add(flag)
    return 'OK done'
  },
  'UID MOVE': ({ socket, folders, selected, state }, rest) => {
    const [range = '', name = ''] = wordsIn(rest)
    const target = folders.get(name)
    if (!state.canMove) return 'BAD what'
    if (!selected || !target) return 'NO [TRYCREATE] there is none'
    for (const mail of within(selected, range)) {
      const at = selected.mails.indexOf(mail)
      selected.mails.splice(at, 1)
      target.mails.push({ ...mail, uid: target.uidNext++ })
      socket.write(`* ${at + 1} EXPUNGE\r\n`)
    }
    return 'OK moved'
  },
}

/** False when it broke the connection instead. */
function sendMail({ socket, selected, state }: Session, { uid, source }: Stored, items: string): boolean {
  const sequence = selected!.mails.findIndex((mail) => mail.uid === uid) + 1
  if (/HEADER\.FIELDS/i.test(items)) {
    const head = /^content-type:.*(?:\r\n[ \t].*)*\r\n/im.exec(`${source.toString('latin1').split('\r\n\r\n', 1)[0]}\r\n`)?.[0] ?? ''
    const fields = Buffer.from(`${head}\r\n`)
    socket.write(`* ${sequence} FETCH (UID ${uid} BODY[HEADER.FIELDS (CONTENT-TYPE)] {${fields.length}}\r\n${fields})\r\n`)
    return true
  }
  if (state.cutAt === uid) {
    socket.destroy()
    return false
  }
  const [, start = '0', length = ''] = /BODY\.PEEK\[\]<(\d+)\.(\d+)>/i.exec(items) ?? []
  const part = state.floods ? Buffer.alloc(state.floods, 'x') : source.subarray(Number(start), Number(start) + Number(length))
  socket.write(`* ${sequence} FETCH (UID ${uid} BODY[]<${start}> {${part.length}}\r\n`)
  socket.write(part)
  socket.write(')\r\n')
  return true
}

function within(folder: Folder | undefined, set: string): Stored[] {
  const ranges = set.split(',').map((range) => range.split(':').map(Number))
  return folder?.mails.filter(({ uid }) => ranges.some(([first = 0, last = first]) => uid >= first && uid <= last)) ?? []
}

function wordsIn(rest: string): string[] {
  return [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}
