import Graph from 'graphology'
import Sigma from 'sigma'
import type { Shape } from '../../../ui/kinds.ts'
import { type MapModel, tiesOf } from '../model.ts'
import { gridOf } from './grid.ts'
import { forgetWidths, paintGround, paintOverlay, prepare, TOOLS } from './paint.ts'
import { pointing } from './pointing.ts'
import type { Disc, Positions } from './seats.ts'
import { type NodeLook, NoProgram, ShapeProgram } from './shape-program.ts'
import { stillWhileMoving } from './still.ts'
import { type TieLook, TieProgram } from './tie-program.ts'

/** How everything looks, by party and by tie number of the model. Sizes in pixels. */
export type Look = {
  colours: string[]
  rings: string[]
  sizes: number[]
  shapes: Shape[]
  ties: { colours: string[]; dashes: (readonly [number, number])[]; widths: number[] }
}
export type Ink = { paper: string; ink: string; quiet: string; accent: string; hairline: string }
export type Picture = { model: MapModel; positions: Positions; look: Look; discs: (Disc & { label: string })[]; bounds: Bounds }
export type Bounds = { x: [number, number]; y: [number, number] }
export type Listener = {
  selected: (party: number | null) => void
  /** A party was dragged and let go of; positions in the layout's own units. */
  moved: (party: number, x: number, y: number) => void
}
export type Scene = ReturnType<typeof createScene>

export type SceneState = {
  picture: Picture | null
  ink: Ink
  /** Who is chosen, and who is under the pointer or held by it. */
  focus: number | null
  hover: number | null
  /** The party in focus and everybody next to it; empty when nothing is in focus. */
  near: Set<number>
  /** Pixels at the left edge that something else covers. */
  coveredLeft: number
  at: (x: number, y: number) => number | null
  ground: CanvasRenderingContext2D
  overlay: CanvasRenderingContext2D
}

const FARTHEST = 3
const NEAREST = 0.02
/** Painted without the graphics card: where that is slow, a veil and some names would wait for ten thousand ties. */
const QUICK = { willReadFrequently: true }
/** Sigma's own layers for names and hovering, in whose place we have the overlay. */
const UNUSED_LAYERS = ['edgeLabels', 'labels', 'hovers', 'hoverNodes'] as const
/** Nearer to the edge than this, a chosen party and its name are hardly in view. */
const EDGE_PX = 40

/** The network on screen: a sigma renderer with our programs, names and selection. Must be `kill`ed. */
export function createScene(box: HTMLElement, ink: Ink, calm: boolean, listener: Listener) {
  const sigma = new Sigma(new Graph({ multi: true }), box, settingsFor(calm))
  // sigma would read the picture back at every move of the mouse to know who is under it: the scene knows from its grid
  Object.assign(sigma, { getNodeAtPosition: () => null })
  const layer = (id: string, place: Parameters<Sigma['createCanvas']>[1], settings?: CanvasRenderingContext2DSettings) =>
    sigma.createCanvas(id, place).getContext('2d', settings)!
  const state: SceneState = {
    picture: null,
    ink,
    focus: null,
    hover: null,
    near: new Set(),
    coveredLeft: 0,
    at: () => null,
    ground: layer('ground', { beforeLayer: 'edges' }, QUICK),
    overlay: layer('overlay', { afterLayer: 'nodes' }, QUICK),
  }
  const { edges, nodes, ...others } = sigma.getCanvases()
  // every layer costs the compositor time, and nothing is ever drawn on these
  for (const unused of UNUSED_LAYERS) others[unused]!.style.display = 'none'
  const still = stillWhileMoving(sigma, layer('moved', { afterLayer: 'overlay' }), {
    drawn: [state.ground.canvas, edges!, nodes!],
    painted: state.overlay.canvas,
    timed: edges!.getContext('webgl2'),
  })
  const paint = () => {
    for (const context of [state.ground, state.overlay]) prepare(sigma, context)
    paintGround(sigma, state)
    paintOverlay(sigma, state)
    still.keep()
  }
  sigma.on('afterRender', paint)
  const setFocus = (focus: number | null, hover: number | null) => {
    const isNothingNew = focus === null && hover === null && state.near.size === 0
    state.focus = focus
    state.hover = hover
    state.near = nearOf(state.picture?.model, hover ?? focus)
    if (!isNothingNew) paintNames()
  }
  const paintNames = () => {
    if (still.isStill()) return
    prepare(sigma, state.overlay)
    paintOverlay(sigma, state)
  }
  const onFont = () => {
    forgetWidths()
    paintNames()
  }
  document.fonts.addEventListener('loadingdone', onFont)
  const stopPointing = pointing(sigma, state, listener, (party) => setFocus(state.focus, party))

  return { sigma, focus: (party: number | null) => setFocus(party, null), ...actionsOf(sigma, state, still.expect, calm), kill }

  function kill() {
    document.fonts.removeEventListener('loadingdone', onFont)
    stopPointing()
    sigma.kill()
  }
}

