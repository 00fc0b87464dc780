import { Skeleton, Title } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../../data/session.ts'
import { Failure } from '../../../failure.tsx'
import { paths } from '../../../paths.ts'
import { useFormats } from '../../../ui/format.ts'
import { type Comparison, comparisonQuery, type Summary } from './queries.ts'
import classes from './scenarios.module.css'
import { useWhole } from './use-whole.ts'

/** Several scenarios as columns: how each would be, and in small how it is on the day each starts from. */
export function SideBySide({ scenarios }: { scenarios: readonly Summary[] }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const asked = useQueries({
    queries: scenarios.map(({ id, version, changeTotal, updatedAt }) =>
      comparisonQuery(ecosystemId, id, `${version} ${changeTotal} ${updatedAt}`),
    ),
  })
  const failed = asked.find(({ isError }) => isError)
  const known = asked.map(({ data }) => data)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that is wider than the window is scrolled by key
    <section tabIndex={0} className={`tutti-card ${classes.tableFrame}`} aria-labelledby="scenarios-beside">
      <Title order={2} size="h4" id="scenarios-beside" mb="sm">
        {t('scenarios.beside.title')}
      </Title>
      {failed && <Failure error={failed.error} again={() => failed.refetch()} />}
      {!failed && known.some((each) => each === undefined) && <Skeleton height={220} radius="md" />}
      {known.every((each) => each !== undefined) && <Columns scenarios={scenarios} comparisons={known} />}
    </section>
  )
}

function Columns({ scenarios, comparisons }: { scenarios: readonly Summary[]; comparisons: readonly Comparison[] }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const whole = useWhole()
  const counts: [string, (comparison: Comparison) => number | undefined][] = [
    ['cutOff', ({ cutOff }) => cutOff.total],
    ['joined', ({ joined }) => joined.total],
    ['became', ({ onlyWay }) => onlyWay.became.total],
    ['lost', ({ needs }) => needs?.lost.total],
    ['gained', ({ needs }) => needs?.gained.total],
  ]
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <td />
          {scenarios.map(({ id, name }) => (
            <th key={id} scope="col">
              <Link to={paths.scenario(ecosystemId, id)}>{name}</Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {whole.map(({ key, label, say }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            {comparisons.map(({ before, after }, k) => (
              <td key={scenarios[k]!.id}>
                {say(after)}
                {say(before) !== say(after) && (
                  <small className={classes.before}>{t('scenarios.beside.before', { value: say(before) })}</small>
                )}
              </td>
            ))}
          </tr>
        ))}
        {counts.map(([key, count]) => (
          <tr key={key}>
            <th scope="row">{t(`scenarios.beside.${key}`)}</th>
            {comparisons.map((comparison, k) => {
              const value = count(comparison)
              return <td key={scenarios[k]!.id}>{value === undefined ? '–' : number(value)}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
