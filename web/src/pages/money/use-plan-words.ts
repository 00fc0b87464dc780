import { useTranslation } from 'react-i18next'
import type { PlanLine } from './plan-queries.ts'
import { useMoneyWords } from './use-words.ts'

/** How what is planned for is called. */
export function usePlanWords() {
  const { t } = useTranslation()
  const { purpose, account } = useMoneyWords()
  const name = ({ subject, account: owned }: Pick<PlanLine, 'subject' | 'account'>) => {
    if (owned !== null) return account(owned)
    return subject.startsWith('purpose:') ? purpose(subject.slice('purpose:'.length)) : t('money.account.title')
  }
  return { name }
}