/** What the page may ask of the scene. */
function actionsOf(sigma: Sigma, state: SceneState, expect: (ties: number) => void, calm: boolean) {
  return {
    /** Puts a picture on screen; the camera stays where it is. Where only places changed, only places are moved. */
    show(picture: Picture) {
      const before = state.picture
      state.picture = picture
      state.at = finder(sigma, picture)
      sigma.setCustomBBox(picture.bounds)
      if (before && before.model === picture.model && before.look === picture.look) {
        moveAll(sigma.getGraph(), picture)
        sigma.refresh()
        return
      }
      state.near = new Set()
      // before the graph is set, which draws at once
      if (!before) sigma.getCamera().setState(wholeView(sigma, state))
      expect(picture.model.ties.from.length)
      sigma.setGraph(graphOf(picture))
    },
    /** Moves the camera so that `party` is in the middle, near enough to read its name. */
    goTo(party: number) {
      const at = sigma.getNodeDisplayData(state.picture?.model.parties.id[party])
      if (!at) return
      const ratio = Math.min(sigma.getCamera().ratio, Math.max(0.12, 6 / Math.sqrt(state.picture?.model.size ?? 1)))
      moveCamera(sigma, { x: at.x, y: at.y, ratio }, calm)
    },
    /** Moves a party into view, where it stands outside or under the panel that covers so much of the right. */
    reveal(party: number, coveredRight: number) {
      const { positions } = state.picture ?? {}
      if (positions?.x[party] === undefined) return
      const at = sigma.graphToViewport({ x: positions.x[party], y: positions.y[party]! })
      const { width, height } = sigma.getDimensions()
      const [left, right] = [width > 900 ? state.coveredLeft : 0, width - coveredRight]
      const isSeen = at.x > left && at.x < right - EDGE_PX && at.y > EDGE_PX && at.y < height - EDGE_PX
      if (isSeen || right - left < 4 * EDGE_PX) return
      const here = sigma.viewportToFramedGraph(at)
      const there = sigma.viewportToFramedGraph({ x: (left + right) / 2, y: height / 2 })
      const camera = sigma.getCamera()
      moveCamera(sigma, { x: camera.x + here.x - there.x, y: camera.y + here.y - there.y }, calm)
    },
    fit: () => moveCamera(sigma, wholeView(sigma, state), calm),
    zoom(factor: number) {
      moveCamera(sigma, { ratio: Math.min(FARTHEST, Math.max(NEAREST, sigma.getCamera().ratio * factor)) }, calm)
    },
    /** Says how much of the left is covered, so that everything is shown beside it. */
    cover(left: number) {
      state.coveredLeft = left
    },
    paint(next: Ink) {
      state.ink = next
      if (state.picture) sigma.refresh()
    },
  }
}

function settingsFor(calm: boolean): ConstructorParameters<typeof Sigma>[2] {
  return {
    allowInvalidContainer: true,
    nodeProgramClasses: { party: ShapeProgram },
    nodeHoverProgramClasses: { party: NoProgram },
    edgeProgramClasses: { tie: TieProgram },
    defaultNodeType: 'party',
    defaultEdgeType: 'tie',
    renderLabels: false,
    defaultDrawNodeHover: () => {},
    minCameraRatio: NEAREST,
    maxCameraRatio: FARTHEST,
    stagePadding: 40,
    inertiaDuration: calm ? 0 : 150,
    zoomDuration: calm ? 0 : 150,
    doubleClickZoomingDuration: calm ? 0 : 150,
    zoomToSizeRatioFunction: (ratio) => Math.min(1.6, ratio ** 0.5),
  }
}

