import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

export type Letter = {
  /** Becomes the Message-ID, so that a mail that was sent twice all the same is known as one by its reader. */
  id: string
  to: string
  /** Where it comes back to when it cannot be delivered; to the sender otherwise. */
  returnTo?: string
  replyTo?: string
  subject: string
  text: string
  html: string
  headers: Readonly<Record<string, string>>
}

/**
 * What became of a letter. `unknown`: the connection ended between its last byte and the answer, so the server may have it or not.
 * `unreachable`: it has nothing. What the server wrote is left out: it may quote the address, and addresses do not belong into a log.
 */
export type Handover =
  | { outcome: 'accepted' }
  | { outcome: 'refused'; what: 'recipient' | 'sender' | 'letter'; isPermanent: boolean; code: number }
  | { outcome: 'unreachable' }
  | { outcome: 'unknown' }

export type MailLine = {
  /**
   * Hands one letter over. `beforeEnd` runs after the whole letter was sent and before the end mark that lets the server take it: when it
   * throws, the server drops the letter. Only one at a time.
   */
  deliver: (letter: Letter, beforeEnd: () => Promise<void>) => Promise<Handover>
  close: () => void
}

const CONNECT_TIMEOUT_MS = 10_000
const ANSWER_TIMEOUT_MS = 60_000
const LETTERS_PER_CONNECTION = 100

/** One connection to the mail server, opened when it is needed and kept for the next letters. */
export function openMailLine({ smtpUrl, from }: { smtpUrl: string; from: string }): MailLine {
  let connection: SMTPConnection | undefined
  let letters = 0
  const close = () => {
    connection?.close()
    connection = undefined
  }
  return {
    close,
    async deliver(letter, beforeEnd) {
      if (letters >= LETTERS_PER_CONNECTION || (connection as { destroyed?: boolean } | undefined)?.destroyed) close()
      try {
        letters = connection === undefined ? 0 : letters
        connection ??= await connect(smtpUrl)
      } catch (error) {
        return classify(error as SmtpError, 'before')
      }
      letters++
      const handover = await send(connection, await compose(letter, from), beforeEnd)
      if (handover.outcome === 'refused') await reset(connection).catch(close)
      else if (handover.outcome !== 'accepted') close()
      return handover
    },
  }
}

type SmtpError = Error & { code?: string; responseCode?: number; command?: string }
type Composed = { envelope: { from: string; to: string[] }; content: Buffer }

async function compose({ id, headers, returnTo, ...mail }: Letter, from: string): Promise<Composed> {
  const sender = /<([^<>]+)>$/.exec(from)?.[1] ?? from
  const node = new MailComposer({ from, messageId: `<${id}@${sender.split('@').at(-1)}>`, headers: { ...headers }, ...mail }).compile()
  return { envelope: { from: returnTo ?? sender, to: [mail.to] }, content: await node.build() }
}

async function connect(smtpUrl: string): Promise<SMTPConnection> {
  const { auth, ...options } = parseConnectionUrl(smtpUrl) as SMTPConnection.Options & { auth?: SMTPConnection.Credentials }
  const connection = new SMTPConnection({
    ...options,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
  })
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject) // stays: without a listener, an error between two letters would end the process
      connection.connect((error) => (error ? reject(error) : resolve()))
    })
    if (auth) {
      await new Promise<void>((resolve, reject) => connection.login(auth, (error) => (error ? reject(error) : resolve())))
    }
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** The end mark is written when the stream ends, so the stream ends only after `beforeEnd`. */
function send(connection: SMTPConnection, { envelope, content }: Composed, beforeEnd: () => Promise<void>): Promise<Handover> {
  let stage: 'before' | 'after' = 'before'
  async function* written() {
    yield content
    await beforeEnd()
    stage = 'after'
  }
  return new Promise((resolve) => {
    connection.send(envelope, Readable.from(written()), (error) => {
      resolve(error ? classify(error as SmtpError, stage) : { outcome: 'accepted' })
    })
  })
}

function reset(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => connection.reset((error) => (error ? reject(error) : resolve())))
}

function classify({ responseCode, command, code }: SmtpError, stage: 'before' | 'after'): Handover {
  // refused here already, before the server was asked
  if (code === 'EENVELOPE' && command === 'API') return { outcome: 'refused', what: 'recipient', isPermanent: true, code: 0 }
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return { outcome: 'refused', what: 'letter', isPermanent: true, code: 0 }
  if (responseCode === undefined) return { outcome: stage === 'after' ? 'unknown' : 'unreachable' }
  const what = command === 'RCPT TO' ? 'recipient' : command === 'DATA' ? 'letter' : 'sender'
  return { outcome: 'refused', what, isPermanent: responseCode >= 500, code: responseCode }
}
