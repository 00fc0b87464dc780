import { TOKENS } from '../../ui/theme.ts'
import type { Ground } from './geography/ground.ts'
import type { Ink, Picture, Scene } from './network/scene.ts'
import { networkSvg } from './svg.ts'

/** The colours of a picture that leaves the screen, light or dark as the screen is. */
export function inkOf(dark: boolean): Ink {
  const { paper, ink, quiet, accent, border } = dark ? TOKENS.dark : TOKENS.light
  return { paper, ink, quiet, accent, hairline: border }
}

/** What is on screen of the network, as PNG. */
export function networkPng(scene: Scene, ink: Ink): Promise<Blob> {
  scene.sigma.refresh()
  const { ground, edges, nodes, overlay } = scene.sigma.getCanvases()
  return pngOf(
    [ground, edges, nodes, overlay].filter((canvas) => canvas !== undefined),
    ink.paper,
  )
}

export function networkDrawing(picture: Picture, ink: Ink, foot: string): Blob {
  return new Blob([networkSvg(picture, ink, foot)], { type: 'image/svg+xml' })
}

/** What is on screen of the ground, as PNG: read in the frame that draws it, later it is gone. */
export function groundPng(ground: Ground, ink: Ink): Promise<Blob> {
  return new Promise((resolve, reject) => {
    ground.map.once('render', () => pngOf([ground.map.getCanvas()], ink.paper).then(resolve, reject))
    ground.map.triggerRepaint()
  })
}

function pngOf(layers: readonly HTMLCanvasElement[], paper: string): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = layers[0]?.width ?? 1
  canvas.height = layers[0]?.height ?? 1
  const context = canvas.getContext('2d')
  if (!context) return Promise.reject(new Error('this browser cannot draw on a canvas'))
  context.fillStyle = paper
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const layer of layers) context.drawImage(layer, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture was made')))))
}
