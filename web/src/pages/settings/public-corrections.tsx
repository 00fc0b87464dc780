import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { type Correction, useCorrections, useRefresh } from './public-map-queries.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** What organisations want changed, each to be accepted or refused. */
export function Corrections() {
  const { t } = useTranslation()
  const corrections = useCorrections()
  return (
    <Section title={t('public-map.corrections')} lead={t('public-map.correctionsWhy')}>
      {corrections.isError && <Failure error={corrections.error} again={() => corrections.refetch()} />}
      <ul className={classes.list}>
        {corrections.data?.items.map((correction) => (
          <Item key={correction.id} correction={correction} />
        ))}
      </ul>
    </Section>
  )
}

function Item({ correction: { id, partyName, changes, message, madeAt } }: { correction: Correction }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const [reason, setReason] = useState<string>()
  const params = { path: { ecosystemId, id } }
  const accept = useWork(async () => {
    await answer(api.POST('/api/ecosystems/{ecosystemId}/publication/corrections/{id}/acceptance', { params }))
    showDone(t('public-map.accepted', { name: partyName }))
    await refresh()
  })
  const refuse = useWork(async () => {
    const body = { reason: reason ?? '' }
    await answer(api.POST('/api/ecosystems/{ecosystemId}/publication/corrections/{id}/refusal', { params, body }))
    await refresh()
  })
  return (
    <li>
      <div className={classes.what}>
        <div className={classes.name}>{partyName}</div>
        <div className={classes.quiet}>{dateTime(madeAt)}</div>
        {changes.map(({ field, from, to, now }) => (
          <p key={field} className={classes.lead}>
            {t(`parties.fields.${field}`)}: <del>{from || '–'}</del> → <ins>{to || '–'}</ins>
            {now !== from && ` (${t('public-map.now', { value: now || '–' })})`}
          </p>
        ))}
        {message !== null && <p className={classes.lead}>„{message}“</p>}
      </div>
      <Button
        size="compact-sm"
        loading={accept.busy}
        onClick={() => accept.run()}
        aria-label={t('public-map.acceptOf', { name: partyName })}
      >
        {t('public-map.accept')}
      </Button>
      {reason === undefined && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => setReason('')}
          aria-label={t('public-map.refuseOf', { name: partyName })}
        >
          {t('public-map.refuse')}
        </Button>
      )}
      {(accept.error ?? refuse.error) && <Failure error={accept.error ?? refuse.error} />}
      {reason !== undefined && (
        <RefusalForm reason={reason} error={refuse.fields.reason} busy={refuse.busy} onChange={setReason} onSubmit={() => refuse.run()} />
      )}
    </li>
  )
}

type RefusalProps = { reason: string; error: string | undefined; busy: boolean; onChange: (reason: string) => void; onSubmit: () => void }

function RefusalForm({ reason, error, busy, onChange, onSubmit }: RefusalProps) {
  const { t } = useTranslation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t('public-map.reason')}
        description={t('public-map.reasonWhy')}
        required
        maxLength={1000}
        value={reason}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy}>
        {t('public-map.refuseDo')}
      </Button>
    </form>
  )
}
