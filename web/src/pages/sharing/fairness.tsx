import { ActionIcon, Button, Checkbox, Group, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { wholeOf } from './draft.ts'
import { type FairnessQuestion, useFairness } from './queries.ts'
import classes from './sharing.module.css'
import { useMoney } from './use-money.ts'

type Fairness = components['schemas']['SharingFairness']
type Partner = { id: number; name: string; gets: string }
type Joint = { id: number; amount: string; partners: number[] }

const PARTNERS_MAX = 12
const SALES_MAX = 200

/** Whether a sharing is fair: what each partner adds, and whether some would have more without the others. */
export function Component() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { digits } = useMoney('EUR')
  const [partners, setPartners] = useState<Partner[]>([0, 1].map((id) => ({ id, name: '', gets: '' })))
  const [sales, setSales] = useState<Joint[]>([{ id: 0, amount: '', partners: [] }])
  const judge = useFairness()
  const question = toQuestion(partners, sales, digits)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (question) judge.mutate(question)
  }
  return (
    <PageFrame>
      <PageHead
        title={t('sharing.fairness.title')}
        answer={t('sharing.fairness.why')}
        action={
          <Button component={Link} to={paths.sharing(ecosystemId)} variant="default">
            {t('sharing.title')}
          </Button>
        }
      />
      <form onSubmit={submit} className={classes.writing}>
        <div className={classes.form}>
          <PartnersForm partners={partners} onChange={setPartners} />
          <SalesForm sales={sales} partners={partners} onChange={setSales} />
          <Button type="submit" disabled={question === null} loading={judge.isPending}>
            {t('sharing.fairness.ask')}
          </Button>
        </div>
        <aside className={classes.trial} aria-label={t('sharing.fairness.answer')} aria-live="polite">
          {judge.isError && <Failure error={judge.error} doing="writing" />}
          {judge.data ? <Answer fairness={judge.data} /> : <p className={classes.quiet}>{t('sharing.fairness.assumes')}</p>}
        </aside>
      </form>
    </PageFrame>
  )
}

