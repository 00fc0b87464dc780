import { useTranslation } from 'react-i18next'
import { useExemptions } from '../../data/exemptions.ts'
import classes from './insight.module.css'

/** Who of those to be introduced is left out of introductions, and why: answers of the map go by ties and conflicts, and do not know who asked for peace. */
export function LeftOut({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation()
  const exemptions = useExemptions()
  return (exemptions.data ?? [])
    .filter(({ party }) => ids.includes(party.id))
    .map(({ id, party, reason }) => (
      <p key={id} className={classes.leftOut}>
        {t('insight.task.leftOut', { name: party.name, reason })}
      </p>
    ))
}
