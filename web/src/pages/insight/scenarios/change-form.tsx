import { Button, Select, Slider, Text, TextInput } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKinds } from '../../../data/kinds.ts'
import { PartyPicker } from '../../../data/party-picker.tsx'
import { findSectors, SECTOR_SCHEMES, sectorOptions } from '../../../data/sectors.ts'
import { useTieTypes } from '../../../data/tie-types.ts'
import { Failure } from '../../../failure.tsx'
import { useFormats } from '../../../ui/format.ts'
import { type Sector, SectorSelect } from '../../../ui/sector-select.tsx'
import { SectorOnMap } from '../leaving-form.tsx'
import { type NewChange, type Scenario, useScenarioWork } from './queries.ts'
import classes from './scenarios.module.css'

const WHATS = [
  'partyLeaves',
  'sectorLeaves',
  'kindLeaves',
  'partyJoins',
  'tieComes',
  'tieGoes',
  'tieBecomes',
  'tradeComes',
  'tradeGoes',
] as const
type What = NewChange['what']

/** Everything a change can need; each kind of change takes its own of it. */
type Draft = {
  what: What
  partyId: string | null
  fromId: string | null
  toId: string | null
  type: string | null
  strength: number
  sector: string | null
  kind: string | null
  name: string
  ofSector: Sector | null
  city: string
  side: 'offer' | 'need'
  category: string
}
const EMPTY: Draft = {
  what: 'partyLeaves',
  partyId: null,
  fromId: null,
  toId: null,
  type: null,
  strength: 0.5,
  sector: null,
  kind: null,
  name: '',
  ofSector: null,
  city: '',
  side: 'offer',
  category: '',
}

/** Adds a change: first what is otherwise, then what that needs. */
export function ChangeForm({ scenario }: { scenario: Scenario }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(EMPTY)
  const [round, setRound] = useState(0)
  const { add } = useScenarioWork(scenario.id)
  const change = changeOf(draft)
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!change) return
    add.mutate(change, {
      onSuccess: () => {
        // another of the same sort is likely to follow
        setDraft({ ...EMPTY, what: draft.what, type: draft.type })
        setRound(round + 1)
      },
    })
  }
  const joining = scenario.changes.flatMap((row) =>
    row.change.what === 'partyJoins' ? [{ value: row.change.partyId, label: row.change.name }] : [],
  )
  return (
    <form onSubmit={send}>
      <div className={classes.fields}>
        <Select
          label={t('scenarios.form.what')}
          data={WHATS.map((value) => ({ value, label: t(`scenarios.form.whats.${value}`) }))}
          value={draft.what}
          onChange={(what) => what !== null && set({ what: what as What })}
          allowDeselect={false}
        />
        <Fields key={round} draft={draft} set={set} joining={joining} />
      </div>
      {add.isError && <Failure error={add.error} doing="writing" />}
      <div className={classes.send}>
        <Button type="submit" variant="light" loading={add.isPending} disabled={!change}>
          {t('scenarios.form.add')}
        </Button>
      </div>
    </form>
  )
}

type FieldsProps = { draft: Draft; set: (part: Partial<Draft>) => void; joining: { value: string; label: string }[] }

function Fields(props: FieldsProps) {
  const { draft, set, joining } = props
  const { t } = useTranslation()
  switch (draft.what) {
    case 'partyLeaves':
      return <Party field="partyId" label={t('scenarios.form.who')} {...props} />
    case 'sectorLeaves':
      return <SectorOnMap label={t('scenarios.form.sector')} value={draft.sector} onChange={(sector) => set({ sector })} />
    case 'kindLeaves':
      return <Kind value={draft.kind} onChange={(kind) => set({ kind })} />
    case 'partyJoins':
      return <Joining draft={draft} set={set} />
    case 'tieComes':
    case 'tieGoes':
    case 'tieBecomes':
      return <Tie draft={draft} set={set} joining={joining} />
    case 'tradeComes':
    case 'tradeGoes':
      return <Trade draft={draft} set={set} joining={joining} />
  }
}

function Party({ field, label, draft, set, joining }: FieldsProps & { field: 'partyId' | 'fromId' | 'toId'; label: string }) {
  return <PartyPicker label={label} value={draft[field]} onChange={(id) => set({ [field]: id })} besides={joining} required />
}

