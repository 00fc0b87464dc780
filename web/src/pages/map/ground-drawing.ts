import type { Corner } from './filter.ts'
import { flowLines, SINGLE_ZOOM, tieLines } from './geography/flows.ts'
import type { Ground } from './geography/ground.ts'
import { type Heat, heatColour, warmest, warmthOf } from './geography/heat.ts'
import { detailAt, readOutline, ringsNear } from './geography/outline.ts'
import { INK } from './geography/style.ts'
import type { MapModel } from './model.ts'
import type { Look } from './network/scene.ts'
import { inkOf } from './pictures.ts'
import { type GroundDrawing, groundSvg } from './svg.ts'

type Box = [number, number, number, number]
type Place = (corner: Corner) => { x: number; y: number }

const HEAT_CELL_PX = 4

/** What is in view of the ground as a drawing; every party by itself, also where the screen gathers them, but for where heat or flows tell of them. */
export async function groundDrawing(ground: Ground, model: MapModel, look: Look, dark: boolean, foot: string): Promise<Blob> {
  const { map } = ground
  const bounds = map.getBounds()
  const box: Box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
  const outline = await readOutline(detailAt(map.getZoom()))
  const { clientWidth: width, clientHeight: height } = map.getContainer()
  const place: Place = (corner) => {
    const { x, y } = map.project(corner)
    return { x, y }
  }
  const rings = ringsNear(outline, box).map((ring) => ring.map(([lon, lat]) => place([lon!, lat!])))
  const { heat, flows } = ground.over()
  const isFar = map.getZoom() < SINGLE_ZOOM
  const drawing: GroundDrawing = {
    width,
    height,
    ...INK[dark ? 'dark' : 'light'],
    rings,
    parties: isFar && (heat || flows) ? [] : partiesOf(model, look, place),
    heat: heat && heatPicture(heat, map.getZoom(), place, { width, height }),
    ...flowsOf(ground, model, look, box, place, dark),
  }
  return new Blob([groundSvg(drawing, inkOf(dark), foot)], { type: 'image/svg+xml' })
}

function partiesOf(model: MapModel, look: Look, place: Place): GroundDrawing['parties'] {
  return model.parties.id.flatMap((_, party) => {
    const [lon, lat] = [model.parties.longitude[party], model.parties.latitude[party]]
    if (typeof lon !== 'number' || typeof lat !== 'number') return []
    const mark = { shape: look.shapes[party]!, size: look.sizes[party]!, colour: look.colours[party]!, ring: look.rings[party]! }
    return [{ place: place([lon, lat]), name: model.parties.name[party]!, ...mark }]
  })
}

type Flowing = Pick<GroundDrawing, 'flows' | 'arrows' | 'discs'>

/** Flows as the screen has them at this zoom. */
function flowsOf({ map, over }: Ground, model: MapModel, look: Look, box: Box, place: Place, dark: boolean): Flowing {
  const { flows, nameOf } = over()
  const drawn: Flowing = { flows: [], arrows: [], discs: [] }
  if (!flows) return drawn
  const { flow: colour, cluster } = INK[dark ? 'dark' : 'light']
  const isFar = map.getZoom() < SINGLE_ZOOM
  const level = flows.at(map.getZoom())
  for (const { geometry, properties } of (isFar ? flowLines(level, colour) : tieLines(model, look, box)).features) {
    if (geometry.type === 'Point' && 'turn' in properties)
      drawn.arrows.push({ place: place(geometry.coordinates as Corner), ...properties })
    else if (geometry.type === 'LineString' && 'width' in properties)
      drawn.flows.push({
        line: geometry.coordinates.map((corner) => place(corner as Corner)),
        colour: properties.colour,
        width: properties.width,
      })
  }
  if (isFar)
    for (const area of level.areas) {
      drawn.discs.push({
        place: place(area.place),
        name: nameOf(area),
        radius: 4 + Math.min(18, Math.sqrt(area.parties) / 2),
        colour: cluster,
      })
    }
  return drawn
}

function heatPicture({ places, weights }: Heat, zoom: number, place: Place, size: { width: number; height: number }): string | null {
  const top = warmest({ places, weights }, zoom)
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (top === 0 || !context) return null
  const points = places.map((corner, k) => ({ ...place(corner), weight: weights[k]! }))
  const warmth = warmthOf(points, top, { ...size, cell: HEAT_CELL_PX })
  canvas.width = Math.ceil(size.width / HEAT_CELL_PX)
  canvas.height = Math.ceil(size.height / HEAT_CELL_PX)
  const image = context.createImageData(canvas.width, canvas.height)
  for (const [cell, value] of warmth.entries()) image.data.set(heatColour(value), cell * 4)
  context.putImageData(image, 0, 0)
  return canvas.toDataURL('image/png')
}
