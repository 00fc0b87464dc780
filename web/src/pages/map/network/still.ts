import type Sigma from 'sigma'

/** A picture that takes longer than this to draw is not drawn anew for every frame of a movement. */
const SLOW_MS = 18
/** A picture of so many ties is taken for slow until the first one was timed. */
const MANY_TIES = 2000
const REST_MS = 160
/** A held picture that does not move may be about to move again. */
const HELD_REST_MS = 600
/** After so long in one movement the picture is drawn anew once, so that what came into view is seen. */
const LONG_MOVE_MS = 2500
const ASK_MS = 4
const ASKED_MAX = 500

/** What a picture is made of, bottom first: `drawn` takes long and cannot be read later, `painted` is over it and changes by itself. */
type Layers = { drawn: readonly HTMLCanvasElement[]; painted: HTMLCanvasElement; timed: WebGL2RenderingContext | null }

/**
 * Keeps movement smooth where drawing is slow: finds out how long a full picture takes, and if that is too long, moves the last picture as a
 * whole while the camera moves and draws a new one when it rests. The layers are hidden while `onto` shows the moved one.
 */
// long because a movement begins, goes on and ends in one small state
export function stillWhileMoving(sigma: Sigma, onto: CanvasRenderingContext2D, { drawn, painted, timed }: Layers) {
  const render = sigma.scheduleRender.bind(sigma)
  const watch = stopwatch(timed)
  const kept = document.createElement('canvas').getContext('2d')!
  let slow = false
  let moves = false
  let still = false
  let taken: Anchor | undefined
  let movingSince = 0
  let frame = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  const show = (moved: boolean) => {
    still = moved
    onto.canvas.style.visibility = moved ? '' : 'hidden'
    for (const layer of [...drawn, painted]) layer.style.visibility = moved ? 'hidden' : ''
  }
  const stop = () => {
    movingSince = 0
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
    if (!slow) return render()
    moves = true
    if (!taken) return render()
    const now = performance.now()
    if (movingSince === 0) movingSince = now
    clearTimeout(rest)
    if (now - movingSince > LONG_MOVE_MS) {
      stop()
      return sigma
    }
    rest = setTimeout(stop, sigma.getMouseCaptor().isMouseDown ? HELD_REST_MS : REST_MS)
    if (!still) {
      copyLayers([kept.canvas, painted], onto)
      show(true)
    }
    if (frame === 0) frame = requestAnimationFrame(move)
    return sigma
  }
  sigma.on('kill', () => {
    clearTimeout(rest)
    cancelAnimationFrame(frame)
    watch.stop()
  })
  onto.canvas.style.transformOrigin = '0 0'
  onto.canvas.style.willChange = 'transform'
  show(false)

  return {
    isStill: () => still,
    /** Call when another picture is about to be drawn. */
    expect(ties: number) {
      slow = ties > MANY_TIES
      moves = false
      taken = undefined
    },
    /**
     * Call when a full picture was drawn, which took so many milliseconds besides the graphics card. Where that takes long it is kept to be moved, once
     * there was a movement: keeping takes as long.
     */
    keep(besideMs = 0) {
      if (slow && moves) {
        copyLayers(drawn, kept)
        taken = anchorOf(sigma)
      }
      show(false)
      watch.time((ms) => {
        slow = ms + besideMs > SLOW_MS
      })
    },
  }
}

function copyLayers(layers: readonly HTMLCanvasElement[], onto: CanvasRenderingContext2D) {
  const { width, height, style } = layers.at(-1)!
  // setting the size clears a canvas as well
  Object.assign(onto.canvas, { width, height })
  Object.assign(onto.canvas.style, { width: style.width, height: style.height, transform: '' })
  for (const layer of layers) onto.drawImage(layer, 0, 0, width, height)
}

/** Tells how long the graphics card takes for what it was just asked to draw, without waiting for it. One answer at a time. */
function stopwatch(gl: WebGL2RenderingContext | null) {
  let asking: ReturnType<typeof setTimeout> | undefined
  return {
    time(told: (ms: number) => void) {
      const done = asking === undefined && gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
      if (!gl || !done) return
      const from = performance.now()
      gl.flush()
      let asked = 0
      const ask = () => {
        const isDone = gl.getSyncParameter(done, gl.SYNC_STATUS) === gl.SIGNALED || ++asked > ASKED_MAX
        asking = isDone ? undefined : setTimeout(ask, ASK_MS)
        if (!isDone) return
        gl.deleteSync(done)
        told(performance.now() - from)
      }
      asking = setTimeout(ask, 0)
    },
    stop: () => clearTimeout(asking),
  }
}

type Anchor = { x: number; y: number; unit: number }

function anchorOf(sigma: Sigma): Anchor {
  const zero = sigma.framedGraphToViewport({ x: 0, y: 0 })
  const one = sigma.framedGraphToViewport({ x: 1, y: 0 })
  return { ...zero, unit: one.x - zero.x }
}
