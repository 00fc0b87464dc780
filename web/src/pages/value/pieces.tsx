import { Button, Skeleton, TextInput } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import classes from './value.module.css'

type AmountProps = { label: string; unit: string; value: string; onChange: (typed: string) => void; error?: string | undefined }

/** An amount as people write it, with its unit behind it. */
export function AmountInput({ label, unit, value, onChange, error }: AmountProps) {
  return (
    <TextInput
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      maxLength={24}
      error={error}
      rightSection={<span className={classes.unit}>{unit}</span>}
      rightSectionWidth={Math.max(48, unit.length * 9 + 16)}
      rightSectionPointerEvents="none"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

type SendProps = { action: string; isReady: boolean; onSend: () => void; sending: Sending; above?: ReactNode; children: ReactNode }
type Sending = { isPending: boolean; isError: boolean; error: unknown }

/** A form on the page: its fields, why it was refused, and the button that sends. What was typed stays until it is through. */
export function SendForm({ action, isReady, onSend, sending, above, children }: SendProps) {
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) onSend()
      }}
    >
      {above}
      <div className={classes.fields}>{children}</div>
      {sending.isError && <Failure error={sending.error} doing="writing" />}
      <Button type="submit" className={classes.send ?? ''} loading={sending.isPending} disabled={!isReady}>
        {action}
      </Button>
    </form>
  )
}

/** A part of a page with its own heading. */
export function Part({ title, why, action, children }: { title: string; why?: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={`tutti-card ${classes.part}`} aria-label={title}>
      <div className={classes.partHead}>
        <h2>{title}</h2>
        {action}
      </div>
      {why !== undefined && <p className={classes.quiet}>{why}</p>}
      {children}
    </section>
  )
}

export type Row = {
  key: string
  what: ReactNode
  note?: ReactNode
  amount?: ReactNode
  opens?: () => void
  to?: string
  action?: ReactNode
}

/** What happened or what there is, a line each: what it was, a note in small, an amount. */
export function Rows({ label, rows }: { label: string; rows: readonly Row[] }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {rows.map(({ key, what, note, amount, opens, to, action }) => (
        <li key={key}>
          <span className={classes.rowText}>
            {opens ? (
              <button type="button" className={classes.opener} onClick={opens}>
                {what}
              </button>
            ) : to ? (
              <Link to={to} className={classes.opener ?? ''}>
                {what}
              </Link>
            ) : (
              <span>{what}</span>
            )}
            {note !== undefined && <span className={classes.quiet}>{note}</span>}
          </span>
          {amount !== undefined && <span className={classes.amount}>{amount}</span>}
          {action}
        </li>
      ))}
    </ul>
  )
}

type Paged = Pick<
  UseInfiniteQueryResult,
  'isError' | 'error' | 'refetch' | 'isPending' | 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage'
>

/** What is around a list that comes in pages: waiting, failing, and the way to the next. */
export function Listed({ query, children }: { query: Paged; children: ReactNode }) {
  const { t } = useTranslation()
  if (query.isError) return <Failure error={query.error} again={() => query.refetch()} />
  if (query.isPending) return <Skeleton height={120} aria-hidden="true" />
  return (
    <>
      {children}
      {query.hasNextPage && (
        <Button variant="default" className={classes.more ?? ''} loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {t('value.more')}
        </Button>
      )}
    </>
  )
}

/** The way back to all kinds of value. */
export function BackToKinds() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  return (
    <Link to={paths.value(id)} className={classes.back ?? ''}>
      {t('value.back')}
    </Link>
  )
}
