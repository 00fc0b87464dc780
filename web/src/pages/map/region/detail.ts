import type { Groups, RegionModel } from './model.ts'

/** What of the picture is in view, in its own units, and how many pixels one of them is. */
export type View = { left: number; right: number; bottom: number; top: number; scale: number }

/** From so many pixels across, a group is opened: an area shows its communities, a community its parties, and then the ties among them. */
const OPEN_PX = { area: 260, community: 110, ties: 280 }
/** Where a party has so many pixels of room, everything is open: there are not many. */
const OPEN_SCALE = 9
/** The ties of so many communities are drawn at once. */
const TIED_MAX = 8

/** What is drawn of each group at this distance. Areas and communities that are neither open nor closed are out of view. */
export type Detail = {
  closedAreas: number[]
  openAreas: number[]
  closedCommunities: number[]
  openCommunities: number[]
  /** Those among the open ones whose ties are drawn, the nearest to the middle first. */
  tied: number[]
}

/** The level of detail: shapes from afar, what is in them from near. */
export function detailOf({ picture }: RegionModel, view: View): Detail {
  const detail: Detail = { closedAreas: [], openAreas: [], closedCommunities: [], openCommunities: [], tied: [] }
  const { areas, communities } = picture
  const isNear = view.scale >= OPEN_SCALE
  for (let area = 0; area < areas.x.length; area++) {
    if (!isInView(areas, area, view)) continue
    const isOpen = isNear || 2 * areas.radius[area]! * view.scale >= OPEN_PX.area || area === picture.isolates
    ;(isOpen ? detail.openAreas : detail.closedAreas).push(area)
    if (!isOpen) continue
    const last = areas.firstCommunity[area + 1] ?? communities.x.length
    for (let c = areas.firstCommunity[area]!; c < last; c++) {
      if (!isInView(communities, c, view)) continue
      const wide = 2 * communities.radius[c]! * view.scale
      const shows = isNear || wide >= OPEN_PX.community || area === picture.isolates
      ;(shows ? detail.openCommunities : detail.closedCommunities).push(c)
      if ((isNear || wide >= OPEN_PX.ties) && area !== picture.isolates) detail.tied.push(c)
    }
  }
  const far = (c: number) => Math.hypot(communities.x[c]! - (view.left + view.right) / 2, communities.y[c]! - (view.bottom + view.top) / 2)
  detail.tied = detail.tied.sort((a, b) => far(a) - far(b)).slice(0, TIED_MAX)
  return detail
}

function isInView({ x, y, radius }: Groups, group: number, { left, right, bottom, top }: View): boolean {
  const own = radius[group]!
  return x[group]! + own > left && x[group]! - own < right && y[group]! + own > bottom && y[group]! - own < top
}

/** How large a party is drawn, in pixels: as the room it has, the well-tied larger, seen from afar and not larger than its shape can be read. */
export function pointPixels(scale: number): { smallest: number; largest: number } {
  return { smallest: Math.max(1.6, Math.min(11, scale * 0.55)), largest: Math.max(2.4, Math.min(24, scale * 1.15)) }
}
