/** Dates as other systems write them. Pure. */

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/
const GERMAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const SLASHES = /^(\d{1,2})[/](\d{1,2})[/](\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?)?)?$/i

/**
 * A date as ISO text: `2024-02-01` or `2024-02-01T09:30:00Z`. Reads `2024-02-01 09:30`, `28.09.2025` and `09/28/2025 3:15 pm`; where the
 * first number of the slashed form cannot be a month it is the day. A time without zone counts as UTC. Undefined for everything else.
 */
export function parseDate(text: string): string | undefined {
  const trimmed = text.trim()
  const iso = ISO.exec(trimmed)
  if (iso) return build(iso[1]!, iso[2]!, iso[3]!, iso[4], iso[5], iso[6], undefined, iso[7])
  const german = GERMAN.exec(trimmed)
  if (german) return build(german[3]!, german[2]!, german[1]!, german[4], german[5], german[6])
  const slashes = SLASHES.exec(trimmed)
  if (!slashes) return undefined
  const [, a, b, year, hour, minute, second, half] = slashes
  return Number(a) > 12 ? build(year!, b!, a!, hour, minute, second, half) : build(year!, a!, b!, hour, minute, second, half)
}

function build(
  year: string,
  month: string,
  day: string,
  hour?: string,
  minute?: string,
  second?: string,
  half?: string,
  zone?: string,
): string | undefined {
  const [y, m, d] = [Number(year.length === 2 ? `20${year}` : year), Number(month), Number(day)]
  const date = new Date(Date.UTC(y, m - 1, d))
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return undefined
  const dayText = date.toISOString().slice(0, 10)
  if (hour === undefined || minute === undefined) return dayText
  const hours = half ? (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hour)
  if (hours > 23 || Number(minute) > 59 || (half && (Number(hour) > 12 || Number(hour) < 1))) return undefined
  const pad = (value: number) => String(value).padStart(2, '0')
  const clock = `${pad(hours)}:${minute}:${pad(Number(second ?? 0))}`
  const offset = zone === undefined || zone === 'Z' ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
  const at = new Date(`${dayText}T${clock}${offset}`)
  // with its zone the last day of the last year can be one of a year with five digits
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999 ? undefined : at.toISOString().replace('.000Z', 'Z')
}

const DAY_MS = 86_400_000

/**
 * A day number of a workbook as ISO text. Day 1 is 1900-01-01, and the workbook believes in 1900-02-29 (ECMA-376 part 1, 18.17.4.1); with
 * `from1904` day 0 is 1904-01-01.
 */
export function dateOfSerial(serial: number, from1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return undefined
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const at = new Date(start + Math.round((serial * DAY_MS) / 1000) * 1000)
  return Number.isInteger(serial) ? at.toISOString().slice(0, 10) : at.toISOString().replace('.000Z', 'Z')
}
