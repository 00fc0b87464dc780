import { minorOf } from '../../ui/minor.ts'

const DIGITS_MAX = 18

/** What was typed as digits of the smallest unit; null when it is no amount above nothing that can be booked. */
export function bookable(typed: string, scale: number): string | null {
  const minor = minorOf(typed, scale)
  return minor === undefined || minor === 0n || `${minor}`.length > DIGITS_MAX ? null : `${minor}`
}

/** The code of a kind of value, made of its name: capitals and digits, as the ledger has it. Empty for a name without letters. */
export function codeOf(name: string): string {
  const plain = name.toUpperCase().normalize('NFD').replaceAll('ß', 'SS').replaceAll(/[\u0300-\u036f]/g, '') // biome-ignore format: one line reads better
  const code = plain.replaceAll(/[^A-Z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '').slice(0, 16).replace(/_+$/, '') // biome-ignore format: one line reads better
  // three letters could be those of a currency
  return code === '' ? '' : code.length < 4 ? `${code}_UNIT` : code
}

/** Minutes as hours and minutes: 1:30. */
export function clockOf(minutes: string | number): string {
  const text = String(minutes)
  const whole = BigInt(text)
  return `${whole / 60n}:${String(whole % 60n).padStart(2, '0')}`
}

/** `1:30`, `1.5`, `1,5` or `2` hours as minutes; null for anything else. */
export function minutesOf(typed: string): number | null {
  const clock = /^(\d{1,4}):([0-5]?\d)$/.exec(typed.trim())
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]) || null
  const parts = /^(\d{1,4})(?:[.,](\d{1,2}))?$/.exec(typed.trim())
  if (!parts) return null
  const hundredths = Number(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`)
  return Math.round((hundredths * 60) / 100) || null
}
