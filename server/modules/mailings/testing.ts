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
  /** The sender in the dialogue with the server: where it comes back to. */
  returnTo: string
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
      const returnTo = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
      const { subject = '', text = '', html = '', messageId = '' } = mail
      mails.push({ to, subject, text, html, messageId, returnTo, header })
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

type Told = { to?: string; recipient?: string; messageId?: string; action?: string; status: string; kind?: string; text?: string }

/** A delivery report as mail servers write it (RFC 3464), with the mail it is about. */
export function deliveryReport({
  to = 'bounces@example.org',
  recipient = 'anna@example.org',
  messageId = '<somebody@example.com>',
  action = 'failed',
  status,
  kind = 'delivery-status',
  text = 'Dear Anna,',
}: Told): string {
  const lines = `Return-Path: <>
Delivered-To: ${to}
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: ${to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=${kind};
	boundary="B8F2.1/mx.example.net"

This is a MIME-encapsulated message.

--B8F2.1/mx.example.net
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not
be delivered to ${recipient}.

--B8F2.1/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Fri, 27 Nov 2026 09:00:00 +0000 (UTC)

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822;${recipient}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 what the server said of ${recipient}

--B8F2.1/mx.example.net
Content-Description: Undelivered Message
Content-Type: message/rfc822

From: chamber@example.org
To: ${recipient}
Message-ID: ${messageId}
Subject: News

${text}

--B8F2.1/mx.example.net--
`
  return lines.replaceAll('\n', '\r\n')
}
