import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import type { BankAccount, NewBankAccount } from './queries.ts'
import classes from './settlement.module.css'

type Address = NonNullable<NewBankAccount['address']>
type Props = {
  account: BankAccount | null
  onSend: (account: NewBankAccount) => void
  isSending: boolean
  error: unknown
}

const EMPTY = { street: '', building: '', postcode: '', town: '', country: 'DE' }
const PARTS = ['street', 'building', 'postcode', 'town', 'country'] as const
const LIMITS = { street: 70, building: 16, postcode: 16, town: 35, country: 2 }

/** Holder, IBAN, a BIC if need be, and an address whole or not at all. */
export function AccountForm({ account, onSend, isSending, error }: Props) {
  const { t, i18n } = useTranslation()
  const [holder, setHolder] = useState(account?.holder ?? '')
  const [iban, setIban] = useState(spaced(account?.iban ?? ''))
  const [bic, setBic] = useState(account?.bic ?? '')
  const [address, setAddress] = useState<Record<(typeof PARTS)[number], string> | null>(account?.address ? filled(account.address) : null)
  const errors = fieldErrors(t, i18n.language, error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSend({ holder, iban, bic: bic.trim() === '' ? null : bic, address: address === null ? null : toAddress(address) })
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <div className={classes.fields}>
        <TextInput label={t('settlement.account.holder')} value={holder} maxLength={70} required onChange={(event) => setHolder(event.currentTarget.value)} error={errors.holder} autoComplete="off" />
        <TextInput label={t('settlement.account.iban')} value={iban} maxLength={50} required onChange={(event) => setIban(event.currentTarget.value)} error={errors.iban} autoComplete="off" spellCheck={false} className={classes.iban ?? ''} />
        <TextInput label={t('settlement.account.bic')} value={bic} maxLength={20} onChange={(event) => setBic(event.currentTarget.value)} error={errors.bic} autoComplete="off" spellCheck={false} />
      </div>
      <Checkbox label={t('settlement.account.withAddress')} checked={address !== null} onChange={(event) => setAddress(event.currentTarget.checked ? EMPTY : null)} />
      {address && (
        <div className={classes.fields}>
          {PARTS.map((part) => (
            <TextInput
              key={part}
              label={t(`settlement.account.address.${part}`)}
              value={address[part]}
              maxLength={LIMITS[part]}
              required={part === 'town' || part === 'country'}
              onChange={(event) => setAddress({ ...address, [part]: event.currentTarget.value })}
              error={errors[`address.${part}`]}
              autoComplete="off"
            />
          ))}
        </div>
      )}
      {Boolean(error) && <Failure error={error} doing="writing" />}
      <Group>
        <Button type="submit" loading={isSending}>
          {t('settlement.account.save')}
        </Button>
      </Group>
    </form>
  )
} // biome-ignore format: one field a line

function filled(address: Address) {
  return { ...EMPTY, ...Object.fromEntries(Object.entries(address).map(([part, text]) => [part, text ?? ''])) }
}

function toAddress({ town, country, ...rest }: Record<(typeof PARTS)[number], string>): Address {
  const optional = (text: string) => (text.trim() === '' ? null : text)
  const { street, building, postcode } = rest
  return { street: optional(street), building: optional(building), postcode: optional(postcode), town, country: country.toUpperCase() }
}

/** In groups of four, as it stands on paper. */
export function spaced(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ')
}
