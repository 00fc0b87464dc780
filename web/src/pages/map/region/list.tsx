import { ActionIcon, Button, Drawer } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../ui/format.ts'
import { KindShape } from '../../../ui/kind-shape.tsx'
import { usePhone } from '../../../ui/phone.ts'
import listClasses from '../in-view-list.module.css'
import { useNames } from '../names.ts'
import type { Loader } from './loader.ts'
import type { Matches, RegionModel } from './model.ts'
import classes from './region.module.css'
import type { Named } from './scene.ts'
import { useGroupDetail, useGroupName } from './words.ts'

type Props = {
  model: RegionModel
  loader: Loader
  matches: Matches | null
  partyId: string | null
  setParty: (id: string) => void
  /** Shows a group on the picture. */
  show: (level: 'areas' | 'communities', group: number) => void
  onClose: () => void
}

/** The same as the picture shows, as a list: areas, their communities, their members, the largest and best connected first. */
export function RegionList(props: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const label = t('region.list')
  if (phone)
    return (
      <Drawer opened onClose={props.onClose} position="bottom" size="70%" title={label} closeButtonProps={{ 'aria-label': t('ui.close') }}>
        <Areas {...props} />
      </Drawer>
    )
  return (
    <section className={`${listClasses.card} ${classes.list}`} aria-label={label}>
      <div className={listClasses.head}>
        <span>{label}</span>
        <ActionIcon size="sm" variant="subtle" aria-label={t('region.listClose')} onClick={props.onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <div className={classes.scroll}>
        <Areas {...props} />
      </div>
    </section>
  )
}

function Areas(props: Props) {
  const { areas, communities } = props.model.picture
  return (
    <ul className={classes.groups}>
      {areas.x.map((_, area) => {
        const first = areas.firstCommunity[area]!
        const count = (areas.firstCommunity[area + 1] ?? communities.x.length) - first
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a group of a picture is its number
          <Group key={area} {...props} level="areas" group={area}>
            {() => (count === 1 ? <Members {...props} community={first} /> : <Communities {...props} first={first} count={count} />)}
          </Group>
        )
      })}
    </ul>
  )
}

const COMMUNITIES_AT_ONCE = 50

function Communities({ first, count, ...props }: Props & { first: number; count: number }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(COMMUNITIES_AT_ONCE)
  return (
    <ul className={classes.groups}>
      {Array.from({ length: Math.min(count, shown) }, (_, k) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group of a picture is its number
        <Group key={k} {...props} level="communities" group={first + k}>
          {() => <Members {...props} community={first + k} />}
        </Group>
      ))}
      {shown < count && (
        <li>
          <Button variant="subtle" size="compact-sm" onClick={() => setShown(shown + COMMUNITIES_AT_ONCE)}>
            {t('region.moreCommunities')}
          </Button>
        </li>
      )}
    </ul>
  )
}

type GroupProps = Props & { level: 'areas' | 'communities'; group: number; children: () => ReactNode }

function Group({ model, matches, show, level, group, children }: GroupProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [isOpen, setOpen] = useState(false)
  const name = useGroupName(model.picture)(level, group)
  const detail = useGroupDetail(model.picture)(level, group)
  const all = model.picture[level].parties[group]!
  const found = useMemo(() => countMatching(model, level, group, matches), [model, level, group, matches])
  if (found === 0) return null
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li>
      <button
        type="button"
        className={classes.group}
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen)
          if (!isOpen) show(level, group)
        }}
      >
        <Chevron size={15} aria-hidden="true" />
        <span className={classes.groupName}>
          {name}
          {detail !== '' && <small>{detail}</small>}
        </span>
        <small>{found === all ? number(all) : t('region.of', { found: number(found), all: number(all) })}</small>
      </button>
      {isOpen && children()}
    </li>
  )
}

/** How many of a group the filter finds. */
function countMatching({ picture }: RegionModel, level: GroupProps['level'], group: number, matches: Matches | null): number {
  const all = picture[level].parties[group]!
  if (matches === null) return all
  const first = picture.communities.firstParty[level === 'areas' ? picture.areas.firstCommunity[group]! : group]!
  let found = 0
  for (let place = first; place < first + all; place++) if (matches.has(place)) found++
  return found
}

const MEMBERS_AT_ONCE = 50
const STRETCH = 200

function Members({ model, loader, matches, partyId, setParty, community }: Props & { community: number }) {
  const { t } = useTranslation()
  const names = useNames()
  const first = model.picture.communities.firstParty[community]!
  const end = first + model.picture.communities.parties[community]!
  const [state, setState] = useState<{ members: readonly Named[]; next: number } | null>(null)
  const [isAsked, setAsked] = useState(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter begins anew
  useEffect(() => {
    setState(null)
    setAsked(true)
  }, [matches, loader, community])
  useEffect(() => {
    if (!isAsked) return
    let isOver = false
    collect(loader, matches, state?.next ?? first, end).then(
      ({ members, next }) => {
        if (isOver) return
        setAsked(false)
        setState((before) => ({ members: [...(before?.members ?? []), ...members], next }))
      },
      () => isOver || setAsked(false),
    )
    return () => {
      isOver = true
    }
  }, [isAsked, loader, matches, first, end, state?.next])
  return (
    <ul className={classes.members}>
      {state?.members.map(({ id, name, kinds }) => (
        <li key={id}>
          <button type="button" className={classes.member} aria-pressed={id === partyId} onClick={() => setParty(id)}>
            <KindShape kind={names.kind(kinds[0] ?? '')} size={13} />
            <span>{name}</span>
          </button>
        </li>
      ))}
      {(state === null || state.next < end) && (
        <li>
          <Button variant="subtle" size="compact-sm" loading={isAsked} onClick={() => setAsked(true)}>
            {t('region.moreMembers')}
          </Button>
        </li>
      )}
    </ul>
  )
}

/** The next members of a stretch that the filter finds, and where to go on. */
async function collect(loader: Loader, matches: Matches | null, from: number, end: number): Promise<{ members: Named[]; next: number }> {
  const members: Named[] = []
  let next = from
  while (next < end && members.length < MEMBERS_AT_ONCE) {
    const limit = Math.min(matches === null ? MEMBERS_AT_ONCE : STRETCH, end - next)
    // a stretch nobody of which was found need not be asked for
    const isAny = matches === null || Array.from({ length: limit }, (_, k) => next + k).some(matches.has)
    if (isAny)
      for (const member of await loader.members(next, limit)) if (matches === null || matches.has(member.place)) members.push(member)
    next += limit
  }
  return { members, next }
}
