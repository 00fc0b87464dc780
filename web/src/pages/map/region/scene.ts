import Graph from 'graphology'
import Sigma from 'sigma'
import { prepare } from '../network/paint.ts'
import type { Ink } from '../network/scene.ts'
import { NoProgram } from '../network/shape-program.ts'
import { stillWhileMoving } from '../network/still.ts'
import { type Detail, detailOf, pointPixels, type View } from './detail.ts'
import { circleAt, communityAt, type Matches, nearestParty, type Point, type RegionModel } from './model.ts'
import { paintGround, paintOverlay } from './paint.ts'
import { type PointLook, pointsLayer, type Transform } from './points-layer.ts'

/** What the pointer is over: a party, or a group that is still closed. */
export type Spot = { party: number } | { community: number } | { area: number } | null
export type Named = { id: string; name: string; kinds: readonly string[] }
export type Listener = {
  chosen: (spot: Spot) => void
  hovered: (spot: Spot) => void
  /** What is in view has changed, and how. */
  seen: (detail: Detail) => void
}
/** What is said in the reader's words. */
export type Words = { group: (level: 'areas' | 'communities', group: number) => string; count: (shown: number, all: number) => string }

export type SceneState = {
  model: RegionModel | null
  matches: Matches | null
  look: PointLook & { ink: Ink; dark: boolean }
  words: Words
  /** Names of parties by their places, as far as they are known. */
  names: ReadonlyMap<number, Named>
  detail: Detail
  hover: Spot
  /** The chosen party, and whom it is tied to. */
  focus: number | null
  tiedTo: readonly number[]
  /** Kinds of groups, counted once: by `a` or `c` and their number. */
  counted: Map<string, Uint32Array>
}
export type Scene = ReturnType<typeof createScene>

const FARTHEST = 2
const NEAREST = 0.0015
/** Nearer to a party than this, in pixels, the pointer is on it. */
const REACH_PX = 9
/** Nearer to the edge than this, a party is hardly in view. */
const EDGE_PX = 40
/** Pixels of room a party has when somebody looks for it. */
const NEAR = 12
/** How much of the view a group fills that was gone to. */
const FILLED = 0.82
const MOVE_MS = 220
const UNUSED_LAYERS = ['edges', 'nodes', 'edgeLabels', 'labels', 'hovers', 'hoverNodes'] as const
const QUICK: CanvasRenderingContext2DSettings = { willReadFrequently: true }
const NOTHING: Detail = { closedAreas: [], openAreas: [], closedCommunities: [], openCommunities: [], tied: [] }

/** A region on screen: camera and pointer are sigma's, shapes are painted, points and ties are drawn from columns of numbers. Must be `kill`ed. */
// long because what is painted and what moves share one state
export function createScene(box: HTMLElement, look: SceneState['look'], words: Words, calm: boolean, listener: Listener) {
  // sigma paints nothing where there is nobody: one who is never drawn stands for all
  const graph = new Graph()
  graph.addNode('region', { x: 0, y: 0, size: 0 })
  const sigma = new Sigma(graph, box, settingsFor(calm))
  Object.assign(sigma, { getNodeAtPosition: () => null })
  const ground = sigma.createCanvas('ground', { beforeLayer: 'edges' })
  const pointsCanvas = sigma.createCanvas('points', { afterLayer: 'ground' })
  const overlay = sigma.createCanvas('overlay', { afterLayer: 'nodes' })
  for (const unused of UNUSED_LAYERS) sigma.getCanvases()[unused]!.style.display = 'none'
  const points = pointsLayer(pointsCanvas)
  const contexts = { ground: ground.getContext('2d', QUICK)!, overlay: overlay.getContext('2d', QUICK)! }
  const still = stillWhileMoving(sigma, sigma.createCanvas('moved', { afterLayer: 'overlay' }).getContext('2d', QUICK)!, {
    drawn: [ground, pointsCanvas],
    painted: overlay,
    timed: points.gl,
  })
  const state: SceneState = {
    model: null,
    matches: null,
    look,
    words,
    names: new Map(),
    detail: NOTHING,
    hover: null,
    focus: null,
    tiedTo: [],
    counted: new Map(),
  }
  const paint = () => {
    const { model } = state
    const from = performance.now()
    for (const context of [contexts.ground, contexts.overlay]) prepare(sigma, context)
    pointsCanvas.width = ground.width
    pointsCanvas.height = ground.height
    if (!model) return
    const view = viewOf(sigma)
    state.detail = detailOf(model, view)
    listener.seen(state.detail)
    paintGround(sigma, contexts.ground, state)
    const { firstParty, parties } = model.picture.communities
    const stretches = state.detail.openCommunities
      .filter((c) => model.known[model.areaOf[c]!])
      .map((c) => ({ first: firstParty[c]!, count: parties[c]! }))
    points.paint(transformOf(sigma), stretches, pointPixels(view.scale), {
      colour: state.look.ink.quiet,
      alpha: state.focus === null ? 0.16 : 0.06,
    })
    paintOverlay(sigma, contexts.overlay, state)
    still.keep(performance.now() - from)
  }
  sigma.on('afterRender', paint)
  const repaint = () => {
    if (still.isStill()) return
    prepare(sigma, contexts.overlay)
    paintOverlay(sigma, contexts.overlay, state)
  }
  const stopPointing = pointing(sigma, state, listener, repaint)

  return {
    sigma,
    ...actionsOf(sigma, state, points, { expect: still.expect, repaint }, calm),
    kill() {
      stopPointing()
      points.kill()
      sigma.kill()
    },
  }
}

