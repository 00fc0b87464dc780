import { useTranslation } from 'react-i18next'
import { useLaterTexts } from './i18n.ts'
import { explain, problemOf } from './problem.ts'
import { ErrorCard } from './ui/error-card.tsx'

/** Says why something failed. `doing` is writing where a person had entered something, so that they are told it is still there. */
export function Failure({ error, doing = 'reading', again }: { error: unknown; doing?: 'reading' | 'writing'; again?: () => void }) {
  const { t } = useTranslation()
  useLaterTexts()
  const { code } = problemOf(error)
  return <ErrorCard {...explain(t, error, doing)} {...(again && { again })} {...(code !== 'unknown' && { code })} />
}
