import type { Socket } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { createApp } from '../../kernel/app.ts'
import type { Db } from '../../kernel/db.ts'
import { OPEN_FORMS, pages } from './pages.ts'

export type Taken = {
  to: string
  subject: string
  text: string
  html: string
  messageId: string
  header: (name: string) => string | undefined
}

/**
 * A real mail server that notes what it took. `onRecipient` and `onLetter` may answer with a code instead, `cut` lets it take a letter and break
 * the connection instead of saying so.
 */
export async function testMailSink(closeWith: (close: () => Promise<unknown>) => void) {
  const mails: Taken[] = []
  const state: {
    onRecipient?: (to: string) => number | undefined
    onLetter?: (to: string) => number | undefined
    cut?: (to: string) => boolean
  } = {}
  const refusal = (responseCode: number) => Object.assign(new Error('not this one'), { responseCode })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 200,
    onRcptTo: ({ address }, _, callback) => {
      const code = state.onRecipient?.(address)
      callback(code === undefined ? null : refusal(code))
    },
    onData: async (stream, session, callback) => {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const to = session.envelope.rcptTo[0]?.address ?? ''
      const code = state.onLetter?.(to)
      if (code !== undefined) return callback(refusal(code))
      const mail = await PostalMime.parse(Buffer.concat(chunks))
      const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value
      mails.push({ to, subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html ?? '', messageId: mail.messageId ?? '', header })
      if (state.cut?.(to)) return void sockets.get(session.remotePort)?.destroy()
      callback()
    },
  })
  const sockets = new Map<number, Socket>()
  server.server.on('connection', (socket: Socket) => sockets.set(socket.remotePort ?? 0, socket))
  server.on('error', () => {}) // a connection that was cut off, as the tests do
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeWith(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as { port: number }
  return { smtpUrl: `smtp://127.0.0.1:${port}`, mails, state }
}

/** The pages behind the links in mails, asked as a browser or the program of a mail provider would. */
export function testMailPages(db: Db, now: () => Date) {
  const nobody = async () => ({ kind: 'system' }) as const
  const app = createApp({
    db,
    now,
    actorFor: nobody,
    routes: [],
    installationRoutes: [],
    uploads: [],
    openForms: [OPEN_FORMS],
    pages,
    origins: [],
  })
  return async (method: string, link: string, form?: Record<string, string>) => {
    const url = new URL(link)
    const response = await app.request(`http://localhost${url.pathname}${url.search}`, {
      method,
      ...(form === undefined
        ? {}
        : { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
}
