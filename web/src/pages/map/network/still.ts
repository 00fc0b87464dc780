import type Sigma from 'sigma'

/** A picture that takes longer than this to draw is not drawn anew for every frame of a movement. */
const SLOW_MS = 18
const REST_MS = 160
/** A held picture that does not move may be about to move again. */
const HELD_REST_MS = 600
/** After so long in one movement the picture is drawn anew once, so that what came into view is seen. */
const LONG_MOVE_MS = 2500

/**
 * Keeps movement smooth where drawing is slow: measures how long a full picture takes, and if that is too long, moves the last picture as a
 * whole while the camera moves and draws a new one when it rests. `layers` are what the picture is made of, bottom first; they are hidden
 * while `onto` shows the moved one.
 */
export function stillWhileMoving(sigma: Sigma, onto: CanvasRenderingContext2D, layers: () => HTMLCanvasElement[]) {
  const render = sigma.scheduleRender.bind(sigma)
  let slow = false
  let still = false
  let taken: Anchor | undefined
  let movingSince = 0
  let frame = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  const show = (moved: boolean) => {
    still = moved
    onto.canvas.style.visibility = moved ? '' : 'hidden'
    for (const layer of layers()) layer.style.visibility = moved ? 'hidden' : ''
  }
  const stop = () => {
    movingSince = 0
    show(false)
    render()
  }
  const move = () => {
    frame = 0
    if (!still || !taken) return
    const now = anchorOf(sigma)
    const scale = now.unit / taken.unit
    // a transformed layer is moved by the compositor: nothing is painted
    onto.canvas.style.transform = `matrix(${scale}, 0, 0, ${scale}, ${now.x - taken.x * scale}, ${now.y - taken.y * scale})`
  }
  sigma.scheduleRender = () => {
    if (!slow || !taken) return render()
    const now = performance.now()
    if (movingSince === 0) movingSince = now
    clearTimeout(rest)
    if (now - movingSince > LONG_MOVE_MS) {
      stop()
      return sigma
    }
    rest = setTimeout(stop, sigma.getMouseCaptor().isMouseDown ? HELD_REST_MS : REST_MS)
    if (!still) show(true)
    if (frame === 0) frame = requestAnimationFrame(move)
    return sigma
  }
  sigma.on('kill', () => {
    clearTimeout(rest)
    cancelAnimationFrame(frame)
  })
  onto.canvas.style.transformOrigin = '0 0'
  onto.canvas.style.willChange = 'transform'
  show(false)

  return {
    isStill: () => still,
    /** Call when a full picture is painted: it is the one that will be moved. */
    remember() {
      if (!slow) return
      copyLayers(layers(), onto)
      taken = anchorOf(sigma)
    },
    /** Measures one full picture; call when there is a new one. */
    measure() {
      slow = timeToDraw(sigma, layers()) > SLOW_MS
      // the picture that will be moved is remembered when it is drawn
      if (slow) sigma.refresh({ partialGraph: {}, skipIndexation: true })
    },
  }
}

function copyLayers(layers: readonly HTMLCanvasElement[], onto: CanvasRenderingContext2D) {
  const { width, height } = onto.canvas
  onto.setTransform(1, 0, 0, 1, 0, 0)
  onto.clearRect(0, 0, width, height)
  for (const layer of layers) onto.drawImage(layer, 0, 0, width, height)
  onto.canvas.style.transform = ''
}

/** Milliseconds that one full picture takes. */
function timeToDraw(sigma: Sigma, layers: readonly HTMLCanvasElement[]): number {
  for (const layer of layers) waitFor(layer)
  const before = performance.now()
  sigma.refresh({ partialGraph: {}, skipIndexation: true })
  for (const layer of layers) waitFor(layer)
  return performance.now() - before
}

type Anchor = { x: number; y: number; unit: number }

function anchorOf(sigma: Sigma): Anchor {
  const zero = sigma.framedGraphToViewport({ x: 0, y: 0 })
  const one = sigma.framedGraphToViewport({ x: 1, y: 0 })
  return { ...zero, unit: one.x - zero.x }
}

/** Reading one pixel back waits until everything asked for is drawn. */
function waitFor(canvas: HTMLCanvasElement) {
  // a canvas that was never used would be made one of WebGL by asking
  if (canvas.dataset.webgl !== 'true') return
  const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl')
  gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
}