type Drawing = { expect: (weight: number) => void; repaint: () => void }

/** What the page may ask of the scene. */
function actionsOf(sigma: Sigma, state: SceneState, points: ReturnType<typeof pointsLayer>, { expect, repaint }: Drawing, calm: boolean) {
  const goTo = (to: { x: number; y: number; radius: number }) => {
    const middle = sigma.viewportToFramedGraph(sigma.graphToViewport(to))
    const { width, height } = sigma.getDimensions()
    const across = 2 * to.radius * viewOf(sigma).scale
    const ratio = (sigma.getCamera().ratio * across) / (Math.min(width, height) * FILLED)
    moveCamera(sigma, { x: middle.x, y: middle.y, ratio: Math.min(FARTHEST, Math.max(NEAREST, ratio)) }, calm)
  }
  return {
    goTo,
    /** Puts a picture on screen, or the same with more points or another filter. */
    show(model: RegionModel, matches: Matches | null): void {
      const isNew = state.model?.picture !== model.picture
      Object.assign(state, { model, matches, counted: new Map() })
      points.load(
        model,
        Uint8Array.from(model.kind, (_, place) => (matches === null || matches.has(place) ? 1 : 0)),
      )
      if (isNew) {
        const reach = reachOf(model)
        sigma.setCustomBBox({ x: [-reach, reach], y: [-reach, reach] })
        expect(model.picture.parties)
      }
      sigma.refresh()
    },
    dress(look: SceneState['look'], words: Words): void {
      Object.assign(state, { look, words })
      points.dress(look)
      sigma.refresh()
    },
    /** Draws ties between these pairs of places. */
    tie(pairs: readonly Uint32Array[]): void {
      const { model } = state
      if (!model) return
      const ends = new Float32Array(pairs.reduce((sum, own) => sum + own.length, 0) * 2)
      let write = 0
      for (const own of pairs)
        for (const place of own) {
          ends[write++] = model.positions[2 * place]!
          ends[write++] = model.positions[2 * place + 1]!
        }
      points.draw(ends)
      sigma.scheduleRender()
    },
    name(names: ReadonlyMap<number, Named>): void {
      state.names = names
      repaint()
    },
    focus(place: number | null, tiedTo: readonly number[]): void {
      Object.assign(state, { focus: place, tiedTo })
      sigma.scheduleRender()
    },
    /** Moves a party into view, between what covers the left and the right, and near enough to be told apart, where it is not. */
    reveal(place: number, covered: { left: number; right: number }): void {
      const { model } = state
      if (!model) return
      const at = sigma.graphToViewport({ x: model.positions[2 * place]!, y: model.positions[2 * place + 1]! })
      const { width, height } = sigma.getDimensions()
      // on a phone the story covers everything anyway
      const isWide = width - covered.left - covered.right > 4 * EDGE_PX
      const [left, right] = isWide ? [covered.left, width - covered.right] : [0, width]
      const { scale } = viewOf(sigma)
      const isSeen = at.x > left + EDGE_PX && at.x < right - EDGE_PX && at.y > EDGE_PX && at.y < height - EDGE_PX
      if (isSeen && scale >= NEAR) return
      const factor = Math.min(1, scale / NEAR)
      const camera = sigma.getCamera()
      const here = sigma.viewportToFramedGraph(at)
      const middle = sigma.viewportToFramedGraph({ x: width / 2, y: 0 })
      const aside = sigma.viewportToFramedGraph({ x: (left + right) / 2, y: 0 })
      moveCamera(sigma, { x: here.x + (middle.x - aside.x) * factor, y: here.y, ratio: camera.ratio * factor }, calm)
    },
    fit: () => moveCamera(sigma, { x: 0.5, y: 0.5, ratio: 1 }, calm),
    zoom: (factor: number) => moveCamera(sigma, { ratio: Math.min(FARTHEST, Math.max(NEAREST, sigma.getCamera().ratio * factor)) }, calm),
    /** Moves the view by shares of its width and height. */
    pan(right: number, up: number): void {
      const { x, y, ratio } = sigma.getCamera()
      moveCamera(sigma, { x: x + right * ratio, y: y + up * ratio }, calm)
    },
  }
}

