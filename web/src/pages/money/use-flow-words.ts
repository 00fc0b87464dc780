import { useTranslation } from 'react-i18next'
import type { Flow, Flows } from './flow-queries.ts'
import { spoken, useMoneyWords } from './use-words.ts'

/** How the places and steps of flows are called. */
export function useFlowWords({ parties, steps }: Pick<Flows, 'parties' | 'steps'>) {
  const { t } = useTranslation()
  const { purpose, kind } = useMoneyWords()
  const place = (key: string): string => {
    if (key === 'others') return t('money.flows.others')
    if (key.startsWith('own:')) return purpose(key.slice('own:'.length))
    return parties.find((party) => party.key === key)?.name ?? t('money.erased')
  }
  const middle = (key: string): string => {
    if (key === 'others') return t('money.flows.otherSteps')
    if (key === 'vat') return t('money.flows.vat')
    if (key.startsWith('kind:')) return kind(key.slice('kind:'.length))
    const step = steps.find((one) => one.key === key)
    return step === undefined ? spoken(key.split(':').at(-1)!) : t('money.flows.step', { rule: step.ruleName, number: step.number })
  }
  /** The same in so many letters: of a step the number is kept and the name of its rule cut. */
  const shortMiddle = (key: string, letters: number): string => {
    const step = steps.find((one) => one.key === key)
    if (step === undefined) return cut(middle(key), letters)
    const { length } = t('money.flows.step', { rule: '', number: step.number })
    return t('money.flows.step', { rule: cut(step.ruleName, letters - length), number: step.number })
  }
  const sentence = (key: string) => steps.find((one) => one.key === key)?.sentence
  return {
    place,
    middle,
    shortMiddle,
    sentence,
    flow: (flow: Flow) => `${place(flow.source)} → ${middle(flow.middle)} → ${place(flow.target)}`,
  }
}

export function cut(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(2, letters - 1)).trimEnd()}…`
}
