import assert from 'node:assert/strict'
import { test } from 'node:test'
import jsQR from 'jsqr'
import type { Locator, Page } from 'playwright-core'
import { inspect, PASSWORD, screenshot, testWorkspace } from './harness.ts'

// no mail server: whoever is invited gets the link from somebody's hand
const { base, open, visit, ask, complaints } = await testWorkspace()

async function invite(page: Page, email: string): Promise<string> {
  await page.getByLabel('Mail address').fill(email)
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByText(`This is the link for ${email}`).waitFor()
  return (await page.getByTestId('ask-link').textContent()) ?? ''
}

/** What the camera of a phone would read from the picture. */
async function scan(code: Locator): Promise<string | undefined> {
  await code.waitFor()
  const side = 400
  const pixels = await code.evaluate(async (svg, size) => {
    const image = new Image(size, size)
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    context.drawImage(image, 0, 0, size, size)
    return [...context.getImageData(0, 0, size, size).data]
  }, side)
  const read = (jsQR as unknown as { default?: typeof jsQR }).default ?? jsQR
  return read(Uint8ClampedArray.from(pixels), side, side)?.data
}

test('without a mail server an invitation is copied, scanned, shared and opened by hand', async () => {
  const page = await open('/settings/people')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const link = await invite(page, 'ben@example.org')
  assert.match(link, new RegExp(`^${base}/app/invitation#[\\w-]{32}$`))
  await inspect(page, 'ask', { fullPage: true })
  await page.getByRole('button', { name: 'Copy the link' }).click()
  await page.getByText('Copied').waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link)
  assert.equal(await scan(page.getByRole('img', { name: 'QR code of the link' })), link)

  const ben = await visit(link, { viewport: 'phone' })
  await ben.getByLabel('Your name').fill('Ben')
  await ben.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await ben.getByRole('button', { name: 'Accept the invitation' }).click()
  await ben.getByRole('heading', { level: 1, name: 'Mosel valley', exact: true }).waitFor()
  await (await visit(link)).getByText('used already').waitFor()
  await page.reload()
  await page.getByText('ben@example.org · address not confirmed').waitFor()
})

test('a link is shown once, and a new one ends the one before', async () => {
  const page = await open('/settings/people')
  const first = await invite(page, 'cem@example.org')
  await page.getByRole('button', { name: 'Done' }).click()
  assert.equal(await page.getByTestId('ask-link').count(), 0)
  await page.reload()
  await page.getByRole('button', { name: 'Hand over the invitation to cem@example.org' }).click()
  const second = (await page.getByTestId('ask-link').textContent()) ?? ''
  assert.notEqual(first, second)
  await (await visit(first)).getByText('withdrawn').waitFor()
  await (await visit(second)).getByLabel('Your name').waitFor()
})

test('the share sheet of the device gets the message and the link, and closing it says nothing', async () => {
  const page = await open('/settings/people', { viewport: 'phone' })
  await page.context().addInitScript(() => {
    const share = async (content: ShareData) => document.body.setAttribute('data-shared', JSON.stringify(content))
    Object.assign(Navigator.prototype, { share, canShare: () => true })
  })
  await page.reload()
  const link = await invite(page, 'dan@example.org')
  await page.getByRole('button', { name: 'Share' }).click()
  const shared = JSON.parse((await page.locator('body').getAttribute('data-shared')) ?? '')
  assert.equal(shared.url, link)
  assert.match(shared.text, /invited to “Mosel valley”\. The link works once, until/)
  await inspect(page, 'ask-phone', { fullPage: true })
})

test('a letter is written in the language of whoever gets it, and only the letter is printed, on one page', async () => {
  await ask('PATCH', '', { locale: 'de' })
  const bakery = await ask('POST', '/parties', { name: 'Bäckerei Beispiel', kinds: ['customers'] })
  const made = await ask('POST', '/invitations', { email: 'eva@example.org', role: 'member', partyId: bakery.id })
  assert.equal(made.link, undefined)
  const page = await open('/settings/people')
  await page.getByRole('button', { name: 'Hand over the invitation to eva@example.org' }).click()
  const link = (await page.getByTestId('ask-link').textContent()) ?? ''
  await page.getByRole('button', { name: 'Print a letter' }).click()
  const letter = page.getByRole('dialog').getByRole('article')
  await letter.getByText('Sehr geehrte Damen und Herren').waitFor()
  await letter.getByText('Was dort über Bäckerei Beispiel steht').waitFor()
  assert.equal(await page.getByLabel('Goes to').inputValue(), 'Bäckerei Beispiel')
  assert.equal(await scan(letter.getByRole('img')), link)
  await letter.getByText(link.replace('https://', ''), { exact: true }).waitFor()
  await inspect(page, 'ask-letter')
  await page.evaluate(() => Object.assign(window, { print: () => document.body.setAttribute('data-printed', '') }))
  await page.getByRole('button', { name: 'Print', exact: true }).click()
  await page.locator('body[data-printed]').waitFor()
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByRole('dialog').isVisible(), false)
  assert.equal(await page.locator('body > div > article[lang=de]').isVisible(), true)
  await screenshot(page, 'ask-letter-print', true)
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1)
  assert.match(pdf, /\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/)
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('dialog').getByText('English').click()
  await letter.getByText('Dear Sir or Madam').waitFor()
})

test('German, in the dark', async () => {
  const page = await open('/settings/people', { locale: 'de', scheme: 'dark' })
  await page.getByRole('button', { name: 'Einladung an eva@example.org übergeben' }).click()
  await page.getByRole('button', { name: 'Brief drucken' }).waitFor()
  await inspect(page, 'ask-de-dark', { fullPage: true })
})

test('no page complained in the console', () => {
  assert.deepEqual(complaints, [])
})
