import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import {
  IconArrowsExchange,
  IconArrowsSplit2,
  IconBuildingStore,
  IconBulb,
  IconChecklist,
  IconCoins,
  IconFileExport,
  IconMap2,
  IconMoon,
  IconNote,
  IconPlus,
  IconPuzzle,
  IconRoute,
  IconSearch,
  IconTarget,
  IconTopologyStar3,
  IconUser,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { answer, api } from '../api.ts'
import { useEcosystem, useMayWrite } from '../data/session.ts'
import { changeLanguage } from '../i18n.ts'
import { paths } from '../paths.ts'
import { usePlaces } from './navigation.tsx'

const FOUND_ICONS = {
  party: IconBuildingStore,
  contact: IconUser,
  task: IconChecklist,
  offer: IconArrowsExchange,
  note: IconNote,
  view: IconMap2,
} as const
type Found = { kind: string; id: string; title: string; detail: string | null; partyId?: string | null }

const PAUSE_MS = 150

const [store, controls] = createSpotlight()

export function openPalette(): void {
  controls.open()
}

/** The command palette: find anything, go anywhere, do what is done often. */
export function Palette() {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const navigate = useNavigate()
  const commands = useCommands().filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()))
  const found = useFound(query)
  const list = useRef<HTMLDivElement>(null)
  useFirstSelected(list, `${query} ${found.length} ${commands.length}`)
  return (
    <Spotlight.Root
      store={store}
      centered={false}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      // typing in a field must not keep the palette away
      tagsToIgnore={[]}
      clearQueryOnClose
      scrollable
      maxHeight="60vh"
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      attributes={{ content: { 'aria-label': t('shell.find') } }}
    >
      <Spotlight.Search
        placeholder={t('shell.palette.placeholder')}
        aria-label={t('shell.find')}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
      />
      <Spotlight.ActionsList ref={list}>
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={t('shell.palette.found')}>
            {found.map((item) => {
              const Icon = FOUND_ICONS[item.kind as keyof typeof FOUND_ICONS] ?? IconSearch
              return (
                <Spotlight.Action
                  key={`${item.kind}-${item.id}`}
                  label={item.title}
                  description={[t(`shell.palette.kinds.${item.kind}`), item.detail].filter(Boolean).join(' · ')}
                  leftSection={<Icon size={18} aria-hidden="true" />}
                  onClick={() => navigate(item.to)}
                />
              )
            })}
          </Spotlight.ActionsGroup>
        )}
        {commands.length > 0 && (
          <Spotlight.ActionsGroup label={t('shell.palette.commands')}>
            {commands.map(({ key, label, Icon, run }) => (
              <Spotlight.Action key={key} label={label} leftSection={<Icon size={18} aria-hidden="true" />} onClick={run} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.length === 0 && commands.length === 0 && <Spotlight.Empty>{t('shell.palette.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Whenever the lines change, Enter takes the first of them. */
function useFirstSelected(list: { current: HTMLDivElement | null }, lines: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the lines have changed
  useEffect(() => {
    const actions = list.current?.querySelectorAll('[data-action]') ?? []
    for (const action of actions) action.removeAttribute('data-selected')
    actions[0]?.setAttribute('data-selected', 'true')
    store.updateState((state) => ({ ...state, selected: actions.length > 0 ? 0 : -1 }))
  }, [lines])
}

function useFound(query: string): (Found & { to: string })[] {
  const { id: ecosystemId } = useEcosystem()
  const [q] = useDebouncedValue(query.trim(), PAUSE_MS)
  const search = useQuery({
    queryKey: ['search', ecosystemId, q],
    queryFn: ({ signal }) =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/search', { params: { path: { ecosystemId }, query: { q } }, signal })),
    enabled: q.length >= 2,
  })
  // what was found for other words must not stand where Enter takes it
  if (q.length < 2 || query.trim() !== q) return []
  return (search.data?.items ?? []).map((item) => ({ ...item, to: addressOf(ecosystemId, item) }))
}

function addressOf(ecosystemId: string, item: Found): string {
  if (item.kind === 'party') return paths.organisation(ecosystemId, item.id)
  if (item.kind === 'view') return `${paths.map(ecosystemId)}?view=${item.id}`
  if (item.kind === 'task') return `${paths.tasks(ecosystemId)}?task=${item.id}`
  if (item.kind === 'offer') return `${paths.exchange(ecosystemId)}?offer=${item.id}`
  return item.partyId ? paths.organisation(ecosystemId, item.partyId) : paths.organisations(ecosystemId)
}

function useCommands() {
  const { t, i18n } = useTranslation()
  const { id } = useEcosystem()
  const navigate = useNavigate()
  const writes = useMayWrite()
  const { toggleColorScheme } = useMantineColorScheme()
  const go = usePlaces().map(({ place, Icon, to }) => ({
    key: place,
    label: t('shell.palette.go', { place: t(`shell.places.${place}`) }),
    Icon,
    run: () => navigate(to),
  }))
  const other = i18n.language === 'de' ? 'en' : 'de'
  return [
    ...(writes
      ? [
          { key: 'new', label: t('shell.palette.newOrganisation'), Icon: IconPlus, run: () => navigate(paths.newOrganisation(id)) },
          {
            key: 'introductions',
            label: t('shell.palette.introductions'),
            Icon: IconArrowsExchange,
            run: () => navigate(paths.introductions(id)),
          },
          { key: 'gaps', label: t('shell.palette.gaps'), Icon: IconPuzzle, run: () => navigate(paths.gaps(id)) },
          { key: 'scenarios', label: t('shell.palette.scenarios'), Icon: IconArrowsSplit2, run: () => navigate(paths.scenarios(id)) },
          { key: 'together', label: t('shell.palette.together'), Icon: IconBulb, run: () => navigate(paths.together(id)) },
          { key: 'groups', label: t('shell.palette.groups'), Icon: IconBulb, run: () => navigate(paths.groups(id)) },
          { key: 'niche', label: t('shell.palette.niche'), Icon: IconTarget, run: () => navigate(paths.niche(id)) },
          { key: 'sharing', label: t('shell.palette.sharing'), Icon: IconCoins, run: () => navigate(paths.sharing(id)) },
          { key: 'guide', label: t('shell.palette.guide'), Icon: IconRoute, run: () => navigate(paths.guide(id)) },
        ]
      : []),
    { key: 'new-task', label: t('shell.palette.newTask'), Icon: IconPlus, run: () => navigate(`${paths.tasks(id)}?new`) },
    ...go,
    { key: 'sales', label: t('shell.palette.sales'), Icon: IconCoins, run: () => navigate(paths.sales(id)) },
    { key: 'statements', label: t('shell.palette.statements'), Icon: IconCoins, run: () => navigate(paths.statements(id)) },
    { key: 'settlements', label: t('shell.palette.settlements'), Icon: IconCoins, run: () => navigate(paths.settlements(id)) },
    { key: 'value', label: t('shell.palette.value'), Icon: IconCoins, run: () => navigate(paths.value(id)) },
    { key: 'region', label: t('shell.palette.region'), Icon: IconTopologyStar3, run: () => navigate(paths.region(id)) },
    { key: 'export', label: t('shell.palette.export'), Icon: IconFileExport, run: () => navigate(paths.exports(id)) },
    { key: 'scheme', label: t('shell.palette.scheme'), Icon: IconMoon, run: () => toggleColorScheme() },
    { key: 'language', label: t(`shell.palette.language.${other}`), Icon: IconUser, run: () => changeLanguage(other) },
  ]
}
