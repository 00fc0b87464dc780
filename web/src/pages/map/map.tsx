import { ActionIcon, Button, SegmentedControl, useComputedColorScheme } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { lazy, type RefObject, Suspense, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { withTexts } from '../../i18n.ts'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { usePageTitle } from '../../ui/page-head.tsx'
import { usePhone } from '../../ui/phone.ts'
import { useDrawing, useFieldsIfKnown, useFoundGroups, useMap, useMeasures } from './data.ts'
import type { Reading } from './encode.ts'
import { chipsOf, type Filter, filterSearch, withoutAll } from './filter.ts'
import { FilterRow, MapSearch } from './filter-row.tsx'
import type { Ground } from './geography/ground.ts'
import { dress } from './look.ts'
import classes from './map.module.css'
import { kindMarks } from './marks.ts'
import { degreesOf, type MapModel } from './model.ts'
import { useNames } from './names.ts'
import type { Picture } from './network/scene.ts'
import { useCommunities } from './network/use-positions.ts'
import type { NetworkHandle } from './network/view.tsx'
import { NetworkStage } from './network-stage.tsx'
import { groundPng, inkOf, networkDrawing, networkPng } from './pictures.ts'
import { fieldsIn, type Mode, needsMeasures, type Settings, withKnownFields } from './settings.ts'
import { ShareMenu } from './share-menu.tsx'
import { TableStage } from './table-stage.tsx'
import { TimeSlider } from './time-slider.tsx'
import { useAddress } from './use-address.ts'
import { ViewsMenu } from './views-menu.tsx'

// MapLibre is twice as large as everything else on this page: it comes when somebody wants to see the ground
const GeographyStage = lazy(
  withTexts('ground', () => import('./geography-stage.tsx').then(({ GeographyStage: component }) => ({ default: component }))),
)

// what a scenario says comes with its own texts, and only where there is one
const ScenarioBanner = lazy(
  withTexts('scenarios', () => import('./scenario-notes.tsx').then(({ ScenarioBanner: component }) => ({ default: component }))),
)
const ScenarioLegend = lazy(
  withTexts('scenarios', () => import('./scenario-notes.tsx').then(({ ScenarioLegend: component }) => ({ default: component }))),
)

export function Component() {
  return <MapPage usual="network" />
}

/** The ecosystem as network, on the ground and as table: three views of one filtered set. */
// long because the page is one sequence of bar, view and legend over one state
export function MapPage({ usual }: { usual: Mode }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const phone = usePhone()
  const address = useAddress(usual)
  const { filter, setFilter, setSettings, setParty, partyId } = address
  const title = t(usual === 'table' ? 'map.titleTable' : 'map.title')
  usePageTitle(title)
  const { settings, fields, isKnown } = useLook(address.settings)
  const scenario = useScenarioOnMap(address, settings.mode)
  const { drawing } = scenario
  const asked = useMap(scenario.filter, { enabled: isKnown && scenario.isKnown, fields: fieldsIn(settings), drawing })
  const model = useDeferredValue(asked.model)
  const isUnknown = asked.isError && !model
  const isNarrowed = chipsOf(filter).length > 0
  const names = useNames()
  const { measures, readAt } = useMeasures(needsMeasures(settings), settings.within === 'filter' && isNarrowed ? filter : null)
  const wantsCommunities = settings.layout === 'community' || settings.colour === 'community'
  const communities = useCommunities(model, wantsCommunities)
  const { found, readAt: foundAt } = useFoundGroups(settings.colour === 'found')
  // of two that are behind, the older
  const oldest = [readAt, foundAt].filter((at) => at !== null).sort()[0] ?? null
  const reading = useMemo<Reading | undefined>(() => {
    if (!model || (wantsCommunities && !communities)) return undefined
    return { model, marks: kindMarks(names.kinds), measures, communities: communities ?? [], found, fields }
  }, [model, names.kinds, measures, communities, wantsCommunities, found, fields])
  const [ground, setGround] = useState<Ground | null>(null)
  // not a state: what a file is made of, when somebody asks for one, is no reason to render the page anew
  const shown = useRef<Shown>({ picture: null, handle: null })
  const onPicture = useCallback((picture: Picture | null, handle: NetworkHandle | null) => {
    shown.current = { picture, handle }
  }, [])
  const [isTimeOpen, setTimeOpen] = useState(filter.asOf !== '')
  const files = useFiles(settings, reading, shown, ground, drawing?.name)

  return (
    <div className={classes.frame}>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h1>{title}</h1>
          {model && (!model.tried || model.truncated) && (model.size > 0 || isNarrowed) && (
            <Sentence model={model} narrowed={isNarrowed} region={settings.mode === 'network' ? filterSearch(filter) : null} />
          )}
          {oldest !== null && <MeasuresAge readAt={oldest} />}
        </div>
        <div className={classes.tools}>
          {!phone && <ModeSwitch mode={settings.mode} onChange={(mode) => setSettings({ mode })} />}
          <ActionIcon
            size="lg"
            variant={isTimeOpen ? 'light' : 'default'}
            aria-pressed={isTimeOpen}
            aria-label={t('map.time.open')}
            title={t('map.time.open')}
            onClick={() => setTimeOpen(!isTimeOpen)}
          >
            <IconHistory size={18} />
          </ActionIcon>
          <ViewsMenu filter={filter} mode={settings.mode} search={address.params} />
          <ShareMenu {...files} exportTo={paths.exports(ecosystemId, filterSearch(filter))} />
        </div>
      </header>
      {phone && (
        <div className={classes.switch}>
          <ModeSwitch mode={settings.mode} onChange={(mode) => setSettings({ mode })} />
          <MapSearch filter={filter} setFilter={setFilter} />
        </div>
      )}
      <div className={classes.filters}>
        <FilterRow filter={filter} setFilter={setFilter} isSearchElsewhere={phone} />
      </div>
      {isTimeOpen && <TimeSlider filter={filter} setFilter={setFilter} />}
      {scenario.banner && (
        <Suspense>
          <ScenarioBanner {...scenario.banner} isDrawn={settings.mode === 'network'} onNetwork={() => setSettings({ mode: 'network' })} />
        </Suspense>
      )}
      {isUnknown && <Failure error={asked.error} again={() => asked.refetch()} />}
      {model?.size === 0 && <Nothing narrowed={isNarrowed} onReset={() => setFilter(withoutAll(filter))} />}
      {model?.size !== 0 && !isUnknown && settings.mode === 'network' && (
        <NetworkStage
          filter={scenario.filter}
          setFilter={setFilter}
          settings={settings}
          setSettings={setSettings}
          reading={reading}
          partyId={partyId}
          // who joins in a scenario has no story to open
          setParty={(id) => setParty(drawing?.joining.some((party) => party.id === id) ? null : id)}
          onPicture={onPicture}
          legend={
            drawing &&
            model?.tried && (
              <Suspense>
                <ScenarioLegend name={drawing.name} tried={model.tried} />
              </Suspense>
            )
          }
        />
      )}
      {settings.mode === 'table' && model?.size !== 0 && (
        <TableStage filter={filter} table={address.table} setTable={address.setTable} setParty={setParty} />
      )}
      {reading && reading.model.size > 0 && settings.mode === 'geography' && (
        <Suspense fallback={<div className={classes.stage} />}>
          <GeographyStage
            filter={filter}
            setFilter={setFilter}
            settings={settings}
            setSettings={setSettings}
            reading={reading}
            partyId={partyId}
            setParty={setParty}
            onGround={setGround}
          />
        </Suspense>
      )}
    </div>
  )
}

/** The scenario of the address, where there is one: what of it is drawn, on which day's map, and what the banner says. */
function useScenarioOnMap(
  { params, setParams, filter }: Pick<ReturnType<typeof useAddress>, 'params' | 'setParams' | 'filter'>,
  mode: Mode,
) {
  const id = params.get('scenario')
  const asked = useDrawing(id)
  const drawing = mode === 'network' ? asked.data : undefined
  const asOf = drawing?.asOf
  const onDay = useMemo<Filter>(() => (asOf ? { ...filter, asOf } : filter), [filter, asOf])
  const leave = () =>
    setParams((now) => {
      const next = new URLSearchParams(now)
      next.delete('scenario')
      return next
    })
  const banner = id !== null && { id, name: asked.data?.name, error: asked.error, again: () => void asked.refetch(), onBack: leave }
  return { drawing, filter: onDay, banner, isKnown: id === null || !asked.isPending }
}

function ModeSwitch({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) {
  const { t } = useTranslation()
  return (
    <SegmentedControl
      aria-label={t('map.mode.label')}
      value={mode}
      onChange={(value) => onChange(value as Mode)}
      data={(['network', 'geography', 'table'] as const).map((value) => ({ value, label: t(`map.mode.${value}`) }))}
    />
  )
}

const NO_FIELDS: Reading['fields'] = new Map()

/** How the map is shown, with the own fields that this reads; nothing can be asked for before it is known which there are. */
function useLook(wanted: Settings) {
  const all = useFieldsIfKnown()
  const isFieldless = fieldsIn(wanted).length === 0
  // who reads no field is not disturbed when the list of fields arrives
  const fields = useMemo(() => (all && !isFieldless ? new Map(all.map((field) => [field.key, field])) : NO_FIELDS), [all, isFieldless])
  const settings = useMemo(() => (isFieldless ? wanted : withKnownFields(wanted, new Set(fields.keys()))), [wanted, isFieldless, fields])
  return { settings, fields, isKnown: isFieldless || all !== undefined }
}

type Shown = { picture: Picture | null; handle: NetworkHandle | null }

/** What the view on screen can be saved as. */
function useFiles(
  settings: Settings,
  reading: Reading | undefined,
  shown: RefObject<Shown>,
  ground: Ground | null,
  scenario: string | undefined,
) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { name } = useEcosystem()
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const madeUp = scenario === undefined ? '' : ` · ${t('map.share.scenario', { name: scenario })}`
  const foot = () => `${name}${madeUp} · ${date(new Date())} · ${t('map.share.made')}`
  const file = { name: `${name} ${t(`map.mode.${settings.mode}`)}` }
  if (settings.mode === 'network') {
    const onScreen = () => {
      const { picture, handle } = shown.current
      const scene = handle?.scene()
      if (!picture || !scene) throw new Error('nothing is on screen')
      return { picture, scene }
    }
    return {
      ...file,
      png: async () => networkPng(onScreen().scene, inkOf(dark)),
      svg: async () => networkDrawing(onScreen().picture, inkOf(dark), foot()),
    }
  }
  if (settings.mode === 'geography' && ground && reading) {
    const { look } = dress(reading, settings.colour, settings.size, dark)
    return {
      ...file,
      png: () => groundPng(ground, inkOf(dark)),
      svg: () =>
        import('./ground-drawing.ts').then(({ groundDrawing }) =>
          groundDrawing(ground, reading.model, look, dark, `${foot()} · ${t('map.outline')}`),
        ),
    }
  }
  return file
}

/** Where measures are older than the map they stand on. */
function MeasuresAge({ readAt }: { readAt: string }) {
  const { t } = useTranslation()
  const { ago } = useFormats()
  return <p role="status">{t('map.look.readAgo', { ago: ago(Math.min(Date.parse(readAt), Date.now())) })}</p>
}

/** What is on screen. `region`: the filter for the view that shows all of it, where there is one. */
function Sentence({ model, narrowed, region }: { model: MapModel; narrowed: boolean; region: string | null }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayWrite()
  const alone = useMemo(() => degreesOf(model).filter((degree) => degree === 0).length, [model])
  const said = t(narrowed ? 'map.sentence.narrowed' : 'map.sentence.all', {
    parties: t('map.sentence.parties', { count: model.size, number: number(model.size) }),
    ties: t('map.sentence.ties', { count: model.ties.from.length, number: number(model.ties.from.length) }),
  })
  if (model.truncated && region !== null && model.partyTotal !== undefined)
    return (
      <p role="status">
        {model.partyTotal > model.size
          ? t('map.sentence.partOf', { number: number(model.size), total: number(model.partyTotal) })
          : t('map.sentence.truncated')}{' '}
        <Link to={paths.region(ecosystemId, region)}>{t('map.sentence.region')}</Link>
      </p>
    )
  return (
    <p role="status">
      {said} {alone > 0 && model.ties.from.length > 0 && t('map.sentence.alone', { count: alone, number: number(alone) })}
      {model.truncated && t('map.sentence.truncated')}
      {mayWrite && !narrowed && model.ties.from.length === 0 && model.size > 1 && (
        <Link to={paths.sorting(ecosystemId)}>{t('map.sentence.sort')}</Link>
      )}
    </p>
  )
}

function Nothing({ narrowed, onReset }: { narrowed: boolean; onReset: () => void }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  if (narrowed)
    return (
      <EmptyState
        title={t('map.empty.narrowedTitle')}
        why={t('map.empty.narrowedWhy')}
        action={<Button onClick={onReset}>{t('map.filter.reset')}</Button>}
      />
    )
  return (
    <EmptyState
      title={t('map.empty.title')}
      why={t('map.empty.why')}
      example={t('map.empty.example')}
      action={
        <Button component={Link} to={paths.imports(id)}>
          {t('map.empty.action')}
        </Button>
      }
    />
  )
}
