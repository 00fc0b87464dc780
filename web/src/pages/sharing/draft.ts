import type { components } from '../../api-types.ts'
import { minorOf } from '../../ui/minor.ts'

export type Rule = components['schemas']['SharingRule']
export type Step = components['schemas']['SharingStep']
export type Take = components['schemas']['SharingTake']
export type Split = components['schemas']['SharingSplit']
export type When = NonNullable<Step['when']>
export type Recipient = { key: string; partyId: string | null; label: string | null }

/** What a rule is while somebody writes it: numbers as they were typed, recipients by the number of their row. */
export type RuleDraft = { basis: Rule['basis']; asset: string; recipients: RecipientDraft[]; steps: StepDraft[] }
/** `key` is the word it had in the version before, which it keeps: accounts are called by it. */
export type RecipientDraft = { id: number; partyId: string | null; name: string; key?: string }
export type Measure = 'pct' | 'tiers' | 'fixed' | 'perUnit' | 'upToBalance' | 'remainder'
/** What is taken of the part up to an amount; the last tier has none. */
export type TierDraft = { upTo: string; percent: string }
export type Period = (typeof PERIODS)[number]
export type Goes = 'one' | 'split' | 'referrer'
export type StepDraft = {
  id: number
  measure: Measure
  percent: string
  tiers: TierDraft[]
  /** gross, net, rest, or `step:` and the id of a draft. */
  of: string
  amount: string
  unit: string
  maxUnits: string
  owedTo: number | null
  min: string
  max: string
  goes: Goes
  to: number | null
  split: SplitDraft
  passesOn: boolean
  /** Only of sales that somebody was sent to; always so where it goes to whoever sent them. */
  isForSent: boolean
  referrerDays: string
  when: WhenDraft
  cap: string
  capPeriod: Period
  heldDays: string
}
/** Further conditions; all that are filled in have to hold. */
export type WhenDraft = { atLeast: string; below: string; from: string; until: string; word: string; value: string }
export type Way = 'equal' | 'shares' | 'contribution' | 'use' | 'standAlone'
export type SplitDraft = {
  way: Way
  among: number[]
  /** Percent or fraction, or how much one counts, by recipient. */
  parts: Record<number, string>
  metric: string
  floorEach: string
  isEqualWhenNone: boolean
}

/** What can be counted by name in both languages; programs may count under other words. */
export const UNITS = ['guest_night', 'person', 'ticket', 'hour', 'piece'] as const
export const METRICS = ['visits', 'guest_nights', 'tickets', 'hours', 'pieces'] as const

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const

/** The words to choose from, with one that a program wrote among them. */
export function counted(words: readonly string[], chosen: string, labelOf: (word: string) => string): { value: string; label: string }[] {
  const all = words.includes(chosen) ? words : [...words, chosen]
  return all.map((value) => ({ value, label: labelOf(value) }))
}

export const NEW_SPLIT: SplitDraft = { way: 'equal', among: [], parts: {}, metric: 'visits', floorEach: '', isEqualWhenNone: true }

export const NO_CONDITION: WhenDraft = { atLeast: '', below: '', from: '', until: '', word: '', value: '' }
const NEW_TIERS: TierDraft[] = [
  { upTo: '', percent: '' },
  { upTo: '', percent: '' },
]

export function newStep(id: number, change: Partial<StepDraft> = {}): StepDraft {
  return {
    id,
    measure: 'pct',
    percent: '',
    tiers: NEW_TIERS,
    of: 'net',
    amount: '',
    unit: 'guest_night',
    maxUnits: '',
    owedTo: null,
    min: '',
    max: '',
    goes: 'one',
    to: null,
    split: NEW_SPLIT,
    passesOn: false,
    isForSent: false,
    referrerDays: '',
    when: NO_CONDITION,
    cap: '',
    capPeriod: 'month',
    heldDays: '',
    ...change,
  }
}

