/** How far from the edges of the map its points have to stay, so that nothing lies over them. Pure. */

export type Box = { left: number; top: number; right: number; bottom: number }
export type Padding = { left: number; top: number; right: number; bottom: number }

/** A point is round, and its name stands beside it. */
const EDGE_PX = 40
const BESIDE_PX = 24
/** What lies over more of the map than this, as a sheet on a phone does, is not fitted beside. */
const SHARE_MAX = 0.6

/**
 * The padding of a map on which panels lie. Each is passed on the side where that takes least: a tall legend beside it, a low note on a
 * phone below it. What is left between the paddings is never less than two fifths of the map.
 */
export function paddingBeside(map: Box, panels: readonly Box[]): Padding {
  const [width, height] = [map.right - map.left, map.bottom - map.top]
  const padding = { left: EDGE_PX, top: EDGE_PX, right: EDGE_PX, bottom: EDGE_PX }
  for (const panel of panels) {
    const left = Math.max(panel.left, map.left)
    const top = Math.max(panel.top, map.top)
    const right = Math.min(panel.right, map.right)
    const bottom = Math.min(panel.bottom, map.bottom)
    if (right <= left || bottom <= top || (right - left) * (bottom - top) > width * height * SHARE_MAX) continue
    const reach = [
      ['left', right - map.left, width],
      ['top', bottom - map.top, height],
      ['right', map.right - left, width],
      ['bottom', map.bottom - top, height],
    ] as const
    const [side, px] = reach.reduce((least, each) => (each[1] / each[2] < least[1] / least[2] ? each : least))
    padding[side] = Math.max(padding[side], px + BESIDE_PX)
  }
  return { ...fitting(padding, 'left', 'right', width), ...fitting(padding, 'top', 'bottom', height) } as Padding
}

function fitting(padding: Padding, one: keyof Padding, other: keyof Padding, length: number): Partial<Padding> {
  const share = Math.min(1, (length * SHARE_MAX) / (padding[one] + padding[other]))
  return { [one]: Math.round(padding[one] * share), [other]: Math.round(padding[other] * share) }
}
