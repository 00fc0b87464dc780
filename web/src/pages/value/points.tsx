import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { KindsPage } from './kinds-page.tsx'
import { Moves } from './moves.tsx'
import { Listed, Part, Rows } from './pieces.tsx'
import { IssuePoints, Reasons, SpendPoints } from './points-forms.tsx'
import { type PointsKind, takeBackPoints, useHolders, useNewPoints, usePointsHeld, usePointsKinds, usePointsMoves } from './queries.ts'
import classes from './value.module.css'

const DAYS_MAX = 36_500

/** Points: given by hand or by a rule, spent, and run out when their time is over. */
export default function Points() {
  const { t } = useTranslation()
  const make = useNewPoints()
  const [days, setDays] = useState<number | null>(365)
  return (
    <KindsPage
      area="points"
      kinds={usePointsKinds()}
      standing={(kind) => <Outstanding kind={kind} />}
      view={(kind) => <KindView kind={kind} />}
      make={(kind) => make.mutateAsync({ ...kind, expiresAfterDays: days })}
      more={
        <NumberInput
          label={t('value.points.days')}
          description={t('value.points.daysWhy')}
          value={days ?? ''}
          min={1}
          max={DAYS_MAX}
          allowDecimal={false}
          onChange={(value) => setDays(typeof value === 'number' ? value : null)}
        />
      }
    />
  )
}

function Outstanding({ kind: { name, expiresAfterDays, outstanding } }: { kind: PointsKind }) {
  const { t } = useTranslation()
  const { quantity } = useFormats()
  const long = expiresAfterDays === null ? t('value.points.stayGood') : t('value.points.goodFor', { count: expiresAfterDays })
  if (outstanding === null) return long
  return `${t('value.points.outstanding', { amount: quantity(outstanding, { name, scale: 0 }) })} ${long}`
}

function KindView({ kind }: { kind: PointsKind }) {
  const { t } = useTranslation()
  const { partyId: own } = useEcosystem()
  const mayWrite = useMayWrite()
  const [shown, show] = useState<{ id: string; name: string }>()
  const party = shown ?? (own === null ? undefined : { id: own, name: t('value.ownOrganisation') })
  return (
    <>
      <div className={classes.two}>
        {mayWrite && <IssuePoints kind={kind} />}
        <SpendPoints kind={kind} />
      </div>
      {mayWrite && (
        <div className={classes.two}>
          <Reasons kind={kind} />
          <Holders kind={kind} onShow={show} />
        </div>
      )}
      {party && <Held key={party.id} kind={kind} party={party} />}
    </>
  )
}

function Holders({ kind, onShow }: { kind: PointsKind; onShow: (party: { id: string; name: string }) => void }) {
  const { t } = useTranslation()
  const { quantity } = useFormats()
  const holders = useHolders(kind.asset)
  const items = holders.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Part title={t('value.points.holders')}>
      <Listed query={holders}>
        {items.length === 0 && <p className={classes.quiet}>{t('value.points.nobody')}</p>}
        <Rows
          label={t('value.points.holders')}
          rows={items.map(({ party: { id, name }, balance }) => ({
            key: id,
            what: name ?? t('value.somebody'),
            opens: () => onShow({ id, name: name ?? t('value.somebody') }),
            amount: quantity(balance, { name: kind.name, scale: 0 }),
          }))}
        />
      </Listed>
    </Part>
  )
}

/** What somebody has, when how much of it runs out, and how it came. */
function Held({ kind: { asset, name }, party }: { kind: PointsKind; party: { id: string; name: string } }) {
  const { t } = useTranslation()
  const { quantity } = useFormats()
  const { date } = useFormats()
  const held = usePointsHeld(asset, party.id)
  const moves = usePointsMoves(asset, party.id)
  const unit = { name, scale: 0 }
  return (
    <div className={classes.two}>
      <Part title={t('value.points.heldBy', { name: party.name })}>
        {held.isError && <Failure error={held.error} again={() => held.refetch()} />}
        {held.data && (
          <>
            <p className={classes.big}>{quantity(held.data.balance, unit)}</p>
            <Rows
              label={t('value.points.expiring')}
              rows={held.data.expiring.map(({ on, points }) => ({
                key: on,
                what: t('value.points.goodThrough', { on: date(on) }),
                amount: quantity(points, unit),
              }))}
            />
          </>
        )}
      </Part>
      <Part title={t('value.movesOf', { name: party.name })}>
        <Moves query={moves} unit={unit} area="points" takeBack={(id) => takeBackPoints(asset, id)} />
      </Part>
    </div>
  )
}