function PartnersForm({ partners, onChange }: { partners: Partner[]; onChange: (partners: Partner[]) => void }) {
  const { t } = useTranslation()
  const change = (id: number, part: Partial<Partner>) => onChange(partners.map((each) => (each.id === id ? { ...each, ...part } : each)))
  return (
    <section className={`tutti-card ${classes.part}`} aria-labelledby="fairness-partners">
      <h2 id="fairness-partners">{t('sharing.fairness.partners')}</h2>
      {partners.map(({ id, name, gets }) => (
        <div key={id} className={classes.partner}>
          <TextInput
            label={t('sharing.fairness.name')}
            value={name}
            maxLength={100}
            onChange={(event) => change(id, { name: event.currentTarget.value })}
          />
          <TextInput
            label={t('sharing.fairness.gets')}
            inputMode="decimal"
            rightSection="€"
            value={gets}
            onChange={(event) => change(id, { gets: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('sharing.fairness.removePartner', { name })}
            disabled={partners.length <= 2}
            onClick={() => onChange(partners.filter((each) => each.id !== id))}
          >
            <IconTrash size={18} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      {partners.length < PARTNERS_MAX && (
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => onChange([...partners, { id: Math.max(...partners.map(({ id }) => id)) + 1, name: '', gets: '' }])}
        >
          {t('sharing.fairness.addPartner')}
        </Button>
      )}
    </section>
  )
}

function SalesForm({ sales, partners, onChange }: { sales: Joint[]; partners: readonly Partner[]; onChange: (sales: Joint[]) => void }) {
  const { t } = useTranslation()
  const change = (id: number, part: Partial<Joint>) => onChange(sales.map((each) => (each.id === id ? { ...each, ...part } : each)))
  const named = partners.filter(({ name }) => name.trim() !== '')
  return (
    <section className={`tutti-card ${classes.part}`} aria-labelledby="fairness-sales">
      <h2 id="fairness-sales">{t('sharing.fairness.sales')}</h2>
      <p className={classes.quiet}>{t('sharing.fairness.salesWhy')}</p>
      {sales.map(({ id, amount, partners: together }, place) => (
        <fieldset key={id} className={classes.joint}>
          <legend>{t('sharing.fairness.sale', { number: place + 1 })}</legend>
          <TextInput
            label={t('sharing.fairness.amount')}
            inputMode="decimal"
            rightSection="€"
            value={amount}
            onChange={(event) => change(id, { amount: event.currentTarget.value })}
          />
          <Checkbox.Group
            label={t('sharing.fairness.together')}
            value={together.map(String)}
            onChange={(ids) => change(id, { partners: ids.map(Number) })}
          >
            <Group gap="sm" mt={4}>
              {named.map((partner) => (
                <Checkbox key={partner.id} value={`${partner.id}`} label={partner.name} />
              ))}
            </Group>
          </Checkbox.Group>
        </fieldset>
      ))}
      {sales.length < SALES_MAX && (
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => onChange([...sales, { id: Math.max(...sales.map(({ id }) => id)) + 1, amount: '', partners: [] }])}
        >
          {t('sharing.fairness.addSale')}
        </Button>
      )}
    </section>
  )
}

function Answer({ fairness }: { fairness: Fairness }) {
  const { t } = useTranslation()
  const { show } = useMoney('EUR')
  const { list } = useFormats()
  const { partners, better, betterTotal } = fairness
  const [worst] = better
  const namesOf = (places: readonly number[]) => list(places.map((place) => partners[place]!.name))
  return (
    <section className={`tutti-card ${classes.part}`}>
      <p className={classes.verdict}>
        {worst === undefined
          ? t('sharing.fairness.stays')
          : t('sharing.fairness.leaves', {
              count: worst.partners.length,
              names: namesOf(worst.partners),
              alone: show(worst.alone),
              gets: show(rounded(worst.gets)),
            })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section className={classes.amounts} aria-label={t('sharing.fairness.caption')} tabIndex={0}>
        <table>
          <caption>{t('sharing.fairness.caption')}</caption>
          <thead>
            <tr>
              <td />
              {(['alone', 'now', 'adds'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`sharing.fairness.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {partners.map(({ name, alone, gets, shapley }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two partners can be called the same
              <tr key={place}>
                <th scope="row">{name}</th>
                <td>{show(alone)}</td>
                <td>{show(gets)}</td>
                <td>{show(rounded(shapley))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {betterTotal > 1 && <p className={classes.quiet}>{t('sharing.fairness.more', { count: betterTotal - 1 })}</p>}
      <p className={classes.quiet}>{t('sharing.fairness.assumes')}</p>
    </section>
  )
}

/** Whole minor units of an exact fraction, for the eye: halves go up. */
function rounded(exact: string): string {
  const [n = '0', d = '1'] = exact.split('/')
  return `${(BigInt(n) * 2n + BigInt(d)) / (BigInt(d) * 2n)}`
}

/** null while something is missing. */
function toQuestion(partners: readonly Partner[], sales: readonly Joint[], digits: number): FairnessQuestion | null {
  const places = new Map(partners.map(({ id }, place) => [id, place]))
  const gets = partners.map((partner) => wholeOf(partner.gets, digits))
  const joint = sales.map(({ amount, partners: together }) => ({
    amount: wholeOf(amount, digits),
    partners: together.flatMap((id) => places.get(id) ?? []),
  }))
  if (partners.some(({ name }) => name.trim() === '') || gets.includes(null)) return null
  if (joint.some((sale) => sale.amount === null || sale.partners.length === 0)) return null
  return {
    partners: partners.map(({ name }) => name.trim()),
    gets: gets.map(String),
    sales: joint.map((sale) => ({ amount: `${sale.amount}`, partners: sale.partners })),
  }
}
