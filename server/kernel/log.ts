import { type DestinationStream, type Logger, pino } from 'pino'

const REDACTED = '[…]'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * One JSON line for each thing worth knowing. Callers log ids, counts and patterns, never names, addresses, texts or keys; what slips in
 * with the message of an error is taken out here. In a terminal only warnings are shown, unless a level is set.
 */
export const log = createLog(process.env.TUTTI_LOG_LEVEL || (process.stdout.isTTY ? 'warn' : 'info'))

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: scrubAll },
    hooks: {
      logMethod(this: Logger, args: Parameters<pino.LogFn>, method: pino.LogFn) {
        method.apply(this, args.map((arg: unknown) => (typeof arg === 'string' ? scrub(arg) : arg)) as Parameters<pino.LogFn>)
      },
    },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** Takes out what may be personal or secret: mail addresses, passwords in addresses, query strings, quoted values, keys. */
export function scrub(text: string): string {
  return text
    .replaceAll(/(:\/\/)[^\s/@]+@/g, `$1${REDACTED}@`)
    .replaceAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, REDACTED)
    .replaceAll(/\?[^\s?"'<>]*=[^\s"'<>]*/g, `?${REDACTED}`)
    .replaceAll(/: "[^"]*"/g, `: "${REDACTED}"`)
    .replaceAll(/[A-Za-z0-9_-]{32,}/g, (word) => (UUID.test(word) ? word : REDACTED))
}

function scrubAll(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, scrubValue(value)]))
}

function scrubValue(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value)
  if (Array.isArray(value)) return value.map(scrubValue)
  if (value instanceof Error) return { error: value.name, reason: scrub(value.message), stack: scrub(value.stack ?? '') }
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) return scrubAll(value as never)
  return value
}
