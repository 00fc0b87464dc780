import type Sigma from 'sigma'
import { shapePath } from '../../../ui/kinds.ts'
import { type MapModel, tiesOf } from '../model.ts'
import { type Box, type LabelWish, placeLabels } from './labels.ts'
import type { SceneState } from './scene.ts'

export const LABEL_FONT = '"Inter Variable", Inter, system-ui, sans-serif'
const FONT = `500 12px ${LABEL_FONT}`
const STRONG_FONT = `650 13px ${LABEL_FONT}`
/** What the buttons at the right edge cover, in pixels from the upper corner. */
export const TOOLS = { width: 64, height: 236 }
/** Arrow heads on all ties are drawn up to this many; beyond it only on those in focus. */
const MOST_ARROWS = 500

const widths = new Map<string, number>()

/** Call when a font has arrived: what was measured before was another one. */
export function forgetWidths() {
  widths.clear()
}

/** The discs of a grouped layout, under everything. */
export function paintGround(sigma: Sigma, { ground, picture, ink }: SceneState) {
  for (const disc of picture?.discs ?? []) {
    const middle = sigma.graphToViewport(disc)
    const radius = Math.abs(sigma.graphToViewport({ x: disc.x + disc.radius, y: disc.y }).x - middle.x)
    ground.beginPath()
    ground.arc(middle.x, middle.y, radius, 0, 2 * Math.PI)
    ground.fillStyle = ink.hairline
    ground.globalAlpha = 0.45
    ground.fill()
    ground.globalAlpha = 1
  }
}

/** Names, arrow heads, the ring around the chosen party and the names of groups, over everything. */
export function paintOverlay(sigma: Sigma, state: SceneState) {
  const { overlay, picture } = state
  if (!picture) return
  if (state.near.size > 0) paintNeighbourhood(sigma, state)
  else paintAllArrows(sigma, state)
  paintTried(sigma, state)
  paintRing(sigma, state)
  const taken = paintDiscNames(sigma, state)
  const wishes = wishesOf(sigma, state)
  const labels = placeLabels([...taken, ...wishes], sigma.getDimensions(), taken.length + mostLabels(sigma), bodiesOf(sigma, state))
  overlay.lineJoin = 'round'
  overlay.textBaseline = 'middle'
  for (const label of labels.slice(taken.length)) {
    overlay.font = label.forced ? STRONG_FONT : FONT
    overlay.textAlign = label.end ? 'right' : 'left'
    overlay.strokeStyle = state.ink.paper
    overlay.lineWidth = 3.5
    overlay.strokeText(label.text, label.x, label.y)
    overlay.fillStyle = state.ink.ink
    overlay.fillText(label.text, label.x, label.y)
  }
}

/** Brings a layer to the size of the picture and clears it; from here on its units are CSS pixels. */
export function prepare(sigma: Sigma, context: CanvasRenderingContext2D) {
  const { width, height } = sigma.getDimensions()
  const ratio = window.devicePixelRatio || 1
  const canvas = context.canvas
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
}

function mostLabels(sigma: Sigma): number {
  const { width, height } = sigma.getDimensions()
  return Math.min(80, Math.round((width * height) / 14_000))
}

/** What lies over the picture, and the parties in view, as boxes that no name may cover; the smaller ones give way where there are very many. */
function bodiesOf(sigma: Sigma, { picture, near }: SceneState): Box[] {
  const { look, positions } = picture!
  const { width, height } = sigma.getDimensions()
  const boxes: Box[] = [{ left: width - TOOLS.width, right: width, top: 0, bottom: TOOLS.height }]
  const parties = near.size > 0 ? near : bySize(picture!)
  for (const party of parties) {
    if (boxes.length > 350) break
    const { x, y } = sigma.graphToViewport({ x: positions.x[party]!, y: positions.y[party]! })
    if (x < 0 || y < 0 || x > width || y > height) continue
    const half = sigma.scaleSize(look.sizes[party]!) * 0.8
    boxes.push({ left: x - half, right: x + half, top: y - half, bottom: y + half })
  }
  return boxes
}

