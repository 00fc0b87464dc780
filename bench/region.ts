// The picture of a region of 100,000 parties and 500,000 ties in a headless browser that draws in software: from asking for the page until it can be
// used, while it is panned and zoomed, down to the members of a group, and how long the picture takes to be drawn in the background. With "million"
// of 1,000,000 parties and 5,000,000 ties, once.
// npm run bench region [-- million]
import type { Page } from 'playwright-core'
import { newId } from '../server/kernel/ids.ts'
import { setThreadDatabase } from '../server/kernel/threads.ts'
import { drawPicture } from '../server/modules/region/drawing.ts'
import { framesWhile, openDrawn, startBrowser } from './data/browser.ts'
import { addEcosystem, benchDatabase, tidyUp } from './data/database.ts'
import { addPeople, startProduct } from './data/product.ts'
import { fillTowns } from './data/towns.ts'
import { median, percentile, report } from './report.ts'

const BENCH = 'region'
const REGIONS = {
  usual: { parties: 100_000, ties: 500_000, runs: 5, drawnMs: 60_000, usableMs: 5_000 },
  million: { parties: 1_000_000, ties: 5_000_000, runs: 1, drawnMs: 840_000, usableMs: 10_000 },
}
const { runs: RUNS, ...REGION } = REGIONS[process.argv[2] === 'million' ? 'million' : 'usual']
const SIZE = `${REGION.parties} parties and ${REGION.ties} ties`
const PAN_MS = 8_000
const FRAME_MS = 50
/** Each turn of the wheel ends in a picture drawn anew. */
const ZOOM_MS = 150
/** From an area in the list to the names of its best connected, over one of its groups. */
const DOWN_MS = 3_000
const ANSWER_MS = 200

const place = await benchDatabase()
const closers: (() => unknown)[] = [() => place.db.destroy()]

try {
  await main()
} finally {
  for (const close of closers.reverse()) await close()
}

async function main(): Promise<void> {
  const ecosystemId = newId()
  await addEcosystem(place, ecosystemId)
  const [cookie = ''] = await addPeople(place, [ecosystemId], 1)
  await fillTowns(place, ecosystemId, REGION)
  await tidyUp(place)
  setThreadDatabase(place.app)
  const from = performance.now()
  await drawPicture({ db: place.db, actor: { kind: 'system' }, ecosystemId, now: () => new Date() })
  tell('read, drawn and kept in the background', performance.now() - from, REGION.drawnMs)
  const { url, stop } = await startProduct(place, 'dist/web')
  closers.push(stop)
  const browser = await startBrowser()
  closers.push(() => browser.close())
  const measured = {
    usable: [] as number[],
    select: [] as number[],
    down: [] as number[],
    pan: [] as number[],
    near: [] as number[],
    zoom: [] as number[],
  }
  for (let run = 0; run < RUNS; run++) {
    const { page, ms } = await openDrawn(browser, cookie, `${url}/app/${ecosystemId}/map/region`, 'region')
    measured.usable.push(ms)
    await page.waitForTimeout(1_000)
    measured.pan.push(percentile(await framesWhile(page, () => pan(page)), 0.95))
    await page.getByTestId('region').press('0')
    await page.waitForTimeout(1_000)
    measured.zoom.push(percentile(await framesWhile(page, () => zoom(page)), 0.95))
    await page.waitForTimeout(1_000)
    measured.near.push(percentile(await framesWhile(page, () => pan(page)), 0.95))
    measured.select.push(await selectParty(page))
    measured.down.push(await drillDown(page))
    await page.context().close()
  }
  tell('first usable', median(measured.usable), REGION.usableMs)
  tell('frames of an 8 s pan from afar, 95th percentile', median(measured.pan), FRAME_MS)
  tell('frames while zooming in by the wheel, 95th percentile', median(measured.zoom), ZOOM_MS)
  tell('frames of an 8 s pan among parties, 95th percentile', median(measured.near), FRAME_MS)
  tell('a party pointed at lights up', median(measured.select), ANSWER_MS)
  tell('from the list of areas down to members by name', median(measured.down), DOWN_MS)
}

function tell(what: string, value: number, max: number): void {
  report({ bench: BENCH, case: `${SIZE}: ${what}`, value, unit: 'ms', goal: { max } })
}

/** Pans with the mouse held, to and fro. */
async function pan(page: Page): Promise<void> {
  const box = (await page.getByTestId('region').boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (const [from, until] = [Date.now(), Date.now() + PAN_MS]; Date.now() < until; ) {
    const turn = (Date.now() - from) / 700
    await page.mouse.move(x + 240 * Math.sin(turn), y + 120 * Math.sin(turn * 1.3))
  }
  await page.mouse.up()
}

/** Zooms in with the wheel until parties can be told apart. */
async function zoom(page: Page): Promise<void> {
  const box = (await page.getByTestId('region').boundingBox())!
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5)
  for (let turn = 0; turn < 7; turn++) {
    await page.mouse.wheel(0, -240)
    await page.waitForTimeout(260)
  }
}

/** Milliseconds from the largest area in the list over its first group to the names of members. */
async function drillDown(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Groups and members' }).click()
  const list = page.getByRole('region', { name: 'Groups and members' })
  const groups = list.locator('button[aria-expanded]')
  await groups.first().waitFor()
  const from = performance.now()
  await groups.first().click()
  const inside = list.locator('ul ul')
  const below = inside.locator('button[aria-expanded]').first()
  const member = inside.locator('button[aria-pressed]').first()
  // an area of a single group shows its members at once
  await below.or(member).first().waitFor()
  if (!(await member.isVisible())) await below.click()
  await member.waitFor()
  return performance.now() - from
}

/** Milliseconds from a movement of the mouse onto a party until its frame is out. */
async function selectParty(page: Page): Promise<number> {
  const box = (await page.getByTestId('region').boundingBox())!
  for (let step = 0; step < 600; step++) {
    const x = box.x + box.width * (0.25 + 0.5 * ((step * 0.618) % 1))
    const y = box.y + box.height * (0.25 + 0.5 * ((step * 0.414) % 1))
    await page.mouse.move(x, y)
    const isOver = await page.getByTestId('region').evaluate((element) => (element as HTMLElement).style.cursor === 'pointer')
    if (!isOver) continue
    await page.mouse.move(box.x + 4, box.y + box.height - 4)
    await page.evaluate(() => {
      const answered = new Promise<number>((resolve) => {
        addEventListener(
          'mousemove',
          () => {
            const from = performance.now()
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from), 0))
          },
          { capture: true, once: true },
        )
      })
      Object.assign(globalThis, { answered })
    })
    await page.mouse.move(x, y)
    return await page.evaluate(() => (globalThis as unknown as { answered: Promise<number> }).answered)
  }
  throw new Error('nobody was found in the region')
}
