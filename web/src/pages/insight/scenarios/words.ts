import type { TFunction } from 'i18next'
import { sectorName } from '../../../data/sectors.ts'
import type { Formats } from '../../../ui/format.ts'
import type { Change, Comparison, Outcome, Scenario } from './queries.ts'

export type Words = { t: TFunction; formats: Formats; tieName: (type: string) => string; kindName: (kind: string) => string }

/** A change as a sentence. Who was erased has no name any more. */
export function sayChange({ t, formats, tieName, kindName }: Words, change: Change, names: Scenario['names']): string {
  const nameOf = (id: string) => names.find((each) => each.id === id)?.name ?? t('scenarios.change.nobody')
  const ends = (it: { fromId: string; toId: string }) => ({ a: nameOf(it.fromId), b: nameOf(it.toId) })
  switch (change.what) {
    case 'partyLeaves':
      return t('scenarios.change.partyLeaves', { name: nameOf(change.partyId) })
    case 'sectorLeaves':
      return t('scenarios.change.sectorLeaves', { sector: sectorName(t, null, change.sector) })
    case 'kindLeaves':
      return t('scenarios.change.kindLeaves', { kind: kindName(change.kind) })
    case 'partyJoins':
      return t('scenarios.change.partyJoins', { name: change.name })
    case 'tieComes':
      return t('scenarios.change.tieComes', { ...ends(change), type: tieName(change.type) })
    case 'tieGoes':
      return change.type === null
        ? t('scenarios.change.tiesGo', ends(change))
        : t('scenarios.change.tieGoes', { ...ends(change), type: tieName(change.type) })
    case 'tieBecomes':
      return t('scenarios.change.tieBecomes', { ...ends(change), strength: formats.percent(change.strength) })
    case 'tradeComes':
    case 'tradeGoes':
      return t(`scenarios.change.${change.what}.${change.side}`, { name: nameOf(change.partyId), category: change.category })
  }
}

/** What else there is to know of a change: who joins, how many leave, and why it does nothing. */
export function sayDetail({ t, formats, kindName }: Words, change: Change, outcome: Outcome | undefined): string {
  if (outcome?.idle) return t(`scenarios.idle.${outcome.idle}`)
  if (change.what === 'partyJoins') {
    return [change.kind && kindName(change.kind), change.sector && sectorName(t, null, change.sector), change.city]
      .filter(Boolean)
      .join(' · ')
  }
  if (change.what !== 'sectorLeaves' && change.what !== 'kindLeaves') return ''
  return outcome === undefined ? '' : t('scenarios.change.left', { count: outcome.left, number: formats.number(outcome.left) })
}

/** The sentence under the title: what the scenario would do to the whole. */
export function headOf({ t, formats }: Pick<Words, 't' | 'formats'>, scenario: Scenario, comparison: Comparison): string {
  const { number } = formats
  const { before, after, cutOff, joined, needs } = comparison
  if (scenario.changes.length === 0) return t('scenarios.head.nothing')
  if (before.parties === 0 && scenario.asOf !== null) return t('scenarios.head.before', { day: formats.date(scenario.asOf) })
  if (before.parties > 0 && after.parties === 0) return t('scenarios.head.nobodyLeft')
  if (comparison.outcomes.every(({ idle }) => idle !== null)) return t('scenarios.head.idle')
  const parts = [
    ...(cutOff.total > 0
      ? [t('scenarios.head.cutOff', { count: cutOff.total, number: number(cutOff.total), total: number(after.parties) })]
      : []),
    ...(joined.total > 0 ? [t('scenarios.head.joined', { count: joined.total, number: number(joined.total) })] : []),
  ]
  if (parts.length === 0) parts.push(after.pieces === 1 ? t('scenarios.head.whole') : t('scenarios.head.same'))
  // what is met or not counts as much as who is in reach
  for (const sort of ['lost', 'gained'] as const) {
    const total = needs?.[sort].total ?? 0
    if (total > 0) parts.push(t(`scenarios.needs.${sort}`, { count: total, number: number(total) }))
  }
  return parts.join(' ')
}