/** Most important first: what is in focus, then by size. While something is in focus, nobody else is named. */
function wishesOf(sigma: Sigma, { picture, focus, hover, near, overlay }: SceneState): LabelWish[] {
  const { model, look, positions } = picture!
  const { width, height } = sigma.getDimensions()
  const wishes: LabelWish[] = []
  const parties = near.size > 0 ? [...near] : bySize(picture!)
  for (const party of parties) {
    if (wishes.length > 400) break
    const at = sigma.graphToViewport({ x: positions.x[party]!, y: positions.y[party]! })
    if (at.x < -40 || at.y < -20 || at.x > width + 40 || at.y > height + 20) continue
    const forced = party === focus || party === hover
    const text = short(model.parties.name[party]!, forced ? 60 : 28)
    wishes.push({
      key: String(party),
      text,
      ...at,
      size: sigma.scaleSize(look.sizes[party]!),
      width: widthOf(overlay, text, forced),
      forced,
    })
  }
  return wishes.sort((a, b) => Number(b.forced) - Number(a.forced))
}

const orders = new WeakMap<object, number[]>()

function bySize(picture: NonNullable<SceneState['picture']>): number[] {
  const known = orders.get(picture)
  if (known) return known
  const degree = (party: number) => tiesOf(picture.model, party).length
  const order = picture.look.sizes.map((_, party) => party)
  order.sort((a, b) => picture.look.sizes[b]! - picture.look.sizes[a]! || degree(b) - degree(a) || a - b)
  orders.set(picture, order)
  return order
}

function widthOf(context: CanvasRenderingContext2D, text: string, strong: boolean): number {
  const key = `${strong ? '+' : ''}${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  context.font = strong ? STRONG_FONT : FONT
  const width = context.measureText(text).width
  if (widths.size > 20_000) widths.clear()
  widths.set(key, width)
  return width
}

export function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`
}

function paintRing(sigma: Sigma, { overlay, picture, focus, ink }: SceneState) {
  if (!picture || focus === null || focus >= picture.model.size) return
  const at = sigma.graphToViewport({ x: picture.positions.x[focus]!, y: picture.positions.y[focus]! })
  const radius = sigma.scaleSize(picture.look.sizes[focus]!) + 5
  overlay.strokeStyle = ink.accent
  overlay.lineWidth = 2.5
  overlay.stroke(new Path2D(shapePath(picture.look.shapes[focus]!, at.x, at.y, radius)))
}

/** Beyond so many the marks of a scenario would cover the picture. */
const MOST_MARKS = 400

/** What a scenario does: a dashed ring around who joins, a cross through who leaves and each tie that ends, a plus on each new one. */
function paintTried(sigma: Sigma, { overlay, picture, ink, near }: SceneState) {
  const tried = picture?.model.tried
  if (!picture || !tried) return
  const { model, positions, look } = picture
  const at = (party: number) => sigma.graphToViewport({ x: positions.x[party]!, y: positions.y[party]! })
  const isSeen = (party: number) => near.size === 0 || near.has(party)
  const radius = (party: number) => sigma.scaleSize(look.sizes[party]!)
  overlay.strokeStyle = ink.ink
  overlay.lineWidth = 2
  overlay.setLineDash([4, 3])
  for (const party of [...tried.joining].slice(0, MOST_MARKS).filter(isSeen)) {
    const { x, y } = at(party)
    overlay.stroke(new Path2D(shapePath(look.shapes[party]!, x, y, radius(party) + 5)))
  }
  overlay.setLineDash([])
  const strokes = new Path2D()
  for (const party of [...tried.leaving].slice(0, MOST_MARKS).filter(isSeen)) {
    const { x, y } = at(party)
    const reach = radius(party) + 2
    line(strokes, x - reach, y - reach, x + reach, y + reach)
    line(strokes, x - reach, y + reach, x + reach, y - reach)
  }
  const middlesOf = (ties: ReadonlySet<number>) =>
    [...ties].flatMap((tie) => {
      const ends = [model.ties.from[tie]!, model.ties.to[tie]!] as const
      // ties of who leaves go with it, which its own cross says
      if (!ends.every(isSeen) || ends.some((party) => tried.leaving.has(party))) return []
      const [start, end] = [at(ends[0]), at(ends[1])]
      return [{ x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }]
    })
  for (const { x, y } of middlesOf(tried.coming).slice(0, MOST_MARKS)) {
    line(strokes, x - 5, y, x + 5, y)
    line(strokes, x, y - 5, x, y + 5)
  }
  for (const { x, y } of middlesOf(tried.going).slice(0, MOST_MARKS)) {
    line(strokes, x - 4, y - 4, x + 4, y + 4)
    line(strokes, x - 4, y + 4, x + 4, y - 4)
  }
  overlay.stroke(strokes)
}

function line(path: Path2D, fromX: number, fromY: number, toX: number, toY: number) {
  path.moveTo(fromX, fromY)
  path.lineTo(toX, toY)
}

