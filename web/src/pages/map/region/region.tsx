import { ActionIcon, Button } from '@mantine/core'
import { IconFocusCentered, IconList, IconMinus, IconPlus, IconTopologyStar3 } from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../../data/session.ts'
import { Failure } from '../../../failure.tsx'
import { paths } from '../../../paths.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { useFormats } from '../../../ui/format.ts'
import { usePageTitle } from '../../../ui/page-head.tsx'
import { usePhone } from '../../../ui/phone.ts'
import { useFacets } from '../data.ts'
import type { LegendEntry } from '../encode.ts'
import { chipsOf, type Filter, filterSearch } from '../filter.ts'
import { FilterRow, MapSearch } from '../filter-row.tsx'
import { Legend } from '../legend.tsx'
import classes from '../map.module.css'
import { useNames } from '../names.ts'
import { IconButton } from '../network-stage.tsx'
import { useAddress } from '../use-address.ts'
import { RegionList } from './list.tsx'
import type { Matches, Picture } from './model.ts'
import type { Scene } from './scene.ts'
import { useMatches, useModel, useRegion } from './use-region.ts'
import { RegionView } from './view.tsx'

/** How much of the left the list covers, with the room around it. */
const LIST_PX = 324

/** The whole network, however large: communities of communities from afar, organisations from near. */
// long because the page is one sequence of bar, view and list over one state
export function Component() {
  const { t } = useTranslation()
  const phone = usePhone()
  const { filter: asked, setFilter, partyId, setParty } = useAddress('network')
  // a picture is of today
  const filter = useMemo(() => ({ ...asked, asOf: '' }), [asked])
  usePageTitle(t('region.title'))
  const region = useRegion()
  const picture = useHeld(region.data?.picture)
  const { shown, error, want } = useModel(picture.shown)
  const matches = useMatches({ loader: shown?.loader, filter, isStale: picture.isStale, lost: picture.forget })
  const scene = useRef<Scene>(null)
  const [isListed, setListed] = useState(false)
  const failed = region.error ?? error
  const isNobody = region.data?.partiesNow === 0

  return (
    <div className={classes.frame}>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h1>{t('region.title')}</h1>
          {picture.shown && !isNobody && (
            <Sentence
              picture={picture.shown}
              isStale={picture.isStale}
              isNewer={picture.isNewer}
              matches={matches}
              isNarrowed={chipsOf(filter).length > 0}
            />
          )}
        </div>
        <HeadTools filter={filter} onNewer={picture.isNewer ? picture.take : null} />
      </header>
      {phone && (
        <div className={classes.switch}>
          <MapSearch filter={filter} setFilter={setFilter} />
        </div>
      )}
      <div className={classes.filters}>
        <FilterRow filter={filter} setFilter={setFilter} isSearchElsewhere={phone} />
      </div>
      {failed && <Failure error={failed} again={() => region.refetch()} />}
      {isNobody && <Nobody />}
      {!failed && !isNobody && (
        <div className={classes.stage}>
          <RegionView
            shown={shown}
            matches={matches}
            partyId={partyId}
            setParty={setParty}
            want={want}
            scene={scene}
            coveredLeft={isListed && !phone ? LIST_PX : 0}
          />
          {region.data && !picture.shown && <Waiting parties={region.data.partiesNow} />}
          <div className={`${classes.corner} ${classes.topLeft}`}>
            <Kinds filter={filter} setFilter={setFilter} picture={picture.shown} />
            {shown && isListed && (
              <RegionList
                {...shown}
                matches={matches}
                partyId={partyId}
                setParty={setParty}
                show={(level, group) => scene.current?.goTo(circleIn(shown.model.picture, level, group))}
                onClose={() => setListed(false)}
              />
            )}
          </div>
          <Tools scene={scene} isListed={isListed} toggleList={() => setListed(!isListed)} />
        </div>
      )}
    </div>
  )
}

/** The way to the newer picture, where there is one, and back to the network. */
function HeadTools({ filter, onNewer }: { filter: Filter; onNewer: (() => void) | null }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <div className={classes.tools}>
      {onNewer && (
        <Button size="compact-md" variant="light" onClick={onNewer}>
          {t('region.newer')}
        </Button>
      )}
      <ActionIcon
        size="lg"
        variant="default"
        component={Link}
        to={`${paths.map(ecosystemId)}${toSearch(filter)}`}
        aria-label={t('region.toNetwork')}
        title={t('region.toNetwork')}
      >
        <IconTopologyStar3 size={18} />
      </ActionIcon>
    </div>
  )
}

