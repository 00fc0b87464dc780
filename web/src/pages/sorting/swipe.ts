import { type PointerEvent, useRef, useState } from 'react'

/** How far a finger has to go for an answer, and how far before the card moves at all. */
const ENOUGH_PX = 90
const SLACK_PX = 8

/** Follows a finger that moves a card to one side. Up and down the page scrolls as ever; a mouse selects text as ever. */
export function useSwipe({ left, right }: { left: () => void; right: () => void }) {
  const [shift, setShift] = useState(0)
  const start = useRef<{ x: number; pointer: number } | undefined>(undefined)
  const shiftOf = (event: PointerEvent) => {
    if (start.current?.pointer !== event.pointerId) return 0
    const distance = event.clientX - start.current.x
    return Math.abs(distance) < SLACK_PX ? 0 : distance
  }
  const end = () => {
    start.current = undefined
    setShift(0)
  }
  return {
    shift,
    /** Which way the card goes if it is let go now. */
    side: shift > ENOUGH_PX ? ('right' as const) : shift < -ENOUGH_PX ? ('left' as const) : undefined,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.pointerType === 'mouse' || !event.isPrimary) return
        start.current = { x: event.clientX, pointer: event.pointerId }
      },
      onPointerMove: (event: PointerEvent) => setShift(shiftOf(event)),
      onPointerUp: (event: PointerEvent) => {
        const distance = shiftOf(event)
        end()
        if (distance > ENOUGH_PX) right()
        else if (distance < -ENOUGH_PX) left()
      },
      onPointerCancel: end,
    },
  }
}
