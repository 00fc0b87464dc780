import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addPasskey, askAuth, hasPasskeys } from '../../data/auth.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { Section } from './section.tsx'
import classes from './settings.module.css'

type Passkey = { id: string; name?: string | null; createdAt?: string | null }

/** Passkeys: signing in with the device's own lock, without a password. */
export function Passkeys() {
  const { t } = useTranslation()
  const { date } = useFormats()
  const known = useQueryClient()
  const [name, setName] = useState('')
  const passkeys = useQuery({ queryKey: ['passkeys'], queryFn: () => askAuth<Passkey[]>('GET', '/passkey/list-user-passkeys') })
  const refresh = () => known.invalidateQueries({ queryKey: ['passkeys'] })
  const add = useWork(async () => {
    await addPasskey(name)
    setName('')
    await refresh()
  })
  const remove = useWork(async (id: string) => {
    await askAuth('POST', '/passkey/delete-passkey', { id })
    await refresh()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.run()
  }
  const error = add.error ?? remove.error ?? passkeys.error
  return (
    <Section title={t('settings.passkeys.title')} lead={t('settings.passkeys.lead')}>
      {passkeys.data && passkeys.data.length > 0 && (
        <ul className={classes.list}>
          {passkeys.data.map((passkey) => (
            <li key={passkey.id}>
              <div className={classes.what}>
                <div className={classes.name}>{passkey.name || t('settings.passkeys.unnamed')}</div>
                {passkey.createdAt && <div className={classes.quiet}>{date(passkey.createdAt)}</div>}
              </div>
              <Button variant="light" color="danger" size="compact-sm" onClick={() => remove.run(passkey.id)}>
                {t('settings.passkeys.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {error && <Failure error={error} />}
      {hasPasskeys() ? (
        <form onSubmit={submit} className={classes.form}>
          <TextInput
            label={t('settings.passkeys.name')}
            placeholder={t('settings.passkeys.example')}
            required
            withAsterisk={false}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={add.busy}>
            {t('settings.passkeys.add')}
          </Button>
        </form>
      ) : (
        <p className={classes.quiet}>{t('settings.passkeys.cannot')}</p>
      )}
    </Section>
  )
}
