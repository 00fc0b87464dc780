import type Sigma from 'sigma'
import { shapePath } from '../../../ui/kinds.ts'
import { LABEL_FONT, short, TOOLS } from '../network/paint.ts'
import { pointPixels } from './detail.ts'
import { type Groups, kindsIn, type RegionModel } from './model.ts'
import type { SceneState } from './scene.ts'

const AREA_FONT = `650 14px ${LABEL_FONT}`
const SMALL_AREA_FONT = `650 12px ${LABEL_FONT}`
const COMMUNITY_FONT = `600 12px ${LABEL_FONT}`
const PARTY_FONT = `500 12px ${LABEL_FONT}`
const SMALL_FONT = `400 11px ${LABEL_FONT}`
/** How wide the heaviest bundle is drawn, in pixels. */
const BUNDLE_PX = { areas: 14, communities: 7 }
/** A circle of fewer pixels has no room for its kinds, or for its name. */
const RING_FROM_PX = 12
const NAME_FROM_PX = 22
const LABELS_MAX = 90
const NAME_LENGTH = 26
/** About how many pixels a letter takes, and what of a circle's width a name may. */
const LETTER_PX = 7.1
const FILLED = 0.92
/** Narrower circles have smaller names. */
const LARGE_FROM_PX = 60

type Context = CanvasRenderingContext2D
type Level = 'areas' | 'communities'
type Disc = { x: number; y: number; radius: number }

/** Circles and the bundles between them, under the points. */
export function paintGround(sigma: Sigma, context: Context, state: SceneState): void {
  const { model, detail, look } = state
  if (!model) return
  const { picture } = model
  const isClosed = new Set(detail.closedAreas)
  // those from or to what is in view, as long as one end is a shape
  paintBundles(sigma, context, state, 'areas', (one, other) => isClosed.has(one) || isClosed.has(other))
  for (const area of detail.openAreas) {
    // an area of one community is told by that
    if (isSingle(model, area) && area !== picture.isolates) continue
    const disc = discOf(sigma, picture.areas, area)
    // those without ties are a ring around everything, which is no ground for the others
    if (area !== picture.isolates) paintDisc(context, disc, look.ink.hairline, look.dark ? 0.28 : 0.34)
    outline(context, disc, look.ink.hairline, area === picture.isolates ? 1 : 1.5)
  }
  const seen = new Set([...detail.openCommunities, ...detail.closedCommunities])
  paintBundles(sigma, context, state, 'communities', (one, other) => seen.has(one) && seen.has(other))
  for (const c of detail.openCommunities) {
    if (model.areaOf[c] === picture.isolates) continue
    const disc = discOf(sigma, picture.communities, c)
    paintDisc(context, disc, look.ink.paper, 0.92)
    outline(context, disc, look.ink.hairline, 1)
  }
  for (const c of detail.closedCommunities) paintClosed(sigma, context, state, 'communities', c)
  for (const area of detail.closedAreas) paintClosed(sigma, context, state, 'areas', area)
}

function paintBundles(
  sigma: Sigma,
  context: Context,
  { model, look }: SceneState,
  level: Level,
  isShown: (one: number, other: number) => boolean,
): void {
  const { [level]: bundles } = model!.picture.bundles
  const groups = model!.picture[level]
  const heaviest = bundles.ties.reduce((most, ties) => Math.max(most, ties), 1)
  context.strokeStyle = look.ink.quiet
  context.lineCap = 'round'
  for (const [k, ties] of bundles.ties.entries()) {
    const [one, other] = [bundles.from[k]!, bundles.to[k]!]
    if (!isShown(one, other)) continue
    const [from, to] = [discOf(sigma, groups, one), discOf(sigma, groups, other)]
    const share = Math.sqrt(ties / heaviest)
    context.globalAlpha = 0.08 + 0.2 * share
    // thinner than the smaller of the circles, among many small ones too
    context.lineWidth = Math.max(0.5, Math.min(BUNDLE_PX[level], Math.min(from.radius, to.radius) * 0.3) * share)
    // a little to one side, so that bundles that lie in one line can be told apart
    const bend = 0.08
    context.beginPath()
    context.moveTo(from.x, from.y)
    context.quadraticCurveTo((from.x + to.x) / 2 - (to.y - from.y) * bend, (from.y + to.y) / 2 + (to.x - from.x) * bend, to.x, to.y)
    context.stroke()
  }
  context.globalAlpha = 1
}

