import { Anchor } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { sectorName } from '../../data/sectors.ts'
import { useEcosystem } from '../../data/session.ts'
import { paths, withParty } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import classes from './niche.module.css'
import { PARTS, type Part } from './parts.ts'
import type { Evidence, Statement } from './queries.ts'

/** What the map knows that helps to answer one of the questions. Of what becomes better it knows nothing. */
export function EvidenceFor({ part, evidence }: { part: Part; evidence: Evidence }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  if (part === 'benefit') return null
  return (
    <div className={classes.evidence}>
      <h3>{t('niche.evidence.title')}</h3>
      <Known part={part} evidence={evidence} />
      {part !== 'customers' && (
        <Anchor component={Link} to={paths.exchange(ecosystemId)} size="sm" underline="always">
          {t('niche.evidence.write')}
        </Anchor>
      )}
    </div>
  )
}

/** What a statement rests on: its four answers, each with what the map knew on that day. */
export function EvidenceOf({ statement }: { statement: Statement }) {
  const { t } = useTranslation()
  return (
    <div className={classes.rested}>
      {PARTS.map((part) => (
        <div key={part} className={classes.evidence}>
          <h3>{t(`niche.parts.${part}.label`)}</h3>
          <p className={classes.given}>{statement[part]}</p>
          {part !== 'benefit' && <Known part={part} evidence={{ ...statement.evidence, names: statement.names }} />}
        </div>
      ))}
    </div>
  )
}

type OfADay = Omit<Evidence, 'own'>
type KnownProps = { part: Exclude<Part, 'benefit'>; evidence: OfADay }

function Known({ part, evidence }: KnownProps) {
  const { t } = useTranslation()
  return (
    <>
      {part === 'customers' && <Customers evidence={evidence} />}
      {part === 'lack' && (
        <Demands
          side="need"
          title={t('niche.evidence.needs')}
          none={t('niche.evidence.noNeeds')}
          demands={evidence.needs}
          evidence={evidence}
        />
      )}
      {part === 'bring' && (
        <>
          <Demands
            side="offer"
            title={t('niche.evidence.strengths')}
            none={t('niche.evidence.noStrengths')}
            demands={evidence.strengths}
            evidence={evidence}
          />
          <Counts title={t('niche.evidence.allSectors')} counts={evidence.sectors} isSector />
        </>
      )}
    </>
  )
}

function Customers({ evidence: { customers } }: { evidence: OfADay }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <>
      <p>{t('niche.evidence.customers', { count: customers.total, number: number(customers.total) })}</p>
      <Counts title={t('niche.evidence.sectors')} counts={customers.sectors} isSector />
      <Counts title={t('niche.evidence.cities')} counts={customers.cities} />
    </>
  )
}

function Counts({ title, counts, isSector = false }: { title: string; counts: Evidence['sectors']; isSector?: boolean }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (counts.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {counts.slice(0, COUNTS_SHOWN).map(({ key, count }) => (
          <li key={key}>
            {isSector ? sectorName(t, null, key) : key} <span className={classes.quiet}>{number(count)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

const COUNTS_SHOWN = 4

type Demand = Evidence['needs'][number]
type Side = 'need' | 'offer'
type DemandsProps = { side: Side; title: string; none: string; demands: Demand[]; evidence: OfADay }

function Demands({ side, title, none, demands, evidence: { names, speaking, counts } }: DemandsProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <>
      <h4>{title}</h4>
      {demands.length === 0 && <p>{none}</p>}
      <ul>
        {demands.map((demand) => (
          <DemandRow key={demand.category} side={side} demand={demand} names={names} />
        ))}
      </ul>
      <p className={classes.quiet}>
        {t('niche.evidence.speaking', { count: speaking, number: number(speaking), total: number(counts.organisations) })}
      </p>
    </>
  )
}

/** Who needs or offers something, the first of them by name, and how many there are on the other side. */
function DemandRow({ side, demand, names }: { side: Side; demand: Demand; names: Evidence['names'] }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { search } = useLocation()
  const { category, needs, offers, partyIds } = demand
  const needed = t('niche.evidence.needed', { count: needs, number: number(needs) })
  const offered = t('niche.evidence.offered', { count: offers, number: number(offers) })
  const [own, other, count] = side === 'need' ? [needed, offered, needs] : [offered, needed, offers]
  const named = partyIds.flatMap((id) => names.find((party) => party.id === id) ?? [])
  return (
    <li>
      <strong>{category}</strong>{' '}
      <span className={classes.quiet}>
        {own}
        {': '}
        {named.map(({ id, name }, k) => (
          <Fragment key={id}>
            {k > 0 && ', '}
            <Anchor component={Link} to={{ search: withParty(search, id) }} inherit underline="always">
              {name}
            </Anchor>
          </Fragment>
        ))}
        {count > named.length && ` ${t('niche.evidence.andMore', { number: number(count - named.length) })}`}; {other}
      </span>
    </li>
  )
}