function Kind({ value, onChange }: { value: string | null; onChange: (kind: string | null) => void }) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const data = kinds.all.map(({ key, label }) => ({ value: key, label }))
  return <Select label={t('scenarios.form.kind')} data={data} value={value} onChange={onChange} clearable />
}

function Joining({ draft, set }: Omit<FieldsProps, 'joining'>) {
  const { t } = useTranslation()
  // made when the form asks for them: the names of all sectors are many
  const [sectors] = useState(() => SECTOR_SCHEMES.flatMap(sectorOptions))
  return (
    <>
      <TextInput
        label={t('scenarios.form.name')}
        value={draft.name}
        maxLength={200}
        required
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Kind value={draft.kind} onChange={(kind) => set({ kind })} />
      <SectorSelect
        label={t('scenarios.form.ofSector')}
        find={(typed) => findSectors(sectors, typed)}
        value={draft.ofSector}
        onChange={(ofSector) => set({ ofSector })}
      />
      <TextInput
        label={t('scenarios.form.city')}
        value={draft.city}
        maxLength={200}
        onChange={(event) => set({ city: event.currentTarget.value })}
      />
    </>
  )
}

function Tie(props: FieldsProps) {
  const { draft, set } = props
  const { t } = useTranslation()
  const { percent } = useFormats()
  const types = useTieTypes()
  const label = useId()
  const data = types.all.map(({ key }) => ({ value: key, label: types.name(key) }))
  return (
    <>
      <Party field="fromId" label={t('scenarios.form.one')} {...props} />
      <Select
        label={t('scenarios.form.type')}
        placeholder={draft.what === 'tieComes' ? '' : t('scenarios.form.anyType')}
        data={data}
        value={draft.type}
        onChange={(type) => set({ type })}
        clearable={draft.what !== 'tieComes'}
        required={draft.what === 'tieComes'}
        searchable
      />
      <Party field="toId" label={t('scenarios.form.other')} {...props} />
      {draft.what !== 'tieGoes' && (
        <div>
          <Text size="sm" fw={500} id={label}>
            {t('scenarios.form.strength', { value: percent(draft.strength) })}
          </Text>
          <Slider
            min={0}
            max={1}
            step={0.05}
            value={draft.strength}
            onChange={(strength) => set({ strength })}
            label={null}
            thumbLabel={t('scenarios.form.strength', { value: percent(draft.strength) })}
          />
        </div>
      )}
    </>
  )
}

function Trade(props: FieldsProps) {
  const { draft, set } = props
  const { t } = useTranslation()
  return (
    <>
      <Party field="partyId" label={t('scenarios.form.whose')} {...props} />
      <Select
        label={t('scenarios.form.side')}
        data={(['offer', 'need'] as const).map((value) => ({ value, label: t(`scenarios.form.sides.${value}`) }))}
        value={draft.side}
        onChange={(side) => side !== null && set({ side: side as Draft['side'] })}
        allowDeselect={false}
      />
      <TextInput
        label={t('scenarios.form.category')}
        value={draft.category}
        maxLength={100}
        required
        onChange={(event) => set({ category: event.currentTarget.value })}
      />
    </>
  )
}

/** The change as far as it is told; undefined while something is missing. */
function changeOf(draft: Draft): NewChange | undefined {
  const { what, partyId, fromId, toId, type, strength, sector, kind, name, ofSector, city, side, category } = draft
  switch (what) {
    case 'partyLeaves':
      return partyId === null ? undefined : { what, partyId }
    case 'sectorLeaves':
      return sector === null ? undefined : { what, sector: sector.includes(':') ? sector : `nace:${sector}` }
    case 'kindLeaves':
      return kind === null ? undefined : { what, kind }
    case 'partyJoins':
      if (name.trim() === '') return undefined
      return { what, name: name.trim(), kind, sector: ofSector && `${ofSector.scheme}:${ofSector.code}`, city: city.trim() || null }
    case 'tieComes':
      return fromId === null || toId === null || type === null ? undefined : { what, fromId, toId, type, strength }
    case 'tieGoes':
      return fromId === null || toId === null ? undefined : { what, fromId, toId, type }
    case 'tieBecomes':
      return fromId === null || toId === null ? undefined : { what, fromId, toId, type, strength }
    case 'tradeComes':
    case 'tradeGoes':
      return partyId === null || category.trim() === '' ? undefined : { what, partyId, side, category: category.trim() }
  }
}
