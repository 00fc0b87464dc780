import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import classes from './mailings.module.css'

/** Who in the view does not get it, and why. */
export function LeftOut({ leftOut, emptyFields = [] }: { leftOut: Record<string, number | undefined>; emptyFields?: string[] }) {
  const { t } = useTranslation()
  const { number, list } = useFormats()
  const reasons = Object.entries(leftOut).filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0)
  if (reasons.length === 0) return null
  return (
    <ul className={classes.reasons} aria-label={t('mailings.leftOut.title')}>
      {reasons.map(([reason, count]) => (
        <li key={reason}>
          {t(`mailings.leftOut.${reason}`, {
            count,
            number: number(count),
            fields: list(emptyFields.map((field) => `{{${field}}}`)),
            interpolation: { skipOnVariables: true },
          })}
        </li>
      ))}
    </ul>
  )
}
