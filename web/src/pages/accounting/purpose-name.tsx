import { useTranslation } from 'react-i18next'

/** What a purpose is called; what rules give to goes by its own word. */
export function PurposeName({ purpose }: { purpose: string }) {
  const { t } = useTranslation()
  const [first, ...rest] = purpose.split(':')
  const own = rest.join(' ')
  const name = t(`accounting.purposes.${first}`, { defaultValue: first ?? purpose })
  return <>{own === '' ? name : t('accounting.numbers.purpose', { name, own })}</>
}