/** What was typed in the smallest unit, as rules write it: a whole number of JSON; null when it is no amount that can be one. */
export function wholeOf(typed: string, digits: number): number | null {
  const minor = minorOf(typed, digits)
  return minor === undefined || minor > Number.MAX_SAFE_INTEGER ? null : Number(minor)
}

/** Minor units as somebody types them, in the reader's way of writing. */
export function typedOf(minor: number, digits: number, separator: string): string {
  if (digits === 0) return `${minor}`
  const text = `${minor}`.padStart(digits + 1, '0')
  const cents = text.slice(-digits)
  return /^0+$/.test(cents) ? text.slice(0, -digits) : `${text.slice(0, -digits)}${separator}${cents}`
}

/** `2.5` or `2,5` percent, or `1/3`, as a fraction; the text itself when it is neither, for the server to complain about. */
export function fractionOf(typed: string): string {
  const text = typed.trim()
  const parts = /^(\d{1,3})(?:[.,](\d{1,4}))?$/.exec(text)
  if (!parts) return text
  const decimals = parts[2] ?? ''
  return `${Number(`${parts[1]}${decimals}`)}/1${'0'.repeat(decimals.length + 2)}`
}

/** A fraction as somebody types it: in percent where that has an end, else as it is. */
export function percentOf(fraction: string, separator: string): string {
  const [n = 0, d = 1] = fraction.split('/').map(Number)
  const percent = (n * 100) / d
  const text = percent.toFixed(4).replace(/\.?0+$/, '')
  return Math.abs(Number(text) - percent) < 1e-9 ? text.replace('.', separator) : fraction
}

/** The word a recipient stands for in the rule: the one it has, or made of its name, so that programs and people can read the rule. */
export function keysOf(recipients: readonly RecipientDraft[]): Map<number, string> {
  const keys = new Map<number, string>()
  const taken = new Set(recipients.flatMap(({ key }) => key ?? []))
  for (const { id, name, key: own } of recipients) {
    if (own !== undefined) {
      keys.set(id, own)
      continue
    }
    const plain = name.toLowerCase().normalize('NFD').replaceAll('ß', 'ss').replaceAll(/[\u0300-\u036f]/g, '') // biome-ignore format: one line reads better
    const word = plain.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '').slice(0, 30) || 'recipient' // biome-ignore format: one line reads better
    let key = word
    for (let k = 2; taken.has(key); k++) key = `${word}_${k}`
    taken.add(key)
    keys.set(id, key)
  }
  return keys
}

type Asked = { units: string[]; metrics: { word: string; among: string[] }[]; says: { word: string; values: string[] }[]; isLed: boolean }

/** What a rule asks of a sale: units, metrics of the recipients they are counted for, words it may say, and whether somebody was sent. */
export function countedBy(rule: Rule): Asked {
  const splits = rule.steps.flatMap(({ split, then }) => [split, then].filter((one) => one !== undefined))
  const metrics = new Map<string, Set<string>>()
  for (const { by, metric, among, weights } of splits) {
    if (by !== 'contribution' || metric === undefined) continue
    const names = metrics.get(metric) ?? new Set()
    for (const key of among ?? Object.keys(weights ?? {})) names.add(key)
    metrics.set(metric, names)
  }
  const says = new Map<string, Set<string>>()
  for (const [word, value] of rule.steps.flatMap(({ when }) => Object.entries(when?.is ?? {})))
    says.set(word, (says.get(word) ?? new Set()).add(value))
  const units = rule.steps.flatMap(({ take }) => (take !== 'remainder' && take.unit !== undefined ? [take.unit] : []))
  return {
    units: [...new Set(units)],
    metrics: [...metrics].map(([word, among]) => ({ word, among: [...among] })),
    says: [...says].map(([word, values]) => ({ word, values: [...values] })),
    isLed: rule.steps.some(({ to, when }) => to === '$referrer' || when?.has === 'referrer'),
  }
}