function paintDiscNames(sigma: Sigma, { overlay, picture, ink }: SceneState): LabelWish[] {
  return picture!.discs.map((disc, index) => {
    const top = sigma.graphToViewport({ x: disc.x, y: disc.y + disc.radius })
    overlay.font = `600 13px ${LABEL_FONT}`
    overlay.textAlign = 'center'
    overlay.textBaseline = 'middle'
    overlay.strokeStyle = ink.paper
    overlay.lineWidth = 4
    overlay.strokeText(disc.label, top.x, top.y + 2)
    overlay.fillStyle = ink.quiet
    overlay.fillText(disc.label, top.x, top.y + 2)
    const width = overlay.measureText(disc.label).width
    return { key: `disc-${index}`, text: disc.label, x: top.x - width / 2, y: top.y + 2, size: 0, width, forced: true }
  })
}

/** A veil over everything, and above it the party in focus with its ties and neighbours as they are. */
function paintNeighbourhood(sigma: Sigma, { overlay, picture, near, focus, hover, ink }: SceneState) {
  const { model, look, positions } = picture!
  const middle = hover ?? focus
  if (middle === null || middle >= model.size) return
  const { width, height } = sigma.getDimensions()
  overlay.globalAlpha = 0.84
  overlay.fillStyle = ink.paper
  overlay.fillRect(0, 0, width, height)
  overlay.globalAlpha = 1
  const at = (party: number) => sigma.graphToViewport({ x: positions.x[party]!, y: positions.y[party]! })
  for (const tie of tiesOf(model, middle)) {
    const start = at(model.ties.from[tie]!)
    const end = at(model.ties.to[tie]!)
    overlay.strokeStyle = overlay.fillStyle = look.ties.colours[tie]!.slice(0, 7)
    overlay.lineWidth = Math.max(1.2, sigma.scaleSize(look.ties.widths[tie]!))
    overlay.setLineDash(look.ties.dashes[tie]![1] > 0 ? [...look.ties.dashes[tie]!] : [])
    overlay.beginPath()
    overlay.moveTo(start.x, start.y)
    overlay.lineTo(end.x, end.y)
    overlay.stroke()
    if (model.ties.directed[tie]) paintArrow(sigma, overlay, picture!, model, tie)
  }
  overlay.setLineDash([])
  for (const party of near) {
    const { x, y } = at(party)
    const size = sigma.scaleSize(look.sizes[party]!)
    const path = new Path2D(shapePath(look.shapes[party]!, x, y, size - 0.75))
    overlay.fillStyle = look.colours[party]!
    overlay.fill(path)
    overlay.strokeStyle = look.rings[party]!
    overlay.lineWidth = Math.max(1, size * 0.16)
    overlay.stroke(path)
  }
}

function paintAllArrows(sigma: Sigma, { overlay, picture }: SceneState) {
  const { model, look } = picture!
  if (model.ties.from.length > MOST_ARROWS) return
  for (let tie = 0; tie < model.ties.from.length; tie++) {
    if (!model.ties.directed[tie] || model.tried?.going.has(tie)) continue
    overlay.fillStyle = look.ties.colours[tie]!.slice(0, 7)
    paintArrow(sigma, overlay, picture!, model, tie)
  }
}

function paintArrow(
  sigma: Sigma,
  context: CanvasRenderingContext2D,
  picture: NonNullable<SceneState['picture']>,
  model: MapModel,
  tie: number,
) {
  const { positions, look } = picture
  const to = model.ties.to[tie]!
  const from = model.ties.from[tie]!
  const end = sigma.graphToViewport({ x: positions.x[to]!, y: positions.y[to]! })
  const start = sigma.graphToViewport({ x: positions.x[from]!, y: positions.y[from]! })
  const far = Math.hypot(end.x - start.x, end.y - start.y)
  const reach = sigma.scaleSize(look.sizes[to]!) * 1.15 + 1
  if (far < reach + 14) return
  const dx = (end.x - start.x) / far
  const dy = (end.y - start.y) / far
  const tip = { x: end.x - dx * reach, y: end.y - dy * reach }
  context.beginPath()
  context.moveTo(tip.x, tip.y)
  context.lineTo(tip.x - dx * 8 - dy * 3.6, tip.y - dy * 8 + dx * 3.6)
  context.lineTo(tip.x - dx * 8 + dy * 3.6, tip.y - dy * 8 - dx * 3.6)
  context.fill()
}
