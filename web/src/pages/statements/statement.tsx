import { Button, Group, Skeleton } from '@mantine/core'
import { IconFileSpreadsheet, IconFileTypePdf } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Lines } from './lines.tsx'
import { type Statement, useFile, useLines, useStatement, type Which } from './queries.ts'
import classes from './statements.module.css'
import { useStatementWords } from './use-words.ts'

/** One statement: what it sums to, whether the books still say so, and every line of it. */
export function Component() {
  const { statementId, accountId } = useParams()
  return <Page which={{ id: statementId ?? accountId ?? '', isRunning: statementId === undefined }} />
}

function Page({ which }: { which: Which }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const statement = useStatement(which)
  const lines = useLines(which)
  const { data } = statement
  const title = which.isRunning ? t('statements.preview') : data ? t('statements.numbered', { number: data.number }) : t('statements.one')
  return (
    <PageFrame>
      <PageHead
        title={title}
        answer={data && <Answer statement={data} />}
        action={
          <Group gap="xs">
            {data?.isUnchanged && <Files which={which} />}
            <Button component={Link} to={paths.statements(id)} variant="default">
              {t('statements.toAll')}
            </Button>
          </Group>
        }
      />
      {statement.isPending && <Skeleton height={320} aria-hidden="true" />}
      {statement.isError && <Failure error={statement.error} again={() => statement.refetch()} />}
      {data && (
        <div className={classes.stack}>
          <State statement={data} />
          <div className={classes.columns}>
            <Sums statement={data} />
            {data.vat.length > 0 && <Tax statement={data} />}
          </div>
          <Lines lines={lines} statement={data} />
        </div>
      )}
    </PageFrame>
  )
}

function Answer({ statement }: { statement: Statement }) {
  const { t } = useTranslation()
  const { amount, name, period } = useStatementWords()
  const { closingBalance } = statement
  const shown = amount(closingBalance.replace('-', ''), statement)
  const owed = closingBalance === '0' ? 'nothing' : closingBalance.startsWith('-') ? 'owes' : 'owed'
  return (
    <>
      {name(statement)}, {period(statement)}. {t(`statements.answer.${owed}`, { amount: shown })}
    </>
  )
}

function Files({ which }: { which: Which }) {
  const { t } = useTranslation()
  const file = useFile(which)
  return (
    <>
      <Button
        leftSection={<IconFileTypePdf size={18} aria-hidden="true" />}
        loading={file.isPending && file.variables === 'pdf'}
        disabled={file.isPending}
        onClick={() => file.mutate('pdf')}
      >
        {t('statements.pdf')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconFileSpreadsheet size={18} aria-hidden="true" />}
        loading={file.isPending && file.variables === 'csv'}
        disabled={file.isPending}
        onClick={() => file.mutate('csv')}
      >
        {t('statements.csv')}
      </Button>
      {file.isError && <Failure error={file.error} />}
    </>
  )
}

/** Whether it can be relied on: a preview, the same as when it was made, or something that has to be looked at. */
function State({ statement: { isUnchanged, issuedAt, hash, keptHash, lateLines } }: { statement: Statement }) {
  const { t } = useTranslation()
  const { dateTime } = useStatementWords()
  return (
    <div className={classes.state} data-wrong={!isUnchanged || undefined} role={isUnchanged ? undefined : 'alert'}>
      <p>
        {issuedAt === null
          ? t('statements.state.running')
          : isUnchanged
            ? t('statements.state.same', { moment: dateTime(issuedAt) })
            : t('statements.state.differs', { moment: dateTime(issuedAt) })}{' '}
        {lateLines > 0 && t('statements.state.late', { count: lateLines })}
      </p>
      {keptHash !== null && (
        <details>
          <summary>{t('statements.state.sum')}</summary>
          <p>{t('statements.state.sumWhy')}</p>
          <code>{keptHash}</code>
          {!isUnchanged && <code>{hash}</code>}
        </details>
      )}
    </div>
  )
}

function Sums({ statement }: { statement: Statement }) {
  const { t } = useTranslation()
  const { amount, number } = useStatementWords()
  const { opening, subtotals, closingBalance, issuedAt } = statement
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('statements.sums')}</h2>
      <table className={classes.table}>
        <tbody>
          <tr>
            <th scope="row">{t('statements.opening')}</th>
            <td />
            <td>{amount(opening, statement)}</td>
          </tr>
          {subtotals.map(({ kind, words, lines, amount: sum }) => (
            <tr key={kind}>
              <th scope="row">{words}</th>
              <td className={classes.quiet}>{t('statements.lineCount', { count: lines, number: number(lines) })}</td>
              <td>{amount(sum, statement)}</td>
            </tr>
          ))}
          <tr data-strong>
            <th scope="row">{t(issuedAt === null ? 'statements.now' : 'statements.closing')}</th>
            <td />
            <td>{amount(closingBalance, statement)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

function Tax({ statement }: { statement: Statement }) {
  const { t } = useTranslation()
  const { amount, rate, number } = useStatementWords()
  return (
    <section className={`tutti-card ${classes.part}`}>
      <div>
        <h2>{t('statements.tax.title')}</h2>
        <p className={classes.quiet}>{t('statements.tax.why')}</p>
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('statements.tax.rate')}</th>
            <th scope="col">{t('statements.tax.net')}</th>
            <th scope="col">{t('statements.tax.tax')}</th>
          </tr>
        </thead>
        <tbody>
          {statement.vat.map(({ country, rate: part, isOwn, sales, net, vat }) => (
            <tr key={`${country}${part}${isOwn}`}>
              <th scope="row">
                {rate(part)} {country}
                <small>{t(isOwn ? 'statements.tax.own' : 'statements.tax.others', { count: sales, number: number(sales) })}</small>
              </th>
              <td>{amount(net, statement)}</td>
              <td>{amount(vat, statement)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
