import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../ui/format.ts'
import classes from './strength-formula.module.css'
import type { Tie } from './types.ts'

/** What the strength of a tie is made of: what was stated and what happened since, each with what silence has left of it. */
export function StrengthFormula({ tie }: { tie: Tie }) {
  const { t } = useTranslation()
  const { percent, ago } = useFormats()
  const { stated, interactions, formula } = tie.strengthFormula
  return (
    <>
      <Text fw={600} mb={4}>
        {t('parties.ties.formula.title')}
      </Text>
      <dl className={classes.formula}>
        <dt>
          {stated.isAssumed
            ? t('parties.ties.formula.assumed', { value: percent(stated.strength) })
            : t('parties.ties.formula.stated', { value: percent(stated.strength), ago: ago(stated.at) })}
        </dt>
        <dd>{percent(stated.part)}</dd>
        {interactions.map(({ kind, count, latestAt, part }) => (
          <div key={kind} style={{ display: 'contents' }}>
            <dt>
              {t(`parties.interaction.counted.${kind}`, { count })}, {t('parties.ties.formula.latest', { ago: ago(latestAt) })}
            </dt>
            <dd>+ {percent(part)}</dd>
          </div>
        ))}
      </dl>
      <Text size="xs" c="dimmed" mt="xs">
        {t('parties.ties.formula.silence', { days: stated.halfLifeDays })}
      </Text>
      <p className={classes.code}>{formula}</p>
    </>
  )
}
