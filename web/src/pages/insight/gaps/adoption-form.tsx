import { Button, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../../failure.tsx'
import { fieldErrors } from '../../../problem.ts'
import { showDone } from '../../../ui/toast.tsx'
import classes from './gaps.module.css'
import { type Reference, useAdoptReference } from './queries.ts'

const TEXT_MAX = 500

/** Where a table comes from, on what terms it may be used, and which of its areas is one's own. */
export function AdoptionForm({ reference, onEnd }: { reference: Reference; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const adopt = useAdoptReference(reference.id)
  const [source, setSource] = useState('')
  const [licence, setLicence] = useState('')
  const [ownArea, setOwnArea] = useState<string | null>(null)
  const errors = fieldErrors(t, i18n.language, adopt.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    adopt.mutate(
      { source, licence, ownArea },
      {
        onSuccess: () => {
          onEnd()
          showDone(t('gaps.reference.adopted'))
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('gaps.reference.source')}
        placeholder={t('gaps.reference.sourceExample')}
        value={source}
        error={errors.source}
        maxLength={TEXT_MAX}
        required
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <TextInput
        label={t('gaps.reference.licence')}
        placeholder={t('gaps.reference.licenceExample')}
        value={licence}
        error={errors.licence}
        maxLength={TEXT_MAX}
        required
        onChange={(event) => setLicence(event.currentTarget.value)}
      />
      <Select
        label={t('gaps.reference.own')}
        description={t('gaps.reference.ownHelp')}
        placeholder={t('gaps.reference.ownMap')}
        data={[...reference.areas]}
        value={ownArea}
        error={errors.ownArea}
        onChange={setOwnArea}
        searchable
        clearable
      />
      {adopt.error && <Failure error={adopt.error} doing="writing" />}
      <div className={classes.buttons}>
        <Button type="submit" loading={adopt.isPending} disabled={source.trim() === '' || licence.trim() === ''}>
          {t('gaps.reference.adopt')}
        </Button>
        <Button variant="default" onClick={onEnd}>
          {t('gaps.reference.leave')}
        </Button>
      </div>
    </form>
  )
}
