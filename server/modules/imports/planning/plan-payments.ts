/** From payments to ties of the own organisation: who was paid, who paid, how often. Pure. */
import { amountText, complaint } from '../reading/index.ts'
import type { Assembly, Entity, Outlay } from './assemble.ts'
import type { Items, Parts, PlannedRow, Settings } from './plan.ts'
import type { Resolution } from './resolve.ts'

/** A counterpart of payments that is not on the map and is not to come onto it: a private person, or anybody new as the settings say. */
export function isLeftOut(entity: Entity, known: unknown, settings: Settings): boolean {
  if (known || entity.payee === null) return false
  return entity.payee === 'person' ? !settings.payees.persons : !settings.payees.organisations
}

/** Why a counterpart was left out. Of a private person the row is told, not the name. */
export function leftOutRow({ draft, payee }: Entity, ref: { file: number; row: number }): PlannedRow {
  const isPerson = payee === 'person'
  const reason = complaint(isPerson ? 'payee_person_left_out' : 'payee_unknown_left_out')
  const name = isPerson ? null : draft.name
  return { ...ref, action: 'refuse', name, partyId: null, fingerprint: null, reasons: [{ kind: 'complaint', ...reason }] }
}

/**
 * One tie for each counterpart and direction. Who was paid supplies the own organisation, who paid buys from it; the sign of the amount
 * says which, unless the settings do. The tie begins with the first payment; how often and when the last was is its evidence.
 */
export function* planPayments(
  { entities, outlays }: Assembly,
  resolutions: readonly Resolution[],
  settings: Settings,
  own: { id: string; locale: 'en' | 'de' } | null,
): Parts {
  if (own === null) return
  const sums = new Map<string, Outlay[]>()
  for (const outlay of outlays) {
    const { id, known, first } = resolutions[outlay.entity]!
    if (id === own.id || isLeftOut(entities[first]!, known, settings)) continue
    const key = `${isPaidByUs(outlay, settings) ? 'supplies' : 'buys_from'} ${id}`
    const earlier = sums.get(key)
    if (earlier) earlier.push(outlay)
    else sums.set(key, [outlay])
  }
  const list: Items['tie'] = [...sums].map(([key, payments]) => {
    const [type = '', fromId = ''] = key.split(' ')
    const dates = payments.map(({ payment }) => payment.date).sort()
    return { fromId, toId: own.id, type, since: dates[0]!, evidence: evidenceOf(payments, dates.at(-1)!, settings, own.locale) }
  })
  yield { kind: 'tie', list, entries: 0 }
}

function isPaidByUs({ payment }: Outlay, { payees }: Settings): boolean {
  return payees.direction === 'sign' ? payment.amountMinor < 0n : payees.direction === 'paid'
}

/** Kept on the map in the language of the ecosystem. Amounts only if somebody wished so, each currency for itself. */
function evidenceOf(payments: readonly Outlay[], last: string, { payees }: Settings, locale: 'en' | 'de'): string {
  const count = payments.length
  const often = locale === 'de' ? `${count === 1 ? '1 Zahlung' : `${count} Zahlungen`}, zuletzt am ${last}` : `${count === 1 ? '1 payment' : `${count} payments`}, the last on ${last}` // biome-ignore format: one line reads better
  if (!payees.amounts) return often
  const totals = new Map<string, bigint>()
  for (const { payment } of payments) {
    const size = payment.amountMinor < 0n ? -payment.amountMinor : payment.amountMinor
    totals.set(payment.currency, (totals.get(payment.currency) ?? 0n) + size)
  }
  const sums = [...totals].map(([currency, minor]) => amountText(minor, currency)).join(', ')
  return `${often}; ${locale === 'de' ? 'zusammen' : 'in all'} ${sums}`
}
