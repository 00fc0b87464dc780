import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { paths, withParty } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import type { Line } from './queries.ts'
import classes from './settlement.module.css'

const FIGURES = ['opening', 'incoming', 'outgoing', 'closing', 'pays'] as const
type Props = { lines: readonly Line[]; actions?: (line: Line) => ReactNode }

/** Organisation by organisation: what it had, what came and went, what it is owed, what it is paid, and why not. */
export function Lines({ lines, actions }: Props) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('settlement.lines')}>
      <div className={classes.lineHead} aria-hidden="true">
        <span>{t('settlement.line.party')}</span>
        {FIGURES.map((figure) => (
          <span key={figure}>{t(`settlement.line.${figure}`)}</span>
        ))}
      </div>
      <ul className={classes.lines}>
        {lines.map((line) => (
          <LineRow key={`${line.partyId} ${line.asset}`} line={line}>
            {actions?.(line)}
          </LineRow>
        ))}
      </ul>
    </section>
  )
}

function LineRow({ line, children }: { line: Line; children: ReactNode }) {
  const { t } = useTranslation()
  const { amount } = useFormats()
  const { search } = useLocation()
  const { id: ecosystemId } = useEcosystem()
  const [account] = line.accountIds
  return (
    <li className={`tutti-card ${classes.line}`}>
      <strong className={classes.lineName}>
        {line.partyName === null ? (
          t('settlement.line.gone')
        ) : (
          <Link to={{ search: withParty(search, line.partyId) }}>{line.partyName}</Link>
        )}
      </strong>
      {FIGURES.map((figure) => (
        <span key={figure} className={classes.figure} data-figure={figure} data-zero={line[figure] === '0'}>
          <span className={classes.figureLabel}>{t(`settlement.line.${figure}`)} </span>
          {figure === 'closing' && account !== undefined ? (
            <Link to={paths.moneyAccount(ecosystemId, account)}>{amount(line.closing, line)}</Link>
          ) : (
            amount(line[figure], line)
          )}
        </span>
      ))}
      <div className={classes.lineNotes}>
        <AccountNote line={line} />
        <Fate line={line} />
        {line.lateEntries > 0 && (
          <span className={classes.note} data-tone="warning">
            {t('settlement.line.late', { count: line.lateEntries, amount: amount(line.lateAmount, line) })}
          </span>
        )}
        {line.underWay !== '0' && (
          <span className={classes.quiet}>{t('settlement.line.underWay', { amount: amount(line.underWay, line) })}</span>
        )}
        {children && <Group gap="xs">{children}</Group>}
      </div>
    </li>
  )
}

/** Where the money goes, and whether that is where it went the last time. */
function AccountNote({ line: { account, pays, payout } }: { line: Line }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  if (account === null || pays === '0') return null
  const to = account.holder === null ? account.iban : t('settlement.line.to', { holder: account.holder, iban: account.iban })
  const by = account.writtenBy ?? t('settlement.somebody')
  return (
    <>
      <span className={classes.quiet}>{to}</span>
      {account.news === 'changed' && (
        <span className={classes.note} data-tone="danger">
          {t('settlement.line.changed', { date: date(account.writtenAt), name: by })}
        </span>
      )}
      {account.news === 'first' && payout?.outcome !== 'paid' && (
        <span className={classes.quiet}>{t('settlement.line.first', { date: date(account.writtenAt), name: by })}</span>
      )}
    </>
  )
}

function Fate({ line: { reason, payout, partyId, pays, carried, asset, scale } }: { line: Line }) {
  const { t } = useTranslation()
  const { date, amount } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  if (payout?.outcome) {
    const said = t(`settlement.outcome.${payout.outcome}`, { date: date(payout.endedAt ?? '') })
    const why = payout.cause === null ? '' : ` ${t(`settlement.cause.${payout.cause}`)}.`
    return (
      <span className={classes.note} data-tone={payout.outcome === 'paid' ? 'good' : 'danger'}>
        {`${said}${why}${payout.note === null ? '' : ` ${payout.note}`}`}
      </span>
    )
  }
  // paid in part: what an organisation it became one with owed at the closing makes the payout smaller
  const isMadeUp = reason === null && pays !== '0' && carried !== '0'
  if (reason === 'nothing' || (reason === null && !isMadeUp)) return null
  const lacksAccount = reason === 'no_bank_account' || reason === 'bank_account_failed'
  return (
    <>
      <span className={classes.quiet}>
        {t(`settlement.reason.${reason ?? 'made_up'}`, { amount: amount(carried.replace('-', ''), { asset, scale }) })}
      </span>
      {lacksAccount && mayWrite && (
        <Button component={Link} to={paths.settlements(ecosystemId, `accounts/${partyId}`)} variant="light" size="compact-sm">
          {t('settlement.account.enter')}
        </Button>
      )}
    </>
  )
}
