import type { Mailbox } from './mailbox.ts'

/** Where mails come back to, with or without `{token}`. A name before the @ has at most 64 characters (RFC 5321 section 4.5.3.1.1), 42 of which the token takes. Signs keep it apart from the rest. */
export const RETURN_ADDRESS = /^(?:(?:[\w.+=-]{0,21}[.+=_-])?\{token\}|[\w.+=-]{1,64})@[^\s<>@{}]+$/

/** The mailbox that an address such as imaps://user:password@host/folder names. Undefined where it names none, or would send a password unencrypted through a network. */
export function mailboxOf(value: string): Mailbox | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !['imaps:', 'imap:'].includes(url.protocol)) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isSecure = url.protocol === 'imaps:'
  if (host === '' || url.search + url.hash !== '' || !(isSecure || ['localhost', '127.0.0.1', '::1'].includes(host))) return undefined
  try {
    const [user, password, folder] = [url.username, url.password, url.pathname.slice(1)].map(decodeURIComponent) as [string, string, string]
    if (user === '' || password === '' || /[\0\r\n]/.test(user + password + folder)) return undefined
    return { host, port: Number(url.port) || (isSecure ? 993 : 143), isSecure, user, password, folder: folder || 'INBOX' }
  } catch {
    return undefined // a % that begins no character
  }
}
