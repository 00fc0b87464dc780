import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import classes from './insight.module.css'
import type { Changes } from './words.ts'

/** The map as a whole then and now, at the side, and how far the comparison can be relied on. */
export function WholeThenAndNow({ changes: { before, after } }: { changes: Changes }) {
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  const share = (whole: Changes['before']) => (whole.parties === 0 ? 0 : whole.tied / whole.parties)
  const rows = [
    ['parties', number(before.parties), number(after.parties)],
    ['ties', number(before.ties), number(after.ties)],
    ['coverage', percent(share(before)), percent(share(after))],
    ['largest', percent(before.largest), percent(after.largest)],
    ['fragmentation', percent(before.fragmentation), percent(after.fragmentation)],
  ] as const
  return (
    <aside className={`tutti-card ${classes.ground}`} aria-label={t('insight.changes.whole.label')}>
      <Title order={2} size="h4">
        {t('insight.changes.whole.label')}
      </Title>
      <table className={classes.thenAndNow}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('insight.changes.whole.before')}</th>
            <th scope="col">{t('insight.changes.whole.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, then, now]) => (
            <tr key={key}>
              <th scope="row">{t(`insight.changes.whole.${key}`)}</th>
              <td>{then}</td>
              <td>{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.note}>{t('insight.changes.whole.note')}</p>
    </aside>
  )
}
