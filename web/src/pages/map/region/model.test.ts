import assert from 'node:assert/strict'
import { test } from 'node:test'
import { detailOf } from './detail.ts'
import { addPoints, communityAt, communityOf, kindsIn, matchesOf, nearestParty, type Picture, regionOf } from './model.ts'

const groups = (x: number[], radius: number[], parties: number[]) => ({
  x,
  y: x.map(() => 0),
  radius,
  parties,
  name: x.map((_, k) => `Party ${k}`),
  city: x.map(() => null),
  sector: x.map(() => null),
})

/** Two areas: one of two communities of two and three, one of a single party; and two without ties around them. */
const PICTURE: Picture = {
  id: '01a21e83-1556-7000-825c-99a5e818412f',
  madeAt: '2026-03-01T10:00:00.000Z',
  isStale: false,
  parties: 8,
  ties: 4,
  areas: {
    ...groups([-10, 20, 0], [8, 2, 40], [5, 1, 2]),
    firstCommunity: [0, 2, 3],
    kinds: [
      [3, 1, 1],
      [1, 0, 0],
      [0, 1, 1],
    ],
  },
  communities: { ...groups([-13, -7, 20, 0], [2, 3, 1, 40], [2, 3, 1, 2]), firstParty: [0, 2, 5, 6], tiesInside: [1, 2, 0, 0] },
  bundles: { areas: { from: [0], to: [1], ties: [1] }, communities: { from: [0], to: [1], ties: [1] } },
  kinds: ['customers', 'partners'],
  scattered: -1,
  isolates: 2,
}

/** As the server writes them: x and y as shares of 32,767 of the radius. */
function bytesOf(areas: { area: number; points: [x: number, y: number, ties: number, kind: number][] }[]): ArrayBuffer {
  const pieces = areas.map(({ area, points }) => {
    const view = new DataView(new ArrayBuffer(8 + Math.ceil((points.length * 7) / 4) * 4))
    view.setUint32(0, area, true)
    view.setUint32(4, points.length, true)
    for (const [k, [x, y, ties, kind]] of points.entries()) {
      view.setInt16(8 + 2 * k, x * 32_767, true)
      view.setInt16(8 + 2 * (points.length + k), y * 32_767, true)
      view.setUint16(8 + 2 * (2 * points.length + k), ties, true)
      view.setUint8(8 + 6 * points.length + k, kind)
    }
    return new Uint8Array(view.buffer)
  })
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all.buffer
}

const POINTS = bytesOf([
  {
    area: 0,
    points: [
      [0, 0, 3, 0],
      [0.5, 0, 1, 1],
      [-1, 0, 2, 0],
      [0, 1, 2, 255],
      [0, 0, 1, 0],
    ],
  },
  { area: 2, points: [[1, 0, 0, 1], [0, -1, 0, 255]] }, // biome-ignore format: one line reads better
])

test('points come to lie in their communities; areas that did not come stay unknown', () => {
  const model = regionOf(PICTURE)
  assert.deepEqual([...model.areaOf], [0, 0, 1, 2])
  addPoints(model, POINTS)
  assert.deepEqual([...model.known], [1, 0, 1])
  const xs = Array.from(model.positions)
    .filter((_, k) => k % 2 === 0)
    .map((x) => Math.round(x * 100) / 100)
  assert.deepEqual(xs, [-13, -12, -10, -7, -7, 0, 40, 0])
  assert.deepEqual([...model.ties], [3, 1, 2, 2, 1, 0, 0, 0])
  assert.equal(communityOf(model, 4), 1)
  assert.equal(communityOf(model, 7), 3)
})

test('kinds are counted in a group, all of them or those the filter finds', () => {
  const model = regionOf(PICTURE)
  addPoints(model, POINTS)
  assert.deepEqual([...kindsIn(model, 0, 5, null)], [3, 1, 1])
  const bytes = new Uint8Array([9, 0, 0, 0, 2, 0, 0, 0, 0b0000_1010])
  const matches = matchesOf(bytes.buffer)
  assert.deepEqual([matches.found, matches.shown, matches.has(1), matches.has(2), matches.has(3)], [9, 2, true, false, true])
  assert.deepEqual([...kindsIn(model, 0, 5, matches)], [0, 1, 1])
})

test('a place of the picture is in the community whose circle holds it, else among those without ties', () => {
  const model = regionOf(PICTURE)
  addPoints(model, POINTS)
  assert.equal(communityAt(model, -13, 1), 0)
  assert.equal(communityAt(model, 39, 1), 3)
  assert.equal(communityAt(model, 99, 1), null)
  assert.equal(nearestParty(model, 0, { x: -12.2, y: 0 }, 1, null), 1)
  assert.equal(nearestParty(model, 0, { x: -12.2, y: 0 }, 0.1, null), null)
})

test('from afar there are areas, nearer communities, nearest the parties in view with their ties', () => {
  const model = regionOf(PICTURE)
  const view = (scale: number, x = 0) => ({ left: x - 500 / scale, right: x + 500 / scale, bottom: -400 / scale, top: 400 / scale, scale })
  const afar = detailOf(model, view(4))
  assert.deepEqual([afar.closedAreas, afar.openAreas, afar.openCommunities, afar.tied], [[0, 1], [2], [3], []])
  const large = {
    ...PICTURE,
    areas: { ...PICTURE.areas, radius: [40, 2, 60] },
    communities: { ...PICTURE.communities, radius: [8, 20, 1, 60] },
  }
  const nearer = detailOf(regionOf(large), view(4))
  assert.deepEqual([nearer.openAreas, nearer.closedCommunities, nearer.openCommunities], [[0, 2], [0], [1, 3]])
  const near = detailOf(model, view(20, -10))
  assert.deepEqual([near.openAreas.includes(0), near.openCommunities.slice(0, 2), near.tied], [true, [0, 1], [0, 1]])
  const away = detailOf(model, view(20, 500))
  assert.deepEqual([away.openAreas, away.closedAreas], [[], []])
})
