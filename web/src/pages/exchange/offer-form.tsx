import { Group, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '../../data/offers.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import type { Offer } from '../../data/types.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { useDraft } from '../../ui/draft.ts'
import { showDone } from '../../ui/toast.tsx'
import { useSaveOffer } from './queries.ts'

type Props = { offer: Offer | undefined; about: string | null; onEnd: () => void }

type Values = {
  side: Offer['side']
  partyId: string | null
  title: string
  category: string
  quantity: number | null
  unit: string
  rhythm: NonNullable<Offer['rhythm']> | null
  price: number | null
  currency: string
  periodFrom: string
  periodTo: string
  description: string
  visibility: Offer['visibility']
}

/** Says what a party offers or needs: what, how much, when, and who may see it. */
// long because the fields of one form are read together
export function OfferForm({ offer, about, onEnd }: Props) {
  const { t, i18n } = useTranslation()
  const { partyId: ownParty } = useEcosystem()
  const save = useSaveOffer(offer)
  const draft = useDraft<Values>(
    `offer.${offer === undefined ? `new.${about ?? ''}` : `${offer.id}.${offer.version}`}`,
    toValues(offer, about ?? ownParty),
  )
  const { value: values, set } = draft
  const errors = fieldErrors(t, i18n.language, save.error)
  const text = (key: 'title' | 'category' | 'unit' | 'currency' | 'periodFrom' | 'periodTo' | 'description') => ({
    label: t(`exchange.fields.${key}`),
    value: values[key],
    error: errors[key === 'currency' ? 'priceAsset' : key],
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => set({ [key]: event.currentTarget.value }),
  })
  const send = () =>
    save.mutate(toOffer(values), {
      onSuccess: () => {
        draft.clear()
        onEnd()
        showDone(t('exchange.saved'))
      },
    })
  return (
    <FormDialog
      title={t(offer === undefined ? 'exchange.new' : 'exchange.edit')}
      size="lg"
      action={t('ui.save')}
      onSend={send}
      isSending={save.isPending}
      maySend={values.partyId !== null}
      error={save.error}
      onEnd={onEnd}
    >
      {offer === undefined && (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('exchange.fields.side')}
            value={values.side}
            onChange={(side) => set({ side: side as Offer['side'] })}
            data={(['offer', 'need'] as const).map((side) => ({ value: side, label: t(`exchange.sides.${side}`) }))}
          />
          <PartyPicker
            label={t(`exchange.who.${values.side}`)}
            value={values.partyId}
            onChange={(partyId) => set({ partyId })}
            required
            error={errors.partyId}
          />
        </>
      )}
      <TextInput {...text('title')} required data-autofocus placeholder={t(`exchange.titleExample.${values.side}`)} />
      <Group grow gap="sm" align="start">
        <NumberInput
          label={t('exchange.fields.quantity')}
          value={values.quantity ?? ''}
          onChange={(quantity) => set({ quantity: typeof quantity === 'number' ? quantity : null })}
          error={errors.quantity}
          hideControls
        />
        <TextInput {...text('unit')} placeholder="kg" />
        <Select
          label={t('exchange.fields.rhythm')}
          data={RHYTHMS.map((value) => ({ value, label: t(`exchange.every.${value}`) }))}
          value={values.rhythm}
          placeholder={t('exchange.once')}
          onChange={(rhythm) => set({ rhythm: rhythm as Values['rhythm'] })}
          clearable
          clearButtonProps={{ 'aria-label': t('exchange.once') }}
        />
      </Group>
      <Group grow gap="sm" align="start">
        <NumberInput
          label={values.unit.trim() === '' ? t('exchange.fields.price') : t('exchange.fields.priceEach', { unit: values.unit.trim() })}
          value={values.price ?? ''}
          onChange={(price) => set({ price: typeof price === 'number' ? price : null })}
          error={errors.priceMinor}
          min={0}
          decimalScale={digitsOf(values.currency)}
          decimalSeparator={(1.5).toLocaleString(i18n.language).charAt(1)}
          hideControls
        />
        <TextInput {...text('currency')} maxLength={3} />
        <TextInput {...text('category')} />
      </Group>
      <Group grow gap="sm" align="start">
        <TextInput {...text('periodFrom')} type="date" />
        <TextInput {...text('periodTo')} type="date" />
      </Group>
      <Textarea {...text('description')} autosize minRows={2} />
      <Select
        label={t('exchange.fields.visibility')}
        data={(['ecosystem', 'coordinators'] as const).map((value) => ({ value, label: t(`exchange.visibilities.${value}`) }))}
        value={values.visibility}
        onChange={(visibility) => visibility !== null && set({ visibility: visibility as Offer['visibility'] })}
        allowDeselect={false}
      />
    </FormDialog>
  )
}

const RHYTHMS = ['day', 'week', 'month', 'year'] as const
const CURRENCY_FIRST = 'EUR'

function toValues(offer: Offer | undefined, partyId: string | null): Values {
  return {
    side: offer?.side ?? 'offer',
    partyId: offer?.partyId ?? partyId,
    title: offer?.title ?? '',
    category: offer?.category ?? '',
    quantity: offer?.quantity ?? null,
    unit: offer?.unit ?? '',
    rhythm: offer?.rhythm ?? null,
    price: offer?.priceMinor == null ? null : offer.priceMinor / 10 ** digitsOf(offer.priceAsset ?? CURRENCY_FIRST),
    currency: offer?.priceAsset ?? CURRENCY_FIRST,
    periodFrom: offer?.periodFrom ?? '',
    periodTo: offer?.periodTo ?? '',
    description: offer?.description ?? '',
    visibility: offer?.visibility ?? 'ecosystem',
  }
}

function toOffer(values: Values) {
  const text = (value: string) => value.trim() || null
  const currency = values.currency.trim().toUpperCase()
  return {
    partyId: values.partyId as string,
    side: values.side,
    title: values.title,
    category: text(values.category),
    quantity: values.quantity,
    unit: text(values.unit),
    rhythm: values.rhythm,
    priceMinor: values.price === null ? null : Math.round(values.price * 10 ** digitsOf(currency)),
    priceAsset: values.price === null ? null : currency,
    periodFrom: text(values.periodFrom),
    periodTo: text(values.periodTo),
    description: text(values.description),
    visibility: values.visibility,
  }
}
