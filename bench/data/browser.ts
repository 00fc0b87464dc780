import { type Browser, chromium, type Page } from 'playwright-core'
import { COOKIE } from './product.ts'

const ARGUMENTS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
]

/** A headless browser that draws in software, as on a machine without a graphics card. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: process.env.TUTTI_TEST_CHROMIUM || '/usr/bin/chromium', args: ARGUMENTS })
}

/** Opens a page that draws, and answers after how many milliseconds what has this test id was ready and shown. */
export async function openDrawn(browser: Browser, cookie: string, url: string, testId: string): Promise<{ page: Page; ms: number }> {
  const page = await openPage(browser, cookie, url, testId)
  const usable = await page.waitForFunction(() => (globalThis as { usableMs?: number }).usableMs, undefined, { timeout: 120_000 })
  return { page, ms: (await usable.jsonValue())! }
}

/** Opens a page as somebody who is signed in; where a test id is given, when that was ready is noted. */
export async function openPage(browser: Browser, cookie: string, url: string, testId?: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  await context.addCookies([{ name: COOKIE, value: cookie, url: new URL(url).origin }])
  const page = await context.newPage()
  if (testId !== undefined) await page.addInitScript(noteUsable, testId)
  await page.goto(url, { waitUntil: 'commit' })
  return page
}

/** Runs in the page: notes when it is drawn, its frame is out and the page answers again. Asked from here it would be later by chance. */
function noteUsable(testId: string) {
  const look = () => {
    if (!document.querySelector(`[data-testid=${testId}][data-ready]`)) return
    ready.disconnect()
    requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { usableMs: performance.now() }), 0))
  }
  const ready = new MutationObserver(look)
  ready.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] })
}

/** Milliseconds between frames while something goes on. */
export async function framesWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames })
    let before = performance.now()
    const tick = (now: number) => {
      frames.push(now - before)
      before = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  await act()
  return await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.slice(1))
}
