import { ActionIcon, Button, Checkbox, Group, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { dayIn } from '../../ui/format.ts'
import { minorOf } from '../../ui/minor.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { rateOf, takeApart } from './amounts.ts'
import { type Asked, askedBy, type FactsDraft, factsOf, NO_FACTS, versionOn } from './asked.ts'
import { FactsForm } from './facts-form.tsx'
import { type NewSale, useRecording, useRule, useRules } from './queries.ts'
import { newReference } from './refund-form.tsx'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

const PRICES_MAX = 20

type PriceDraft = { id: number; amount: string; percent: string }
type Draft = {
  ruleId: string | null
  day: string
  reference: string
  prices: PriceDraft[]
  country: string
  collectedBy: string | null
  facts: FactsDraft
  isLate: boolean
}

/** A sale entered by hand: what it cost, and what its rule asks for. */
export function Component() {
  const { t } = useTranslation()
  const { id, timeZone } = useEcosystem()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(() => ({
    ruleId: null,
    day: dayIn(timeZone),
    reference: '',
    prices: [{ id: 0, amount: '', percent: '19' }],
    country: 'DE',
    collectedBy: null,
    facts: NO_FACTS,
    isLate: false,
  }))
  const [spare] = useState(newReference)
  const rules = useRules()
  const ruleId = draft.ruleId ?? (rules.data?.length === 1 ? rules.data[0]!.id : null)
  const rule = useRule(ruleId)
  const version = versionOn(rule.data?.versions ?? [], draft.day)
  const asset = version?.rule.asset ?? 'EUR'
  const { digits } = useAmounts(asset)
  const recording = useRecording()
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const asked = version && askedBy(version.rule)
  const sale = ruleId === null || asked === undefined ? undefined : toSale({ ...draft, ruleId }, { asset, digits, asked, spare })
  const send = () =>
    recording.mutate(sale!, {
      onSuccess: ({ id: saleId }) => {
        showDone(t('sales.form.done'))
        navigate(paths.sale(id, saleId))
      },
    })
  return (
    <PageFrame>
      <PageHead title={t('sales.new')} answer={t('sales.form.why')} />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Basics draft={draft} set={set} ruleId={ruleId} isMissing={rule.isSuccess && version === undefined} />
        <Prices draft={draft} set={set} asset={asset} />
        {asked !== undefined && hasQuestions(asked) && (
          <section className={`tutti-card ${classes.part}`}>
            <h2>{t('sales.form.asked')}</h2>
            <FactsForm
              asked={asked}
              names={new Map(version!.recipients.map(({ key, name }) => [key, name]))}
              draft={draft.facts}
              day={draft.day}
              onChange={(facts) => set({ facts })}
            />
          </section>
        )}
        <Collected draft={draft} set={set} />
        {recording.isError && <Failure error={recording.error} doing="writing" />}
        <Group justify="flex-end" gap="xs">
          <Button component={Link} to={paths.sales(id)} variant="default">
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={recording.isPending} disabled={sale === undefined}>
            {t('sales.form.send')}
          </Button>
        </Group>
      </form>
    </PageFrame>
  )
}

const ECOSYSTEM = 'ecosystem'

type PartProps = { draft: Draft; set: (part: Partial<Draft>) => void }

function Basics({ draft, set, ruleId, isMissing }: PartProps & { ruleId: string | null; isMissing: boolean }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const rules = useRules()
  return (
    <section className={`tutti-card ${classes.part}`}>
      <div className={classes.fields}>
        <Select
          label={t('sales.rule')}
          required
          data={(rules.data ?? []).map(({ id: value, name }) => ({ value, label: name }))}
          value={ruleId}
          onChange={(value) => set({ ruleId: value })}
        />
        <TextInput
          type="date"
          label={t('sales.day')}
          required
          value={draft.day}
          onChange={(event) => set({ day: event.currentTarget.value })}
        />
        <TextInput
          label={t('sales.reference')}
          placeholder={t('sales.form.referenceExample')}
          maxLength={120}
          value={draft.reference}
          onChange={(event) => set({ reference: event.currentTarget.value })}
        />
      </div>
      {isMissing && (
        <p className={classes.quiet} role="status">
          {t('sales.form.noVersion')} <Link to={paths.sharingRule(id, ruleId!)}>{t('sales.form.toRule')}</Link>
        </p>
      )}
      {rules.data?.length === 0 && (
        <p className={classes.quiet}>
          {t('sales.form.noRule')} <Link to={paths.newSharingRule(id)}>{t('sales.form.toNewRule')}</Link>
        </p>
      )}
      {rules.isError && <Failure error={rules.error} again={() => rules.refetch()} />}
    </section>
  )
}

function Collected({ draft, set }: PartProps) {
  const { t } = useTranslation()
  return (
    <section className={`tutti-card ${classes.part}`}>
      <div className={classes.fields}>
        <PartyPicker
          label={t('sales.collectedBy')}
          value={draft.collectedBy ?? ECOSYSTEM}
          known={draft.collectedBy === null ? { id: ECOSYSTEM, label: t('sales.ecosystem') } : undefined}
          besides={[{ value: ECOSYSTEM, label: t('sales.ecosystem') }]}
          onChange={(collectedBy) => set({ collectedBy: collectedBy === ECOSYSTEM ? null : collectedBy })}
        />
      </div>
      <Checkbox label={t('sales.nextOpen')} checked={draft.isLate} onChange={(event) => set({ isLate: event.currentTarget.checked })} />
    </section>
  )
}

function hasQuestions({ units, names, is, metrics, standAlone, used }: Asked): boolean {
  return [units, names, is, metrics, standAlone, used].some((list) => list.length > 0)
}

type PricesProps = { draft: Draft; set: (part: Partial<Draft>) => void; asset: string }

/** Prices with tax, a line for each rate; what is left without it is worked out beside them. */
function Prices({ draft: { prices, country }, set, asset }: PricesProps) {
  const { t } = useTranslation()
  const { amount, digits } = useAmounts(asset)
  const change = (id: number, part: Partial<PriceDraft>) =>
    set({ prices: prices.map((price) => (price.id === id ? { ...price, ...part } : price)) })
  const read = pricesOf(prices, digits)
  const sums = read && takeApart(read, country)
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('sales.price')}</h2>
      {prices.map((price) => (
        <PriceRow
          key={price.id}
          price={price}
          asset={asset}
          onChange={(part) => change(price.id, part)}
          {...(prices.length > 1 && { onRemove: () => set({ prices: prices.filter(({ id }) => id !== price.id) }) })}
        />
      ))}
      <Group gap="md" align="flex-end">
        <TextInput
          label={t('sales.form.country')}
          w={96}
          maxLength={2}
          value={country}
          onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() })}
        />
        {prices.length < PRICES_MAX && (
          <Button
            variant="subtle"
            onClick={() => set({ prices: [...prices, { id: Math.max(...prices.map(({ id }) => id)) + 1, amount: '', percent: '7' }] })}
          >
            {t('sales.form.addPrice')}
          </Button>
        )}
      </Group>
      {sums && sums.gross > 0n && (
        <p className={classes.sum} role="status">
          {t('sales.form.sums', { gross: amount(sums.gross), net: amount(sums.net), tax: amount(sums.gross - sums.net) })}
        </p>
      )}
    </section>
  )
}

