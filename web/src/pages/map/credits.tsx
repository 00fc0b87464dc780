import { useTranslation } from 'react-i18next'
import { useTiles } from './data.ts'
import classes from './map.module.css'

/** Whose map lies below, always in view, as the licences ask. Whose parties are on it says the foot of every page. */
export function GroundCredit() {
  const { t } = useTranslation()
  const tiles = useTiles()
  return <p className={classes.attribution}>{tiles?.attribution ?? t('map.outline')}</p>
}
