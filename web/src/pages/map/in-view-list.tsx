import { ActionIcon, Drawer, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { KindShape } from '../../ui/kind-shape.tsx'
import { usePhone } from '../../ui/phone.ts'
import { numbersOf, type Reading } from './encode.ts'
import { inOrder, nameRanks, useInView, type Watched } from './in-view.ts'
import classes from './in-view-list.module.css'
import { useNames } from './names.ts'

type Props = {
  reading: Reading
  /** What size says, which is what the list can be sorted by. */
  size: string
  selected: number | null
  watched: Watched
  onSelect: (party: number) => void
  onClose: () => void
}

const ROW_PX = 36
const PAGE_ROWS = 8

/** Whoever is in view of the network or the map, as a list beside it; on a phone as a sheet. */
export function InViewList(props: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const label = t('map.inView.label')
  // the sheet covers the map, and makes room for the story of whoever was chosen
  const choose = (party: number) => {
    props.onClose()
    props.onSelect(party)
  }
  if (phone)
    return (
      <Drawer opened onClose={props.onClose} position="bottom" size="65%" title={label} closeButtonProps={{ 'aria-label': t('ui.close') }}>
        <div className={classes.sheet}>
          <Sorted {...props} onSelect={choose} />
        </div>
      </Drawer>
    )
  return (
    <section className={classes.card} aria-label={label}>
      <div className={classes.head}>
        <span>{label}</span>
        <ActionIcon size="sm" variant="subtle" aria-label={t('map.inView.close')} onClick={props.onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Sorted {...props} />
    </section>
  )
}

function Sorted({ reading, size, selected, watched, onSelect }: Props) {
  const { t } = useTranslation()
  const { number, compare } = useFormats()
  const names = useNames()
  const { model } = reading
  const parties = useInView(watched)
  const [isBySize, setBySize] = useState(false)
  const ranks = useMemo(() => nameRanks(model, compare), [model, compare])
  const numbers = useMemo(() => (size === 'same' ? null : numbersOf(reading, size)), [reading, size])
  const wanted = isBySize ? numbers : null
  const shown = useMemo(
    () =>
      inOrder(
        parties.filter((party) => party < model.size),
        ranks,
        wanted,
      ),
    [parties, model.size, ranks, wanted],
  )
  return (
    <>
      <div className={classes.bar}>
        <span role="status">{t('map.inView.shown', { number: number(shown.length), total: number(model.size) })}</span>
        {numbers && (
          <NativeSelect
            size="xs"
            aria-label={t('map.inView.sort')}
            value={isBySize ? 'size' : 'name'}
            data={[
              { value: 'name', label: t('map.columns.name') },
              { value: 'size', label: names.encoding(size) },
            ]}
            onChange={(event) => setBySize(event.currentTarget.value === 'size')}
          />
        )}
      </div>
      {shown.length > 0 && <List reading={reading} shown={shown} numbers={wanted} selected={selected} onSelect={onSelect} />}
    </>
  )
}

type ListProps = Pick<Props, 'reading' | 'selected' | 'onSelect'> & { shown: readonly number[]; numbers: (number | null)[] | null }

/** A list of any length, of which only what is in view is drawn: arrows move, Enter chooses. */
function List({ reading, shown, numbers, selected, onSelect }: ListProps) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const names = useNames()
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const active = Math.min(at, shown.length - 1)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
    useFlushSync: false,
  })
  const { name, kinds } = reading.model.parties
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step !== undefined) {
      const next = Math.max(0, Math.min(shown.length - 1, active + step))
      setAt(next)
      virtual.scrollToIndex(next)
    } else if (event.key === 'Enter' || event.key === ' ') onSelect(shown[active]!)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={box}
      role="listbox"
      className={classes.list}
      aria-label={t('map.inView.label')}
      aria-activedescendant={`${id}-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const party = shown[index]!
          const value = numbers?.[party]
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the list is the one tab stop
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
            <div
              key={reading.model.parties.id[party]}
              id={`${id}-${index}`}
              role="option"
              className={classes.row}
              aria-selected={party === selected}
              aria-setsize={shown.length}
              aria-posinset={index + 1}
              data-active={index === active || undefined}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                setAt(index)
                onSelect(party)
              }}
            >
              <KindShape kind={names.kind(kinds[party]![0] ?? '')} size={13} />
              <span>{name[party]}</span>
              {value !== undefined && value !== null && <small>{number(value)}</small>}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}
