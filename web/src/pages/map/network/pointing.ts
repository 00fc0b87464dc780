import type Sigma from 'sigma'
import type { Listener, SceneState } from './scene.ts'

type Held = { party: number; moved: boolean }

/** Mouse and finger: over a party it lights up, a click chooses it, dragging moves it. Answers how to stop listening. */
export function pointing(sigma: Sigma, state: SceneState, listener: Listener, hover: (party: number | null) => void) {
  const box = sigma.getContainer()
  let held: Held | null = null

  const over = (party: number | null) => {
    if (party === state.hover) return
    box.style.cursor = party === null ? '' : 'pointer'
    hover(party)
  }
  const grab = (x: number, y: number) => {
    const party = state.at(x, y)
    held = party === null ? null : { party, moved: false }
    return held !== null
  }
  const drag = (x: number, y: number) => {
    if (!held || !state.picture) return
    held.moved = true
    const at = sigma.viewportToGraph({ x, y })
    state.picture.positions.x[held.party] = at.x
    state.picture.positions.y[held.party] = at.y
    hover(held.party)
  }
  const letGo = () => {
    if (held?.moved && state.picture) {
      const { model, positions } = state.picture
      const id = model.parties.id[held.party]!
      const [x, y] = [positions.x[held.party]!, positions.y[held.party]!]
      Object.assign(sigma.getGraph().getNodeAttributes(id), { x, y })
      sigma.refresh({ partialGraph: { nodes: [id], edges: sigma.getGraph().edges(id) }, skipIndexation: true, schedule: true })
      listener.moved(held.party, x, y)
    }
    const was = held
    // the click that ends a drag comes after this
    setTimeout(() => {
      if (held === was) held = null
    }, 0)
  }

  const hand: Hand = { grab, drag, letGo, isHolding: () => held !== null, hasMoved: () => held?.moved === true, over }
  listenToMouse(sigma, state, listener, hand)
  listenToTouch(sigma, state, listener, hand)
  const leave = () => over(null)
  box.addEventListener('mouseleave', leave)
  return () => box.removeEventListener('mouseleave', leave)
}

type Hand = {
  grab: (x: number, y: number) => boolean
  drag: (x: number, y: number) => void
  letGo: () => void
  isHolding: () => boolean
  hasMoved: () => boolean
  over: (party: number | null) => void
}

function listenToMouse(sigma: Sigma, state: SceneState, listener: Listener, hand: Hand) {
  const box = sigma.getContainer()
  const mouse = sigma.getMouseCaptor()
  mouse.on('mousedown', (event) => {
    if (hand.grab(event.x, event.y)) event.preventSigmaDefault()
  })
  mouse.on('mousemovebody', (event) => {
    if (hand.isHolding()) {
      event.preventSigmaDefault()
      event.original.preventDefault()
      hand.drag(event.x, event.y)
    } else if ((event.original as MouseEvent).buttons === 0) hand.over(isInside(box, event.original) ? state.at(event.x, event.y) : null)
  })
  mouse.on('mouseup', hand.letGo)
  mouse.on('click', (event) => {
    if (!hand.hasMoved()) listener.selected(state.at(event.x, event.y))
  })
}

function listenToTouch(sigma: Sigma, state: SceneState, listener: Listener, hand: Hand) {
  const touch = sigma.getTouchCaptor()
  touch.on('touchdown', (event) => {
    const [finger] = event.touches
    if (finger && event.touches.length === 1) hand.grab(finger.x, finger.y)
  })
  touch.on('touchmove', (event) => {
    const [finger] = event.touches
    if (!hand.isHolding() || !finger || event.touches.length !== 1) return
    event.sigmaDefaultPrevented = true
    hand.drag(finger.x, finger.y)
  })
  touch.on('touchup', () => {
    hand.letGo()
    hand.over(null)
  })
  touch.on('tap', (event) => {
    const [finger] = event.touches.length > 0 ? event.touches : event.previousTouches
    if (finger && !hand.hasMoved()) listener.selected(state.at(finger.x, finger.y))
  })
}

function isInside(box: HTMLElement, event: Event): boolean {
  return event.target instanceof Node && box.contains(event.target)
}