/** The picture on screen stays until somebody asks for the newer one: nobody's view should jump. */
function useHeld(latest: Picture | null | undefined) {
  const [held, setHeld] = useState<Picture | null>(null)
  if (held === null && latest) setHeld(latest)
  const isNewer = held !== null && latest !== null && latest !== undefined && latest.id !== held.id
  const forget = useCallback(() => setHeld(null), [])
  return { shown: held, isStale: isNewer || latest?.isStale === true, isNewer, forget, take: () => setHeld(latest ?? null) }
}

type SentenceProps = { picture: Picture; isStale: boolean; isNewer: boolean; matches: Matches | null; isNarrowed: boolean }

function Sentence({ picture, isStale, isNewer, matches, isNarrowed }: SentenceProps) {
  const { t } = useTranslation()
  const { number, ago } = useFormats()
  const tied = picture.isolates < 0 ? picture.communities.x.length : picture.communities.x.length - 1
  const parts = [
    t('region.sentence', {
      parties: t('map.sentence.parties', { count: picture.parties, number: number(picture.parties) }),
      communities: t('region.communities', { count: tied, number: number(tied) }),
    }),
  ]
  if (isStale) parts.push(t(isNewer ? 'region.age' : 'region.ageDrawing', { ago: ago(picture.madeAt) }))
  if (matches && isNarrowed) {
    parts.push(t('region.found', { count: matches.found, number: number(matches.found) }))
    if (matches.found > matches.shown)
      parts.push(t('region.notShown', { count: matches.found - matches.shown, number: number(matches.found - matches.shown) }))
  } else if (matches) {
    const [came, gone] = [matches.found - matches.shown, picture.parties - matches.shown]
    if (came > 0) parts.push(t('region.came', { count: came, number: number(came) }))
    if (gone > 0) parts.push(t('region.gone', { count: gone, number: number(gone) }))
  }
  return <p role="status">{parts.join(' ')}</p>
}

function Kinds({ filter, setFilter, picture }: { filter: Filter; setFilter: (filter: Filter) => void; picture: Picture | null }) {
  const names = useNames()
  const facets = useFacets(filter).data
  const entries: LegendEntry[] = names.kinds.flatMap(({ key, colour, shape }) => {
    const count = facets?.kinds[key] ?? 0
    return count > 0 || filter.kind.includes(key) ? [{ value: key, colour, shape, count }] : []
  })
  if (!picture || !facets || entries.length === 0) return null
  return <Legend colour="kind" entries={entries} scale={null} ties={[]} filter={filter} setFilter={setFilter} />
}

function Tools({ scene, isListed, toggleList }: { scene: React.RefObject<Scene | null>; isListed: boolean; toggleList: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={`${classes.corner} ${classes.topRight}`}>
      <div className={`${classes.card} ${classes.buttons}`}>
        <IconButton label={t('map.zoomIn')} onClick={() => scene.current?.zoom(0.6)} icon={<IconPlus size={20} />} />
        <IconButton label={t('map.zoomOut')} onClick={() => scene.current?.zoom(1 / 0.6)} icon={<IconMinus size={20} />} />
        <IconButton label={t('map.fit')} onClick={() => scene.current?.fit()} icon={<IconFocusCentered size={20} />} />
        <IconButton label={t('region.list')} onClick={toggleList} icon={<IconList size={20} />} pressed={isListed} />
      </div>
    </div>
  )
}

function Waiting({ parties }: { parties: number }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <div className={classes.waiting}>
      <p role="status">{t('region.drawing', { count: parties, number: number(parties) })}</p>
    </div>
  )
}

function Nobody() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  return (
    <EmptyState
      title={t('map.empty.title')}
      why={t('map.empty.why')}
      action={
        <Button component={Link} to={paths.imports(id)}>
          {t('map.empty.action')}
        </Button>
      }
    />
  )
}

function circleIn(picture: Picture, level: 'areas' | 'communities', group: number) {
  const { x, y, radius } = picture[level]
  return { x: x[group]!, y: y[group]!, radius: radius[group]! }
}

function toSearch(filter: Filter): string {
  const search = filterSearch(filter)
  return search === '' ? '' : `?${search}`
}
