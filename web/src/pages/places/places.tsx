import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import type { Party } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { paths, withParty } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showUndo } from '../../ui/toast.tsx'
import { GeocoderCard } from './geocoder-card.tsx'
import classes from './places.module.css'
import { type PlaceActions, type Places, useMissing, usePlaceActions, usePlaces } from './queries.ts'
import { Questions } from './questions.tsx'

/** Who is not on the map yet, and the three ways onto it: by town, by a geocoder, by a click. */
export function Component() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const places = usePlaces()
  const actions = usePlaceActions()
  const { missing, total, approximate } = places.data ?? {}
  const isBusy = places.data?.run?.state === 'working'
  const byTown = (
    <Button loading={actions.byTown.isPending} disabled={isBusy || missing === 0} onClick={() => searchByTown(actions, t)}>
      {t('places.byTown')}
    </Button>
  )
  const sentence =
    missing === undefined
      ? ''
      : t(missing === 0 ? 'places.none' : 'places.answer', { count: missing, number: number(missing), total: number(total ?? 0) })
  return (
    <PageFrame>
      <PageHead title={t('places.title')} answer={sentence} action={missing ? byTown : undefined} />
      {places.isError && <Failure error={places.error} again={() => places.refetch()} />}
      {actions.byTown.error && <Failure error={actions.byTown.error} />}
      <Stack gap="lg">
        {missing !== undefined && missing > 0 && (
          <Text c="dimmed" size="sm">
            {t('places.byTownWhy')} <Credit />
          </Text>
        )}
        {actions.byTown.data && <Questions result={actions.byTown.data} actions={actions} />}
        {places.data?.geocoder && <GeocoderCard places={places.data} geocoder={places.data.geocoder} actions={actions} />}
        {approximate !== undefined && approximate > 0 && (
          <Text size="sm">{t('places.approximate', { count: approximate, number: number(approximate) })}</Text>
        )}
        {places.data && (missing === 0 ? <Done total={places.data.total} /> : <Missing places={places.data} />)}
      </Stack>
    </PageFrame>
  )
}

/** Looks the towns up and offers to take back what was placed. */
function searchByTown(
  { byTown, takeBack }: PlaceActions,
  t: ReturnType<typeof useTranslation>['t'],
  choices: Parameters<PlaceActions['byTown']['mutate']>[0] = [],
) {
  byTown.mutate(choices, {
    onSuccess: ({ run }) => {
      if (run && run.placed > 0) showUndo(t('places.placed', { count: run.placed }), () => takeBack.mutateAsync(run.id))
    },
  })
}

/** The licence of the table asks for it wherever it is used. */
function Credit() {
  const { t } = useTranslation()
  return (
    <>
      {t('places.credit')}{' '}
      <Anchor href="https://www.geonames.org" target="_blank" rel="noreferrer" size="sm" underline="always">
        GeoNames
      </Anchor>
      {', '}
      <Anchor href="https://creativecommons.org/licenses/by/4.0/" target="_blank" rel="noreferrer" size="sm" underline="always">
        CC BY 4.0
      </Anchor>
    </>
  )
}

function Done({ total }: { total: number }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const to = total === 0 ? paths.imports(ecosystemId) : `${paths.map(ecosystemId)}?view=geography`
  return (
    <EmptyState
      icon={<IconMapPin size={30} aria-hidden="true" />}
      title={t(total === 0 ? 'places.empty.title' : 'places.done.title')}
      why={t(total === 0 ? 'places.empty.why' : 'places.done.why')}
      action={
        <Button component={Link} to={to}>
          {t(total === 0 ? 'places.empty.action' : 'places.done.action')}
        </Button>
      }
    />
  )
}

function Missing({ places }: { places: Places }) {
  const { t } = useTranslation()
  const list = useMissing(places.missing)
  const parties = list.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section aria-labelledby="places-missing">
      <h2 id="places-missing" className={classes.heading}>
        {t('places.list')}
      </h2>
      {list.isError && <Failure error={list.error} again={() => list.refetch()} />}
      <ul className={`tutti-card ${classes.list}`}>
        {parties.map((party) => (
          <Row key={party.id} party={party} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t('places.more')}
          </Button>
        </Group>
      )}
    </section>
  )
}

function Row({ party }: { party: Party }) {
  const { t } = useTranslation()
  const { search } = useLocation()
  const { id: ecosystemId } = useEcosystem()
  const town = [party.postalCode, party.city].filter(Boolean).join(' ')
  const address = [party.street, town, party.region, party.country].filter(Boolean).join(', ')
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <Anchor component={Link} to={{ search: withParty(search, party.id) }} fw={500}>
          {party.name}
        </Anchor>
        <Text size="sm" c="dimmed">
          {address === '' ? t('places.noAddress') : address}
        </Text>
      </div>
      <Button
        component={Link}
        to={paths.placing(ecosystemId, party.id)}
        variant="default"
        size="xs"
        aria-label={t('places.setOnMapOf', { name: party.name })}
      >
        {t('places.setOnMap')}
      </Button>
    </li>
  )
}