/** Everything in view, in the middle of what is not covered. */
function wholeView(sigma: Sigma, { coveredLeft }: SceneState) {
  const { width, height } = sigma.getDimensions()
  const left = width > 900 ? coveredLeft : 0
  const free = Math.max(1, width - left - TOOLS.width)
  const ratio = Math.max(1, Math.min(width, height * 1.6) / free)
  const view = { cameraState: { x: 0.5, y: 0.5, angle: 0, ratio } }
  const edge = sigma.viewportToFramedGraph({ x: 0, y: 0 }, view).x
  const shift = sigma.viewportToFramedGraph({ x: (left - TOOLS.width) / 2, y: 0 }, view).x - edge
  return { x: 0.5 - shift, y: 0.5, angle: 0, ratio }
}

function moveCamera(sigma: Sigma, to: Parameters<ReturnType<Sigma['getCamera']>['setState']>[0], calm: boolean) {
  if (calm) sigma.getCamera().setState(to)
  else void sigma.getCamera().animate(to, { duration: 150 })
}

/** Finds who covers a place of the screen. */
function finder(sigma: Sigma, { positions, look }: Picture): SceneState['at'] {
  const largest = look.sizes.reduce((most, size) => Math.max(most, size), 1)
  const find = gridOf(positions, 2)
  return (x, y) => {
    const place = sigma.viewportToGraph({ x, y })
    const pixel = Math.abs(sigma.viewportToGraph({ x: x + 1, y }).x - place.x)
    const sizeOf = (party: number) => (sigma.scaleSize(look.sizes[party]!) * 1.15 + 3) * pixel
    return find(place.x, place.y, (sigma.scaleSize(largest) * 1.15 + 3) * pixel, sizeOf)
  }
}

function nearOf(model: MapModel | undefined, middle: number | null): Set<number> {
  const near = new Set<number>()
  if (!model || middle === null || middle >= model.size) return near
  near.add(middle)
  for (const tie of tiesOf(model, middle)) near.add(model.ties.from[tie] === middle ? model.ties.to[tie]! : model.ties.from[tie]!)
  return near
}

function moveAll(graph: Graph, { model, positions }: Picture) {
  model.parties.id.forEach((id, party) => {
    const attributes = graph.getNodeAttributes(id)
    attributes.x = positions.x[party]
    attributes.y = positions.y[party]
  })
}

function graphOf({ model, positions, look }: Picture): Graph {
  const graph = new Graph({ type: 'directed', multi: true, allowSelfLoops: false })
  for (let party = 0; party < model.size; party++) {
    const attributes: Partial<NodeLook> = {
      x: positions.x[party]!,
      y: positions.y[party]!,
      size: look.sizes[party]!,
      color: look.colours[party]!,
      ring: look.rings[party]!,
      shape: look.shapes[party]!,
    }
    graph.addNode(model.parties.id[party], attributes)
  }
  const shifts = shiftsOf(model)
  for (let tie = 0; tie < model.ties.from.length; tie++) {
    const attributes: Partial<TieLook> = {
      color: look.ties.colours[tie]!,
      dash: look.ties.dashes[tie]!,
      size: look.ties.widths[tie]!,
      shift: shifts[tie]!,
    }
    graph.addEdgeWithKey(tie, model.parties.id[model.ties.from[tie]!], model.parties.id[model.ties.to[tie]!], attributes)
  }
  return graph
}

/** Pixels each tie stands aside, so that several between the same two lie beside each other. */
export function shiftsOf({ ties, size }: MapModel): Float32Array {
  const pairs = new Map<number, number[]>()
  for (let tie = 0; tie < ties.from.length; tie++) {
    const pair = Math.min(ties.from[tie]!, ties.to[tie]!) * size + Math.max(ties.from[tie]!, ties.to[tie]!)
    const there = pairs.get(pair)
    if (there) there.push(tie)
    else pairs.set(pair, [tie])
  }
  const shifts = new Float32Array(ties.from.length)
  for (const several of pairs.values())
    several.forEach((tie, index) => {
      shifts[tie] = (index - (several.length - 1) / 2) * 4 * (ties.from[tie]! < ties.to[tie]! ? 1 : -1)
    })
  return shifts
}
