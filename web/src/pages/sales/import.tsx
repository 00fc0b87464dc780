import { Button, Checkbox, FileInput, Group, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { rateOf } from './amounts.ts'
import { Checked } from './import-check.tsx'
import { Imported } from './imported.tsx'
import { type ImportSettings, useImportCheck, useImporting, useRules } from './queries.ts'
import classes from './sales.module.css'

/** Sales from a file: first what would be booked, then the booking, and the way back. */
export function Component() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  return (
    <PageFrame>
      <PageHead
        title={t('sales.import.title')}
        answer={t(mayWrite ? 'sales.import.why' : 'sales.notForMembers')}
        action={
          <Button component={Link} to={paths.sales(id)} variant="default">
            {t('sales.toAll')}
          </Button>
        }
      />
      {mayWrite && (
        <div className={classes.stack}>
          <FileOfSales />
          <Imported />
        </div>
      )}
    </PageFrame>
  )
}

type Draft = {
  file: File | null
  ruleId: string | null
  collectedBy: string | null
  percent: string
  country: string
  isLate: boolean
  addsUp: boolean
}

function FileOfSales() {
  const { t } = useTranslation()
  const rules = useRules()
  const check = useImportCheck()
  const importing = useImporting()
  const [draft, setDraft] = useState<Draft>({
    file: null,
    ruleId: null,
    collectedBy: null,
    percent: '',
    country: 'DE',
    isLate: false,
    addsUp: false,
  })
  const ruleId = draft.ruleId ?? (rules.data?.length === 1 ? rules.data[0]!.id : null)
  const rate = draft.percent === '' ? null : rateOf(draft.percent)
  const mayCheck = draft.file !== null && ruleId !== null && rate !== undefined && /^[A-Z]{2}$/.test(draft.country)
  /** Whatever is changed, what was found before is no longer so. */
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    check.reset()
    importing.reset()
  }
  const settings = (more: Partial<ImportSettings>) => ({ ...settingsOf(draft, ruleId!), ...more })
  const ask = (mapping: (string | null)[] | null) => check.mutate({ file: draft.file!, settings: settings({ mapping }) })
  const book = () =>
    importing.mutate(
      { file: draft.file!, settings: settings({ mapping: check.data!.mapping, expected: check.data!.booked }) },
      {
        onSuccess: ({ booked }) => {
          showDone(t('sales.import.done', { count: booked }))
          set({ file: null })
        },
      },
    )
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('sales.import.file')}</h2>
      <FileFields draft={draft} set={set} ruleId={ruleId} />
      <Checkbox
        label={t('sales.import.addsUp')}
        checked={draft.addsUp}
        onChange={(event) => set({ addsUp: event.currentTarget.checked })}
      />
      {rules.isError && <Failure error={rules.error} again={() => rules.refetch()} />}
      {check.isError && <Failure error={check.error} />}
      {check.data === undefined ? (
        <Group>
          <Button disabled={!mayCheck} loading={check.isPending} onClick={() => ask(null)}>
            {t('sales.import.check')}
          </Button>
        </Group>
      ) : (
        <Checked
          check={check.data}
          isChecking={check.isPending}
          isBooking={importing.isPending}
          error={importing.error}
          isLate={draft.isLate}
          onLate={(isLate) => set({ isLate })}
          onMap={ask}
          onBook={book}
        />
      )}
    </section>
  )
}

const ECOSYSTEM = 'ecosystem'

function settingsOf({ collectedBy, percent, country, isLate, addsUp }: Draft, ruleId: string): ImportSettings {
  const vatRate = percent === '' ? null : (rateOf(percent) ?? null)
  return { ruleId, collectedBy, mapping: null, vatRate, country, late: isLate ? 'next' : 'refuse', addsUp, expected: null }
}

type FieldsProps = { draft: Draft; set: (part: Partial<Draft>) => void; ruleId: string | null }

function FileFields({ draft, set, ruleId }: FieldsProps) {
  const { t } = useTranslation()
  const rules = useRules()
  return (
    <div className={classes.filters}>
      <FileInput
        label={t('sales.import.choose')}
        placeholder={t('sales.import.kinds')}
        accept=".csv,.txt,.tsv,.xlsx"
        value={draft.file}
        onChange={(file) => set({ file })}
        clearable
        clearButtonProps={{ 'aria-label': t('sales.import.removeFile') }}
      />
      <Select
        label={t('sales.rule')}
        required
        data={(rules.data ?? []).map(({ id: value, name }) => ({ value, label: name }))}
        value={ruleId}
        onChange={(value) => set({ ruleId: value })}
      />
      <PartyPicker
        label={t('sales.collectedBy')}
        value={draft.collectedBy ?? ECOSYSTEM}
        known={draft.collectedBy === null ? { id: ECOSYSTEM, label: t('sales.ecosystem') } : undefined}
        besides={[{ value: ECOSYSTEM, label: t('sales.ecosystem') }]}
        onChange={(collectedBy) => set({ collectedBy: collectedBy === ECOSYSTEM ? null : collectedBy })}
      />
      <TextInput
        label={t('sales.import.percent')}
        placeholder="19"
        inputMode="decimal"
        rightSection="%"
        value={draft.percent}
        error={draft.percent !== '' && rateOf(draft.percent) === undefined && t('sales.form.noPercent')}
        onChange={(event) => set({ percent: event.currentTarget.value })}
      />
    </div>
  )
}
