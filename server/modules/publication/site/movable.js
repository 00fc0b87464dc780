// Runs in the browser as it stands: makes the drawing of a public map movable and says who stands where. The page is whole without it.

const SCALE_MAX = 40
const REACH_PX = 22
const MOVED_PX = 5
const TIP_PX = 250

for (const svg of document.querySelectorAll('svg[data-map]')) makeMovable(svg)

function makeMovable(svg) {
  const figure = svg.parentElement
  const words = figure.dataset
  const view = viewOf(svg)
  const nearest = finderOf(words.points, view)
  const tip = Object.assign(document.createElement('div'), { className: 'tip', hidden: true })
  let pressed
  const hide = () => {
    tip.hidden = true
  }
  svg.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => {
    pressed = { x, y, moved: false }
  })
  svg.addEventListener('pointermove', async (event) => {
    if (pressed) {
      const [dx, dy] = [event.clientX - pressed.x, event.clientY - pressed.y]
      if (!pressed.moved && Math.hypot(dx, dy) < MOVED_PX) return
      if (!pressed.moved) svg.setPointerCapture(event.pointerId)
      pressed = { x: event.clientX, y: event.clientY, moved: true }
      hide()
      return view.pan(dx, dy)
    }
    const point = await nearest(event)
    svg.style.cursor = point ? 'pointer' : ''
    tip.hidden = point === undefined
    if (!point) return
    const box = figure.getBoundingClientRect()
    tip.textContent = point[2]
    tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - TIP_PX)}px`
    tip.style.top = `${event.clientY - box.top + 14}px`
  })
  svg.addEventListener('pointerleave', hide)
  svg.addEventListener('pointerup', async (event) => {
    const wasMoved = pressed?.moved
    pressed = undefined
    const point = wasMoved ? undefined : await nearest(event)
    if (point) location.href = point[3]
  })
  svg.addEventListener('pointercancel', () => {
    pressed = undefined
  })
  const wheel = (event) => {
    // the wheel alone scrolls the page
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    view.zoom(event.deltaY < 0 ? 1.3 : 1 / 1.3, view.place(event))
  }
  svg.addEventListener('wheel', wheel, { passive: false })
  const tools = toolsOf([
    ['+', words.in, () => view.zoom(1.6)],
    ['−', words.out, () => view.zoom(1 / 1.6)],
    ['⤢', words.all, () => view.zoom(1 / SCALE_MAX)],
  ])
  figure.append(tools, tip)
}

/** Which part of the drawing is shown. */
function viewOf(svg) {
  const { width, height } = svg.viewBox.baseVal
  const view = { x: 0, y: 0, scale: 1 }
  const unit = () => width / view.scale / svg.getBoundingClientRect().width
  const show = () => {
    const [w, h] = [width / view.scale, height / view.scale]
    view.x = Math.min(width - w, Math.max(0, view.x))
    view.y = Math.min(height - h, Math.max(0, view.y))
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${w} ${h}`)
    svg.style.touchAction = view.scale > 1 ? 'none' : 'pan-y'
    keepSizes(svg, view.scale)
  }
  return {
    unit,
    place({ clientX, clientY }) {
      const { left, top } = svg.getBoundingClientRect()
      return { x: view.x + (clientX - left) * unit(), y: view.y + (clientY - top) * unit() }
    },
    pan(dx, dy) {
      const step = unit()
      view.x -= dx * step
      view.y -= dy * step
      show()
    },
    zoom(factor, at = { x: view.x + width / view.scale / 2, y: view.y + height / view.scale / 2 }) {
      const before = view.scale
      view.scale = Math.min(SCALE_MAX, Math.max(1, before * factor))
      view.x = at.x - ((at.x - view.x) * before) / view.scale
      view.y = at.y - ((at.y - view.y) * before) / view.scale
      show()
    },
  }
}

/** Who stands near the pointer; the list of them is fetched when it is first asked for. */
function finderOf(address, view) {
  let points
  return async (event) => {
    points ??= fetch(address).then((answer) => (answer.ok ? answer.json() : []))
    const all = await points
    const { x, y } = view.place(event)
    let best
    let least = REACH_PX * view.unit()
    for (const point of all) {
      const distance = Math.hypot(point[0] - x, point[1] - y)
      if (distance < least) [best, least] = [point, distance]
    }
    return best
  }
}

/** Marks and names keep their size, only the ground grows. */
function keepSizes(svg, scale) {
  for (const marker of svg.querySelectorAll('marker')) {
    const size = String(Number(marker.dataset.size) / scale)
    marker.setAttribute('markerWidth', size)
    marker.setAttribute('markerHeight', size)
  }
  for (const text of svg.querySelectorAll('[data-names] text')) {
    const [x, y] = [text.getAttribute('x'), text.getAttribute('y')]
    text.setAttribute('transform', `translate(${x} ${y}) scale(${1 / scale}) translate(-${x} -${y})`)
  }
  svg.querySelector('[data-scale]')?.setAttribute('opacity', scale > 1 ? '0' : '1')
}

function toolsOf(acts) {
  const tools = Object.assign(document.createElement('div'), { className: 'tools' })
  for (const [sign, name = '', act] of acts) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: sign, title: name })
    button.setAttribute('aria-label', name)
    button.addEventListener('click', act)
    tools.append(button)
  }
  return tools
}