/** A group as a shape: filled with the colour that most of it has, around it a ring of all its kinds. */
function paintClosed(sigma: Sigma, context: Context, state: SceneState, level: Level, group: number): void {
  const { look, model } = state
  const disc = discOf(sigma, model!.picture[level], group)
  const counts = countsOf(state, level, group)
  const total = counts.reduce((sum, count) => sum + count, 0)
  paintDisc(context, disc, look.ink.paper, 1)
  const commonest = counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0))
  paintDisc(context, disc, total === 0 ? look.ink.hairline : colourOf(state, commonest), total === 0 ? 0.5 : 0.22)
  if (disc.radius < RING_FROM_PX || total === 0) {
    outline(context, disc, look.ink.hairline, 1)
    return
  }
  const width = Math.min(9, Math.max(3, disc.radius * 0.09))
  let from = -Math.PI / 2
  context.lineCap = 'butt'
  context.lineWidth = width
  for (const [kind, count] of counts.entries()) {
    if (count === 0) continue
    const to = from + (2 * Math.PI * count) / total
    context.strokeStyle = colourOf(state, kind)
    context.beginPath()
    context.arc(disc.x, disc.y, disc.radius - width / 2, from, to)
    context.stroke()
    from = to
  }
}

/** Names and counts, what the pointer is over, and the chosen party with its ties, over everything. */
export function paintOverlay(sigma: Sigma, context: Context, state: SceneState): void {
  const { model, hover } = state
  if (!model) return
  if (state.focus !== null) paintFocus(sigma, context, state, state.focus)
  // what was pointed at may have been opened meanwhile
  if (hover && 'area' in hover && state.detail.closedAreas.includes(hover.area))
    outline(context, discOf(sigma, model.picture.areas, hover.area), state.look.ink.accent, 2.5)
  if (hover && 'community' in hover && state.detail.closedCommunities.includes(hover.community))
    outline(context, discOf(sigma, model.picture.communities, hover.community), state.look.ink.accent, 2.5)
  const taken: Box[] = []
  const { width } = sigma.getDimensions()
  taken.push({ left: width - TOOLS.width, right: width, top: 0, bottom: TOOLS.height })
  for (const wish of wishesOf(sigma, state)) {
    if (taken.length > LABELS_MAX && !wish.forced) break
    write(sigma, context, state, wish, taken)
  }
}

type Box = { left: number; right: number; top: number; bottom: number }
type Wish = { x: number; y: number; lines: readonly { text: string; font: string; quiet: boolean }[]; forced: boolean }

/** Most important first: the party pointed at and the chosen one, areas, communities by size, then the best connected parties. */
function wishesOf(sigma: Sigma, state: SceneState): Wish[] {
  const { model, detail, hover, focus, words, names } = state
  const { picture } = model!
  const wishes: Wish[] = []
  const nameOf = (place: number, forced: boolean) => {
    const known = names.get(place)
    if (!known) return
    const at = placeOf(sigma, model!, place)
    const below = pointPixels(scaleOf(sigma)).largest / 2 + 9
    wishes.push({
      x: at.x,
      y: at.y + below,
      lines: [{ text: short(known.name, forced ? 60 : NAME_LENGTH), font: forced ? COMMUNITY_FONT : PARTY_FONT, quiet: false }],
      forced,
    })
  }
  if (hover && 'party' in hover) nameOf(hover.party, true)
  if (focus !== null) nameOf(focus, true)
  const closed = (level: Level, group: number, font: string) => {
    const disc = discOf(sigma, picture[level], group)
    const isPointedAt =
      hover !== null && (level === 'areas' ? 'area' in hover && hover.area === group : 'community' in hover && hover.community === group)
    if (disc.radius < NAME_FROM_PX && !isPointedAt) return
    const all = picture[level].parties[group]!
    const shown = state.matches === null ? all : countsOf(state, level, group).reduce((sum, count) => sum + count, 0)
    const most = isPointedAt ? 60 : Math.max(6, Math.floor((2 * disc.radius * FILLED) / LETTER_PX))
    const lines = [
      {
        text: short(words.group(level, group), most),
        font: disc.radius < LARGE_FROM_PX && level === 'areas' ? SMALL_AREA_FONT : font,
        quiet: false,
      },
    ]
    if (disc.radius > 30 || isPointedAt) lines.push({ text: words.count(shown, all), font: SMALL_FONT, quiet: true })
    wishes.push({ x: disc.x, y: disc.y, lines, forced: isPointedAt })
  }
  const heading = (level: Level, group: number, font: string) => {
    const disc = discOf(sigma, picture[level], group)
    wishes.push({
      x: disc.x,
      y: disc.y - disc.radius - 2,
      lines: [{ text: short(words.group(level, group), NAME_LENGTH), font, quiet: true }],
      forced: false,
    })
  }
  for (const area of detail.closedAreas) closed('areas', area, AREA_FONT)
  for (const area of detail.openAreas) if (area === picture.isolates || !isSingle(model!, area)) heading('areas', area, AREA_FONT)
  for (const c of detail.closedCommunities) closed('communities', c, COMMUNITY_FONT)
  const open = detail.openCommunities.filter((c) => model!.areaOf[c] !== picture.isolates)
  for (const c of open) heading('communities', c, COMMUNITY_FONT)
  const best = (c: number, rank: number) => picture.communities.firstParty[c]! + rank
  for (let rank = 0; rank < 40 && wishes.length < 3 * LABELS_MAX; rank++)
    for (const c of open)
      if (rank < picture.communities.parties[c]! && (state.matches === null || state.matches.has(best(c, rank))))
        nameOf(best(c, rank), false)
  return wishes
}

