import { Button, FileInput, Skeleton, Stack } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../../data/session.ts'
import { Failure } from '../../../failure.tsx'
import { paths } from '../../../paths.ts'
import { problemOf } from '../../../problem.ts'
import { ErrorCard } from '../../../ui/error-card.tsx'
import { useFormats } from '../../../ui/format.ts'
import { PageFrame, PageHead } from '../../../ui/page-head.tsx'
import { AdoptionForm } from './adoption-form.tsx'
import classes from './gaps.module.css'
import { type Reference, useCheckReference, useReferences, useRemoveReference, useRestoreReference } from './queries.ts'

/** The table of other areas that sectors are compared with: which one holds, how to bring another, and those before it. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const references = useReferences()
  const [first, ...others] = references.data ?? []
  const current = first?.endedAt === null ? first : undefined
  const earlier = current ? others : (references.data ?? [])
  return (
    <PageFrame>
      <PageHead
        title={t('gaps.reference.title')}
        answer={references.data && t(current ? 'gaps.reference.head.holds' : 'gaps.reference.head.none')}
        action={
          <Button component={Link} to={paths.gaps(ecosystemId)} variant="default">
            {t('gaps.title')}
          </Button>
        }
      />
      {references.isPending && <Skeleton height={240} aria-hidden="true" />}
      {references.isError && <Failure error={references.error} again={() => references.refetch()} />}
      {references.data && (
        <Stack gap="md">
          {current && <Current reference={current} mayWrite={mayWrite} />}
          {mayWrite && <NewTable isFirst={current === undefined} />}
          <Earlier references={earlier} mayWrite={mayWrite} />
        </Stack>
      )}
    </PageFrame>
  )
}

function Current({ reference, mayWrite }: { reference: Reference; mayWrite: boolean }) {
  const { t } = useTranslation()
  const remove = useRemoveReference()
  return (
    <section className={`tutti-card ${classes.step}`}>
      <h2>{reference.fileName}</h2>
      <p>
        <Understood reference={reference} />
      </p>
      <p>{reference.ownArea === null ? t('gaps.reference.ownNone') : t('gaps.reference.ownIs', { area: reference.ownArea })}</p>
      <p className={classes.quiet}>{t('gaps.reference.terms', { source: reference.source, licence: reference.licence })}</p>
      {mayWrite && (
        <div>
          <Button variant="default" size="compact-md" loading={remove.isPending} onClick={() => remove.mutate(reference.id)}>
            {t('gaps.reference.remove')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** What a good table is, the file, and what was understood of it. */
function NewTable({ isFirst }: { isFirst: boolean }) {
  const { t } = useTranslation()
  const check = useCheckReference()
  return (
    <section className={`tutti-card ${classes.step}`}>
      <h2>{t(isFirst ? 'gaps.reference.new' : 'gaps.reference.another')}</h2>
      <p>{t('gaps.reference.good')}</p>
      <p>{t('gaps.reference.format')}</p>
      <pre className={classes.example}>{t('gaps.reference.example')}</pre>
      <FileInput
        label={t('gaps.reference.file')}
        placeholder={t('gaps.reference.choose')}
        leftSection={<IconFileImport size={18} aria-hidden="true" />}
        accept=".csv,.txt,.tsv,.xlsx"
        value={null}
        onChange={(file) => file && check.mutate(file)}
        disabled={check.isPending}
      />
      {check.isError && <Refused error={check.error} />}
      {check.data && (
        <>
          <p role="status">
            <strong>{check.data.fileName}</strong>: <Understood reference={check.data} />
          </p>
          <RefusedRows reference={check.data} />
          <AdoptionForm key={check.data.id} reference={check.data} onEnd={() => check.reset()} />
        </>
      )}
    </section>
  )
}

function Understood({ reference: { areas, codes, establishments, scheme, hasInhabitants } }: { reference: Reference }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <>
      {t('gaps.reference.understood', {
        areas: number(areas.length),
        codes: number(codes),
        count: establishments,
        number: number(establishments),
        scheme: t(`gaps.reference.schemes.${scheme}`),
      })}{' '}
      {t(hasInhabitants ? 'gaps.reference.withHeads' : 'gaps.reference.withoutHeads')}
    </>
  )
}

function RefusedRows({ reference: { refused, refusedTotal } }: { reference: Reference }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (refusedTotal === 0) return null
  return (
    <details open={refusedTotal <= 5}>
      <summary>{t('gaps.reference.refused', { count: refusedTotal, number: number(refusedTotal) })}</summary>
      <ul className={classes.refused}>
        {refused.map(({ row, code, values }) => (
          <li key={row}>
            {t('gaps.reference.row', { row: number(row) })} {t(`gaps.refusals.${code}`, { ...values, defaultValue: code })}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** A file that is no such table: what was wrong, by the words of this page or those of the import. */
function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const { code, title, errors } = problemOf(error)
  const row = errors?.[0]?.path.replace('row ', '') ?? ''
  const known = t(`gaps.refusals.${code}`, { row, defaultValue: '' }) || t(`imports.refusals.${code}`, { row, defaultValue: '' })
  if (!known && !code.startsWith('import_')) return <Failure error={error} doing="reading" />
  return <ErrorCard what={known || title} kept={t('gaps.reference.kept')} todo={t('gaps.reference.again')} code={code} />
}

function Earlier({ references, mayWrite }: { references: readonly Reference[]; mayWrite: boolean }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const restore = useRestoreReference()
  if (references.length === 0) return null
  return (
    <section>
      <h2>{t('gaps.reference.earlier')}</h2>
      <ul className={classes.earlier}>
        {references.map((reference) => (
          <li key={reference.id}>
            <div>
              {reference.fileName}
              <p className={classes.quiet}>
                {t('gaps.reference.held', {
                  from: date(reference.adoptedAt ?? reference.sentAt),
                  until: date(reference.endedAt ?? reference.sentAt),
                })}{' '}
                {t('gaps.reference.terms', { source: reference.source, licence: reference.licence })}
              </p>
            </div>
            {mayWrite && (
              <Button
                variant="default"
                size="compact-sm"
                loading={restore.isPending && restore.variables === reference.id}
                onClick={() => restore.mutate(reference.id)}
              >
                {t('gaps.reference.restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
