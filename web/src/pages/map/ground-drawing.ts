import type { Ground } from './geography/ground.ts'
import { detailAt, readOutline, ringsNear } from './geography/outline.ts'
import { INK } from './geography/style.ts'
import type { MapModel } from './model.ts'
import type { Look } from './network/scene.ts'
import { inkOf } from './pictures.ts'
import { groundSvg } from './svg.ts'

/** What is in view of the ground as a drawing; every party by itself, also where the screen gathers them. */
export async function groundDrawing({ map }: Ground, model: MapModel, look: Look, dark: boolean, foot: string): Promise<Blob> {
  const bounds = map.getBounds()
  const box: [number, number, number, number] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
  const outline = await readOutline(detailAt(map.getZoom()))
  const { clientWidth: width, clientHeight: height } = map.getContainer()
  const place = (lon: number, lat: number) => {
    const { x, y } = map.project([lon, lat])
    return { x, y }
  }
  const rings = ringsNear(outline, box).map((ring) => ring.map(([lon, lat]) => place(lon!, lat!)))
  const parties = model.parties.id.flatMap((_, party) => {
    const [lon, lat] = [model.parties.longitude[party], model.parties.latitude[party]]
    if (typeof lon !== 'number' || typeof lat !== 'number') return []
    const mark = { shape: look.shapes[party]!, size: look.sizes[party]!, colour: look.colours[party]!, ring: look.rings[party]! }
    return [{ place: place(lon, lat), name: model.parties.name[party]!, ...mark }]
  })
  const { sea, land, border } = INK[dark ? 'dark' : 'light']
  return new Blob([groundSvg({ width, height, sea, land, border, rings, parties }, inkOf(dark), foot)], { type: 'image/svg+xml' })
}
