import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { Moves } from './moves.tsx'
import { BackToKinds, Listed, Part, Rows } from './pieces.tsx'
import { IssuePoints, NewPointsDialog, Reasons, SpendPoints } from './points-forms.tsx'
import { type PointsKind, takeBackPoints, useHolders, usePointsHeld, usePointsKinds, usePointsMoves } from './queries.ts'
import classes from './value.module.css'

/** Points: given by hand or by a rule, spent, and run out when their time is over. */
export default function Points() {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  const mayWrite = useMayWrite()
  const kinds = usePointsKinds()
  const [chosen, choose] = useState<string | null>(null)
  const [isMaking, setMaking] = useState(false)
  const kind = kinds.data?.find(({ asset }) => asset === chosen) ?? kinds.data?.[0]
  const make = mayWrite && <Button onClick={() => setMaking(true)}>{t('value.points.new')}</Button>
  const isEmpty = kinds.data?.length === 0
  return (
    <PageFrame>
      <BackToKinds />
      <PageHead
        title={t('value.points.title')}
        answer={role === 'viewer' ? t('value.notForGuests') : kind ? <Outstanding kind={kind} /> : t('value.points.short')}
        action={!isEmpty && make}
      />
      {kinds.isError && role !== 'viewer' && <Failure error={kinds.error} again={() => kinds.refetch()} />}
      {isEmpty && (
        <EmptyState
          title={t('value.points.empty.title')}
          why={t('value.points.empty.why')}
          example={t('value.points.empty.example')}
          action={make}
        />
      )}
      {kind && (
        <div className={classes.stack}>
          {kinds.data!.length > 1 && (
            <Select
              label={t('value.points.kind')}
              data={kinds.data!.map(({ asset, name }) => ({ value: asset, label: name }))}
              value={kind.asset}
              allowDeselect={false}
              onChange={choose}
            />
          )}
          <KindView key={kind.asset} kind={kind} />
        </div>
      )}
      {isMaking && <NewPointsDialog onEnd={() => setMaking(false)} onMade={choose} />}
    </PageFrame>
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