function pointing(sigma: Sigma, state: SceneState, listener: Listener, repaint: () => void): () => void {
  const box = sigma.getContainer()
  const over = (spot: Spot) => {
    if (JSON.stringify(spot) === JSON.stringify(state.hover)) return
    state.hover = spot
    box.style.cursor = spot === null ? '' : 'pointer'
    listener.hovered(spot)
    repaint()
  }
  sigma.getMouseCaptor().on('mousemovebody', ({ x, y, original }) => {
    if ((original as MouseEvent).buttons !== 0) return
    over(original.target instanceof Node && box.contains(original.target) ? spotAt(sigma, state, { x, y }) : null)
  })
  sigma.getMouseCaptor().on('click', ({ x, y }) => listener.chosen(spotAt(sigma, state, { x, y })))
  sigma.getTouchCaptor().on('tap', ({ touches, previousTouches }) => {
    const [finger] = touches.length > 0 ? touches : previousTouches
    if (finger) listener.chosen(spotAt(sigma, state, finger))
  })
  const leave = () => over(null)
  box.addEventListener('mouseleave', leave)
  return () => box.removeEventListener('mouseleave', leave)
}

/** What lies at a place of the screen. */
function spotAt(sigma: Sigma, { model, detail, matches }: SceneState, at: Point): Spot {
  if (!model) return null
  const { picture } = model
  const place = sigma.viewportToGraph(at)
  const area = circleAt(picture.areas, place.x, place.y, 0, picture.isolates < 0 ? picture.areas.x.length : picture.isolates)
  if (area !== null && !detail.openAreas.includes(area)) return { area }
  const community = communityAt(model, place.x, place.y)
  if (community === null) return null
  if (!detail.openCommunities.includes(community)) return { community }
  const party = model.known[model.areaOf[community]!]
    ? nearestParty(model, community, place, REACH_PX / viewOf(sigma).scale, matches)
    : null
  return party === null ? null : { party }
}

/** How far the picture reaches from its middle. */
function reachOf({ picture: { areas } }: RegionModel): number {
  return areas.x.reduce((most, x, area) => Math.max(most, Math.hypot(x, areas.y[area]!) + areas.radius[area]!), 2)
}

function viewOf(sigma: Sigma): View {
  const { width, height } = sigma.getDimensions()
  const [one, other] = [sigma.viewportToGraph({ x: 0, y: height }), sigma.viewportToGraph({ x: width, y: 0 })]
  return { left: one.x, right: other.x, bottom: one.y, top: other.y, scale: width / (other.x - one.x) }
}

function transformOf(sigma: Sigma): Transform {
  const { left, right, bottom, top } = viewOf(sigma)
  const [scaleX, scaleY] = [2 / (right - left), 2 / (top - bottom)]
  return { scaleX, scaleY, moveX: -1 - left * scaleX, moveY: -1 - bottom * scaleY }
}

function moveCamera(sigma: Sigma, to: Parameters<ReturnType<Sigma['getCamera']>['setState']>[0], calm: boolean) {
  if (calm) sigma.getCamera().setState(to)
  else void sigma.getCamera().animate(to, { duration: MOVE_MS })
}

function settingsFor(calm: boolean): ConstructorParameters<typeof Sigma>[2] {
  return {
    allowInvalidContainer: true,
    nodeProgramClasses: { circle: NoProgram },
    nodeHoverProgramClasses: { circle: NoProgram },
    renderLabels: false,
    renderEdgeLabels: false,
    defaultDrawNodeHover: () => {},
    enableCameraRotation: false,
    minCameraRatio: NEAREST,
    maxCameraRatio: FARTHEST,
    stagePadding: 24,
    inertiaDuration: calm ? 0 : 150,
    zoomDuration: calm ? 0 : 150,
    doubleClickZoomingDuration: calm ? 0 : 150,
  }
}
