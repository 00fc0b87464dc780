/** What can be said of a sale without asking the database. Pure. */
import { type Complaint, complaint } from '../../kernel/complaints.ts'
import type { Rule } from '../sharing/index.ts'
import type { NewSale, VatLine } from './schema.ts'

const DAY_MS = 86_400_000

/** What does not add up in a sale: each line of tax, and all of them with the price. */
export function sumsOf({ gross, net, vat }: Pick<NewSale, 'gross' | 'net' | 'vat'>): Complaint[] {
  const [withTax, without] = [BigInt(gross), BigInt(net)]
  if (without > withTax) return [complaint('net', 'net_above_gross')]
  const sums = vat.reduce((sum, line) => ({ net: sum.net + BigInt(line.net), vat: sum.vat + BigInt(line.vat) }), { net: 0n, vat: 0n })
  if (vat.length === 0 && withTax === without) return []
  const wrong: Complaint[] = []
  if (sums.vat !== withTax - without) wrong.push(complaint('vat', 'vat_sum', { sum: `${sums.vat}`, due: `${withTax - without}` }))
  if (sums.net !== without) wrong.push(complaint('vat', 'vat_net_sum', { sum: `${sums.net}`, due: net }))
  return wrong
}

/** One text for everything that makes two sales the same. */
export function bodyOf(sale: object): string {
  return JSON.stringify(sale, (_, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}

/** The period of a cap that a day lies in, by its first day. Weeks begin on Monday. */
export function periodOf(period: 'day' | 'week' | 'month' | 'quarter' | 'year', day: string): string {
  const [year, month] = day.split('-') as [string, string]
  switch (period) {
    case 'day':
      return `day:${day}`
    case 'week':
      return `week:${dayAfter(day, -((new Date(day).getUTCDay() + 6) % 7))}`
    case 'month':
      return `month:${year}-${month}-01`
    case 'quarter':
      return `quarter:${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
    case 'year':
      return `year:${year}-01-01`
  }
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The steps that give back what an account is owed to somebody else than that account itself: by them it is owed less. */
export function recoupsOf({ steps }: Rule): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { id, take, to } of steps)
    if (take !== 'remainder' && take.upToBalance !== undefined && take.upToBalance !== to) found.set(id, take.upToBalance)
  return found
}

/** The words a sale says that are nobody's name under this version, each with its place. */
export function strangersIn(facts: Pick<NewSale, 'names' | 'metrics' | 'standAlone' | 'used'>, known: ReadonlySet<string>): Complaint[] {
  const said = [
    ...Object.entries(facts.names).map(([key, { recipient }]) => [`names.${key}.recipient`, recipient] as const),
    ...Object.entries(facts.metrics).flatMap(([key, counts]) => Object.keys(counts).map((name) => [`metrics.${key}`, name] as const)),
    ...Object.keys(facts.standAlone).map((name) => ['standAlone', name] as const),
    ...facts.used.map((name, place) => [`used.${place}`, name] as const),
  ]
  return said.flatMap(([path, name]) => (known.has(name) ? [] : [complaint(path, 'recipient_unknown', { name })]))
}

/** Lines of tax as the books keep them. */
export function vatText(vat: readonly VatLine[]) {
  return vat.map(({ rate, country, net, vat: tax }) => ({ rate, country, net, vat: tax }))
}
