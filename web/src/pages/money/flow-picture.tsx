import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Flow, Flows } from './flow-queries.ts'
import classes from './flows.module.css'
import { layOut, PLACE_WIDTH, type Place } from './sankey.ts'
import { cut, useFlowWords } from './use-flow-words.ts'
import { useMoneyWords } from './use-words.ts'

const WIDTH_MIN = 300
const LABEL_PX = 7
/** How much of the picture the names of a column may cover: between the first two there stand those of both. */
const LABEL_PARTS = [0.17, 0.27, 0.42] as const

/** Ribbons as wide as what flowed. Said to eyes only: the table beside it says the same and is what keys and ears reach. */
export function FlowPicture({ flows, onOpen }: { flows: Flows; onOpen: (flow: Flow) => void }) {
  const { t } = useTranslation()
  const { amount } = useMoneyWords()
  const words = useFlowWords(flows)
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const ways = flows.flows.map((flow) => ({ ...flow, amount: BigInt(flow.amount), flow }))
  const { places, ribbons, height } = layOut(ways, width)
  const colours = new Map(places.filter(({ column }) => column === 1).map(({ key }, place) => [key, `var(--flow-${place % 8})`]))
  const shortOf = ({ column, key }: Place) => {
    const letters = Math.floor((width * LABEL_PARTS[column]) / LABEL_PX)
    return column === 1 ? words.shortMiddle(key, letters) : cut(words.place(key), letters)
  }
  if (ribbons.length === 0) return <div ref={frame} />
  return (
    <div ref={frame} className={classes.picture}>
      <svg width={width} height={height + 16} viewBox={`0 -8 ${width} ${height + 16}`} role="img" aria-label={t('money.flows.picture')}>
        {ribbons.map(({ way, paths }) => {
          const { flow } = way as unknown as { flow: Flow }
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it opens the same by keys
            <g
              key={`${flow.source} ${flow.middle} ${flow.target}`}
              className={classes.ribbon}
              fill={flow.middle === 'others' ? 'var(--tutti-quiet)' : colours.get(flow.middle)}
              onClick={() => onOpen(flow)}
            >
              <title>{`${words.flow(flow)}: ${amount(flow.amount, flows.asset, flows.scale)}`}</title>
              <path d={paths[0]} />
              <path d={paths[1]} />
            </g>
          )
        })}
        {places.map((place) => (
          <g key={`${place.column} ${place.key}`}>
            <rect x={place.x} y={place.y} width={PLACE_WIDTH} height={place.height} rx={2} className={classes.place} />
            <text
              x={place.column === 0 ? PLACE_WIDTH + 6 : place.x - 6}
              y={place.y + place.height / 2}
              textAnchor={place.column === 0 ? 'start' : 'end'}
              dominantBaseline="middle"
              className={classes.label}
            >
              {shortOf(place)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}

function useWidth(frame: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(WIDTH_MIN)
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(Math.max(WIDTH_MIN, element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return width
}
