import {
  IconArrowsSplit2,
  IconCalculator,
  IconCalendarCheck,
  IconCalendarDollar,
  IconFileDescription,
  IconReceipt,
  IconShieldCheck,
  IconTicket,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import classes from './money.module.css'

/** The pages that have to do with money, in the order of the work; `everybody` also for members. */
const DOORS = [
  { key: 'sales', Icon: IconReceipt, path: paths.sales, everybody: true },
  { key: 'sharing', Icon: IconArrowsSplit2, path: paths.sharing, everybody: false },
  { key: 'settlements', Icon: IconCalendarCheck, path: (id: string) => paths.settlements(id), everybody: true },
  { key: 'statements', Icon: IconFileDescription, path: paths.statements, everybody: true },
  { key: 'accounting', Icon: IconCalculator, path: paths.accounting, everybody: false },
  { key: 'value', Icon: IconTicket, path: (id: string) => paths.value(id), everybody: true },
  { key: 'plan', Icon: IconCalendarDollar, path: (id: string) => paths.moneyPlan(id), everybody: false },
  { key: 'check', Icon: IconShieldCheck, path: paths.ledgerCheck, everybody: false },
] as const

export function Doors() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  const doors = DOORS.filter(({ everybody }) => everybody || mayWrite)
  if (doors.length === 0) return null
  return (
    <nav aria-label={t('money.doors.label')}>
      <ul className={classes.doors}>
        {doors.map(({ key, Icon, path }) => (
          <li key={key}>
            <Link to={path(id)} className={`tutti-card ${classes.door}`}>
              <Icon size={20} stroke={1.75} aria-hidden="true" />
              <span>
                <strong>{t(`money.doors.${key}.title`)}</strong>
                <small>{t(`money.doors.${key}.why`)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
