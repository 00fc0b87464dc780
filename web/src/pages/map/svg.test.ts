import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { modelOf } from './model.ts'
import type { Picture } from './network/scene.ts'
import { groundSvg, networkSvg } from './svg.ts'

const ink = { paper: '#ffffff', ink: '#000000', quiet: '#555555', accent: '#00ff00', hairline: '#eeeeee' }

function pictureOf(names: string[]): Picture {
  const blank = names.map(() => null)
  const model = modelOf({
    parties: {
      id: names.map((_, index) => String(index)),
      name: names,
      kinds: names.map(() => []),
      sectorCode: blank,
      city: blank,
      latitude: blank,
      longitude: blank,
      tags: names.map(() => []),
      tieCount: names.map(() => 0),
    },
    ties: { from: [0], to: [1], type: ['supplies'], strength: [0.5], directed: [true] },
    truncated: false,
  })
  const look: Picture['look'] = {
    colours: names.map(() => '#112233'),
    rings: names.map(() => '#000000'),
    sizes: names.map((_, index) => 5 + index),
    shapes: names.map(() => 'star'),
    ties: { colours: ['#44556680'], dashes: [[3, 4]], widths: [2] },
  }
  const positions = { x: Float64Array.from(names.keys()), y: Float64Array.from(names.keys()) }
  const side: [number, number] = [0, names.length]
  return { model, look, positions, bounds: { x: side, y: side }, discs: [{ x: 1, y: 1, radius: 1, label: names[0]! }] }
}

/** Throws unless it is well-formed; answers how often each element is there. */
function elementsOf(svg: string): Map<string, number> {
  const counts = new Map<string, number>()
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => counts.set(name, (counts.get(name) ?? 0) + 1))
  parser.on('error', (error) => {
    throw error
  })
  parser.write(svg).close()
  return counts
}

test('a network becomes a drawing with a shape for every party and a line for every tie', () => {
  const svg = networkSvg(pictureOf(['Bakery', 'Mill', 'Café']), ink, 'Mosel valley')
  const elements = elementsOf(svg)
  assert.equal(elements.get('path'), 3)
  assert.equal(elements.get('line'), 1)
  assert.match(svg, /stroke-dasharray="3 4"/)
  assert.match(svg, />Mosel valley</)
})

test('whatever a name holds, the drawing stays well-formed and holds no element of the name', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { minLength: 2, maxLength: 6 }), (names) => {
      assert.equal(
        elementsOf(networkSvg(pictureOf([...names, '<script>alert(1)</script>', '\u0000']), ink, names[0]!)).get('script'),
        undefined,
      )
    }),
  )
})

test('the ground shows what is in view', () => {
  const party = (x: number) => ({
    place: { x, y: 50 },
    name: 'Mill',
    shape: 'circle' as const,
    size: 5,
    colour: '#112233',
    ring: '#000000',
  })
  const rings = [
    [
      { x: 0, y: 0 },
      { x: 9, y: 0 },
      { x: 9, y: 9 },
    ],
  ]
  const ground = { width: 100, height: 80, sea: '#eef', land: '#fff', border: '#ccc', rings, parties: [party(50), party(500)] }
  const bare = { heat: null, flows: [], arrows: [], discs: [] }
  assert.equal(elementsOf(groundSvg({ ...ground, ...bare }, ink, 'Natural Earth')).get('path'), 2)
  const place = { x: 20, y: 20 }
  const over = {
    heat: 'data:image/png;base64,AAAA',
    flows: [{ line: [place, { x: 60, y: 50 }], colour: '#005f96', width: 4 }],
    arrows: [{ place, colour: '#005f96', size: 4, turn: 30 }],
    discs: [{ place, name: 'Zell & Bullay', radius: 6, colour: '#1e6b52' }],
  }
  const svg = groundSvg({ ...ground, ...over }, ink, 'Natural Earth')
  const elements = elementsOf(svg)
  assert.deepEqual([elements.get('path'), elements.get('circle'), elements.get('image')], [4, 1, 1])
  assert.match(svg, />Zell &#38; Bullay</)
})