function write(sigma: Sigma, context: Context, { look }: SceneState, { x, y, lines, forced }: Wish, taken: Box[]): void {
  const { width, height } = sigma.getDimensions()
  const wide = Math.max(...lines.map(({ text, font }) => widthOf(context, text, font)))
  const high = lines.length * 15
  const box = { left: x - wide / 2, right: x + wide / 2, top: y - high / 2, bottom: y + high / 2 }
  if (box.right < 0 || box.left > width || box.bottom < 0 || box.top > height) return
  const isFree = taken.every(
    (other) => box.right + 3 < other.left || other.right + 3 < box.left || box.bottom < other.top || other.bottom < box.top,
  )
  if (!forced && !isFree) return
  taken.push(box)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  for (const [line, { text, font, quiet }] of lines.entries()) {
    const at = box.top + 15 * line + 7.5
    context.font = font
    context.strokeStyle = look.ink.paper
    context.lineWidth = 3.5
    context.strokeText(text, x, at)
    context.fillStyle = quiet ? look.ink.quiet : look.ink.ink
    context.fillText(text, x, at)
  }
}

const widths = new Map<string, number>()
/** The names of some thousand parties; beyond that they are measured anew. */
const WIDTHS_MAX = 20_000

/** Measuring a text takes as long as writing it, and the same are written again and again. */
function widthOf(context: Context, text: string, font: string): number {
  const key = `${font} ${text}`
  let width = widths.get(key)
  if (width === undefined) {
    if (widths.size >= WIDTHS_MAX) widths.clear()
    context.font = font
    width = context.measureText(text).width
    // before the font is there it is another one that is measured
    if (document.fonts.check(font)) widths.set(key, width)
  }
  return width
}

/** The chosen party, with lines to everybody it is tied to. */
function paintFocus(sigma: Sigma, context: Context, state: SceneState, place: number): void {
  const { model, look, tiedTo } = state
  const at = placeOf(sigma, model!, place)
  const { largest } = pointPixels(scaleOf(sigma))
  context.strokeStyle = look.ink.accent
  context.fillStyle = look.ink.accent
  context.globalAlpha = tiedTo.length > 60 ? 0.35 : 0.65
  context.lineWidth = 1.2
  for (const other of tiedTo) {
    const to = placeOf(sigma, model!, other)
    context.beginPath()
    context.moveTo(at.x, at.y)
    context.lineTo(to.x, to.y)
    context.stroke()
    context.beginPath()
    context.arc(to.x, to.y, 2.5, 0, 2 * Math.PI)
    context.fill()
  }
  context.globalAlpha = 1
  context.lineWidth = 2.5
  context.fillStyle = colourOf(state, model!.kind[place]!)
  const shape = look.shapes[model!.kind[place]!] ?? 'circle'
  const path = new Path2D(shapePath(shape, at.x, at.y, Math.max(7, largest / 2 + 3)))
  context.fill(path)
  context.stroke(path)
}

function isSingle({ picture: { areas, communities } }: RegionModel, area: number): boolean {
  return (areas.firstCommunity[area + 1] ?? communities.x.length) - areas.firstCommunity[area]! === 1
}

function countsOf({ model, matches, counted }: SceneState, level: Level, group: number): Uint32Array {
  const key = `${level} ${group}`
  const known = counted.get(key)
  if (known) return known
  const { areas, communities } = model!.picture
  const first = communities.firstParty[level === 'areas' ? areas.firstCommunity[group]! : group]!
  const isKnown = model!.known[level === 'areas' ? group : model!.areaOf[group]!]
  // of an area whose points did not come yet it is known at least without a filter
  const told = level === 'areas' && matches === null ? (areas.kinds[group] ?? []) : []
  const counts = isKnown ? kindsIn(model!, first, model!.picture[level].parties[group]!, matches) : Uint32Array.from(told)
  counted.set(key, counts)
  return counts
}

function colourOf({ look, model }: SceneState, kind: number): string {
  return kind < model!.picture.kinds.length ? (look.colours[kind] ?? look.other) : look.other
}

function paintDisc(context: Context, { x, y, radius }: Disc, colour: string, alpha: number): void {
  context.globalAlpha = alpha
  context.fillStyle = colour
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
  context.globalAlpha = 1
}

function outline(context: Context, { x, y, radius }: Disc, colour: string, width: number): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.stroke()
}

function discOf(sigma: Sigma, { x, y, radius }: Groups, group: number): Disc {
  return { ...sigma.graphToViewport({ x: x[group]!, y: y[group]! }), radius: radius[group]! * scaleOf(sigma) }
}

function placeOf(sigma: Sigma, { positions }: RegionModel, place: number): { x: number; y: number } {
  return sigma.graphToViewport({ x: positions[2 * place]!, y: positions[2 * place + 1]! })
}

function scaleOf(sigma: Sigma): number {
  return sigma.graphToViewport({ x: 1, y: 0 }).x - sigma.graphToViewport({ x: 0, y: 0 }).x
}