type RowProps = { price: PriceDraft; asset: string; onChange: (part: Partial<PriceDraft>) => void; onRemove?: () => void }

function PriceRow({ price: { amount, percent }, asset, onChange, onRemove }: RowProps) {
  const { t } = useTranslation()
  const { digits } = useAmounts(asset)
  return (
    <div className={classes.price}>
      <TextInput
        label={t('sales.gross')}
        inputMode="decimal"
        required
        value={amount}
        error={amount !== '' && !minorOf(amount, digits) && t('sales.form.noAmount')}
        rightSection={<small>{asset}</small>}
        rightSectionWidth={56}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      <TextInput
        label={t('sales.form.percent')}
        inputMode="decimal"
        required
        value={percent}
        error={percent !== '' && rateOf(percent) === undefined && t('sales.form.noPercent')}
        rightSection="%"
        onChange={(event) => onChange({ percent: event.currentTarget.value })}
      />
      {onRemove && (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('sales.form.removePrice')} onClick={onRemove}>
          <IconTrash size={18} aria-hidden="true" />
        </ActionIcon>
      )}
    </div>
  )
}

function pricesOf(prices: readonly PriceDraft[], digits: number) {
  const read = prices.map(({ amount, percent }) => ({ gross: minorOf(amount, digits), rate: rateOf(percent) }))
  return read.every((price): price is { gross: bigint; rate: string } => price.gross !== undefined && price.rate !== undefined)
    ? read
    : undefined
}

type Known = { asset: string; digits: number; asked: Asked; spare: string }

/** The sale as it is sent; undefined as long as something is missing. */
function toSale(draft: Draft & { ruleId: string }, { asset, digits, asked, spare }: Known): NewSale | undefined {
  const prices = pricesOf(draft.prices, digits)
  if (prices === undefined || draft.day === '' || !/^[A-Z]{2}$/.test(draft.country)) return undefined
  const { gross, net, vat } = takeApart(prices, draft.country)
  if (net <= 0n) return undefined
  return {
    source: 'hand',
    reference: draft.reference.trim() || spare,
    day: draft.day,
    ruleId: draft.ruleId,
    asset,
    gross: `${gross}`,
    net: `${net}`,
    vat,
    collectedBy: draft.collectedBy,
    ...factsOf(asked, draft.facts, (typed) => minorOf(typed, digits)),
    late: draft.isLate ? 'next' : 'refuse',
  }
}
