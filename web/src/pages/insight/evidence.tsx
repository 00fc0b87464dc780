import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { useEcosystem } from '../../data/session.ts'
import { paths, withParty } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import { PartyChip } from '../../ui/party-chip.tsx'
import classes from './insight.module.css'
import { OpenNumbers } from './number.tsx'
import { splitPieces } from './pieces.ts'
import { type Answer, type Figure, type NamedParty, numberOf } from './words.ts'

const CHIPS_SHOWN = 8
const RANKED_SHOWN = 5

/** What orders the parties of an answer, drawn as a bar: the longer, the further in front. */
const BARS: Partial<Record<Answer['key'], (figures: readonly Figure[]) => number>> = {
  bestConnected: (figures) => numberOf(figures, 'degree') ?? 0,
  wouldCutOff: (figures) => numberOf(figures, 'cutOff') ?? 0,
  bridgesGroups: (figures) => 1 / (numberOf(figures, 'constraint') ?? 1),
}

type Parties = ReadonlyMap<string, NamedParty>
type Props = { answer: Answer; parties: Parties }

/** What an answer rests on: the parties with their numbers, or kinds and sectors with theirs. */
export function Evidence({ answer, parties }: Props) {
  if (answer.key === 'cutOff')
    return <Chips ids={answer.witnesses.map(({ partyId }) => partyId)} total={answer.witnessTotal} parties={parties} />
  if (answer.key === 'thinKinds') return <KindBars categories={answer.categories} parties={parties} />
  if (answer.key === 'thinSectors') return <Sectors categories={answer.categories} parties={parties} />
  return <Ranking answer={answer} parties={parties} />
}

function Ranking({ answer, parties }: Props) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  const values = answer.witnesses.map(({ figures }) => BARS[answer.key]?.(figures) ?? 0)
  const most = Math.max(...values, 1)
  const beyond = answer.key === 'wouldCutOff' ? answer.witnessTotal - answer.witnesses.length : 0
  const shown = open ? answer.witnesses : answer.witnesses.slice(0, RANKED_SHOWN)
  return (
    <>
      <ol className={classes.ranking}>
        {shown.map(({ partyId, figures, pieces }, place) => (
          <li key={partyId}>
            <div className={classes.row}>
              <OneParty id={partyId} parties={parties} brief={figures.length > 2} />
              <OpenNumbers figures={figures} />
            </div>
            <Bar share={values[place]! / most} />
            <Pieces pieces={pieces} lost={answer.key === 'wouldCutOff' ? numberOf(figures, 'cutOff') : undefined} parties={parties} />
            {answer.key === 'wouldCutOff' && <WhatIf partyId={partyId} />}
          </li>
        ))}
        {(open || answer.witnesses.length <= RANKED_SHOWN) && beyond > 0 && (
          <li className={classes.quiet}>{t('insight.evidence.andMore', { number: number(beyond) })}</li>
        )}
      </ol>
      {answer.witnesses.length > RANKED_SHOWN && (
        <Anchor component="button" type="button" size="sm" mt="xs" onClick={() => setOpen(!open)}>
          {open ? t('insight.evidence.showFewer') : t('insight.evidence.showAll', { number: number(answer.witnessTotal) })}
        </Anchor>
      )}
    </>
  )
}

