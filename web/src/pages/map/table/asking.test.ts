import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { type Asking, askForWanted, type Page } from './asking.ts'

const everybody = { value: null, first: 0, count: 100_000 }
const pages = (...offsets: number[]): Page[] => offsets.map((offset) => ({ stretch: everybody, offset }))

/** A server that answers when it is told to. */
function server() {
  const open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>()
  const seen: number[] = []
  const fetchPage = ({ offset }: Page) => {
    seen.push(offset)
    return new Promise<void>((resolve, reject) => open.set(offset, { resolve, reject }))
  }
  return { seen, fetchPage, answer: (offset: number) => open.get(offset)!.resolve(), fail: (offset: number) => open.get(offset)!.reject(new Error('down')) } // biome-ignore format: one line reads better
}

test('two pages are asked for at once, and what passed by meanwhile never', async () => {
  const { seen, fetchPage, answer } = server()
  const asking: Asking = { asked: new Set(), underWay: 0, wanted: pages(0, 100) }
  askForWanted(asking, fetchPage)
  for (let offset = 200; offset <= 5000; offset += 100) {
    asking.wanted = pages(offset)
    askForWanted(asking, fetchPage)
  }
  assert.deepEqual(seen, [0, 100])
  answer(0)
  await setImmediate()
  assert.deepEqual(seen, [0, 100, 5000])
})

test('a page that failed is asked for again when it comes into view, not by itself', async () => {
  const { seen, fetchPage, fail } = server()
  const asking: Asking = { asked: new Set(), underWay: 0, wanted: pages(0) }
  askForWanted(asking, fetchPage)
  fail(0)
  await setImmediate()
  assert.deepEqual(seen, [0])
  askForWanted(asking, fetchPage)
  assert.deepEqual(seen, [0, 0])
})

test('a known page is not asked for twice', async () => {
  const { seen, fetchPage, answer } = server()
  const asking: Asking = { asked: new Set(), underWay: 0, wanted: pages(0) }
  askForWanted(asking, fetchPage)
  answer(0)
  await setImmediate()
  askForWanted(asking, fetchPage)
  assert.deepEqual(seen, [0])
})
