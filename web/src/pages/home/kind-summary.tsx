import { Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useKinds } from '../../data/kinds.ts'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import classes from './home.module.css'

/** How many there are of each kind; each number opens the organisations behind it. */
export function KindSummary({ counts }: { counts: Record<string, number> }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const kinds = useKinds()
  const most = Math.max(1, ...Object.values(counts))
  return (
    <section>
      <Title order={2}>{t('home.kinds')}</Title>
      <ul className={`tutti-card ${classes.kinds}`}>
        {kinds.all.map((kind) => {
          const count = counts[kind.key] ?? 0
          return (
            <li key={kind.key}>
              <Link
                to={`${paths.organisations(ecosystemId)}?kind=${kind.key}`}
                className={classes.kind ?? ''}
                data-none={count === 0 || undefined}
              >
                <KindShape kind={kind} />
                <span>{kind.label}</span>
                <span className={classes.bar} aria-hidden="true">
                  {count > 0 && <i style={{ width: `${(100 * count) / most}%`, background: kind.colour }} />}
                </span>
                <span className={classes.count}>{number(count)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