/** The way to what could be done about it. */
function WhatIf({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  return (
    <Anchor component={Link} to={paths.whatIf(ecosystemId, partyId)} size="sm" underline="always">
      {t('insight.evidence.whatIf')}
    </Anchor>
  )
}

const PIECE_WORDS = {
  without: { group: 'insight.evidence.group', single: 'insight.evidence.single' },
  apart: { group: 'what-if.lost.group', single: 'what-if.lost.single' },
} as const

type PiecesProps = {
  pieces: Answer['witnesses'][number]['pieces']
  /** How many break off in all, where not all pieces are listed. */
  lost?: number | undefined
  parties: Parties
  /** Without one party, as above the pieces, or apart from whoever leaves. */
  words?: keyof typeof PIECE_WORDS
}

/** What would be left without a party, or apart from several: the groups that would stand by themselves, and together those who would stand alone. */
export function Pieces({ pieces, lost, parties, words = 'without' }: PiecesProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { groups, alone, more } = splitPieces(pieces, lost)
  return (
    <>
      {groups.map(({ size, partyIds }) => (
        <div key={partyIds[0]} className={classes.piece}>
          <span className={classes.quiet}>{t(PIECE_WORDS[words].group, { number: number(size) })}</span>
          <Chips ids={partyIds} total={size} parties={parties} />
        </div>
      ))}
      {alone.total > 0 && (
        <div className={classes.piece}>
          <span className={classes.quiet}>{t(PIECE_WORDS[words].single, { count: alone.total, number: number(alone.total) })}</span>
          <Chips ids={alone.ids} total={alone.total} parties={parties} />
        </div>
      )}
      {more > 0 && <p className={classes.quiet}>{t('insight.evidence.andMore', { number: number(more) })}</p>}
    </>
  )
}

/** Parties side by side: the first few, and all that were sent on a click. */
export function Chips({ ids, total, parties }: { ids: readonly string[]; total: number; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  const shown = open ? ids : ids.slice(0, CHIPS_SHOWN)
  const beyond = total - ids.length
  return (
    <div className={classes.chips}>
      {shown.map((id) => (
        <OneParty key={id} id={id} parties={parties} brief />
      ))}
      {open && beyond > 0 && <span className={classes.quiet}>{t('insight.evidence.andMore', { number: number(beyond) })}</span>}
      {ids.length > CHIPS_SHOWN && (
        <Anchor component="button" type="button" size="sm" onClick={() => setOpen(!open)}>
          {open ? t('insight.evidence.showFewer') : t('insight.evidence.showAll', { number: number(total) })}
        </Anchor>
      )}
    </div>
  )
}

function KindBars({ categories, parties }: { categories: Answer['categories']; parties: Parties }) {
  const kinds = useKinds()
  const most = Math.max(...categories.map(({ figures }) => numberOf(figures, 'kindParties') ?? 0), 1)
  return (
    <ul className={classes.ranking}>
      {categories.map(({ key, figures, partyIds }) => (
        <li key={key}>
          <div className={classes.row}>
            <span className={classes.kind}>
              <KindShape kind={kinds.of(key)} size={13} />
              {kinds.of(key).label}
            </span>
            <OpenNumbers figures={figures} />
          </div>
          <Bar share={(numberOf(figures, 'kindParties') ?? 0) / most} colour={kinds.of(key).colour} />
          {partyIds.length > 0 && <Chips ids={partyIds} total={partyIds.length} parties={parties} />}
        </li>
      ))}
    </ul>
  )
}

const SECTORS_SHOWN = 5

function Sectors({ categories, parties }: { categories: Answer['categories']; parties: Parties }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  return (
    <>
      <ul className={classes.ranking}>
        {(open ? categories : categories.slice(0, SECTORS_SHOWN)).map(({ key, figures, partyIds }) => (
          <li key={key}>
            <div className={classes.row}>
              <span className={classes.sector}>{sectorName(t, null, key)}</span>
              <OpenNumbers figures={figures} />
            </div>
            <span className={classes.chips}>
              <span className={classes.quiet}>{t('insight.evidence.alone')}</span>
              {partyIds.map((id) => (
                <OneParty key={id} id={id} parties={parties} brief />
              ))}
            </span>
          </li>
        ))}
      </ul>
      {categories.length > SECTORS_SHOWN && (
        <Anchor component="button" type="button" size="sm" mt="xs" onClick={() => setOpen(!open)}>
          {open ? t('insight.evidence.showFewer') : t('insight.evidence.showAll', { number: number(categories.length) })}
        </Anchor>
      )}
    </>
  )
}

/** The two whom a broker could bring together, to open. */
export function ToMeet({ answer: { key, task }, parties }: Props) {
  if (key !== 'bridgesGroups' || task === null) return null
  const two = task.partyIds.slice(1)
  return <Chips ids={two} total={two.length} parties={parties} />
}

export function OneParty({ id, parties, brief = false }: { id: string; parties: Parties; brief?: boolean }) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const { search } = useLocation()
  const party = parties.get(id)
  if (!party) return null
  const detail = sectorName(t, party.sectorScheme, party.sectorCode) || party.city
  const chip = { name: party.name, kind: kinds.of(party.kinds[0]), detail: brief ? null : detail }
  return <PartyChip {...chip} {...(!party.isMadeUp && { to: { search: withParty(search, id) } })} />
}

/** Decoration beside the number that says the same. */
export function Bar({ share, colour }: { share: number; colour?: string }) {
  return (
    <svg className={classes.bar} width="100%" height="6" aria-hidden="true" focusable="false">
      <rect width="100%" height="6" rx="3" className={classes.barGround} />
      <rect width={`${Math.round(share * 1000) / 10}%`} height="6" rx="3" fill={colour ?? 'var(--tutti-accent)'} />
    </svg>
  )
}
