import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

test('an empty map says what this page is for', async () => {
  const page = await open('/insight/gaps')
  await page.getByRole('heading', { name: 'Nobody on the map yet' }).waitFor()
  await inspect(page, 'gaps-empty')
})

/** Two groups of four that Bäckerei Kern and Hof Weber alone tie together, and a café that nobody knows. */
async function valley() {
  const party = async (name: string, sectorCode: string): Promise<string> =>
    (await ask('POST', '/parties', { name, sectorScheme: 'nace', sectorCode })).id
  const town = [
    await party('Bäckerei Kern', '10.71'),
    await party('Gasthof Moselblick', '56.10'),
    await party('Hotel zur Post', '55.10'),
    await party('Tourist-Info', '79.90'),
  ]
  const land = [
    await party('Hof Weber', '01.50'),
    await party('Weingut Lay', '01.21'),
    await party('Kellerei Süd', '11.02'),
    await party('Wochenmarkt', '47.81'),
  ]
  await party('Café Allein', '56.30')
  const tie = (fromId: string, toId: string) => ask('POST', '/ties', { fromId, toId, type: 'supplies' })
  for (const group of [town, land]) for (const [k, one] of group.entries()) for (const other of group.slice(k + 1)) await tie(one, other)
  await tie(town[0]!, land[0]!)
  const [, inn, hotel] = town as [string, string, string]
  const trade = (partyId: string, side: string, category: string, more: object = {}) =>
    ask('POST', '/offers', { partyId, side, title: category, category, ...more })
  await trade(inn, 'need', 'Flour', { quantity: 40, unit: 'kg', rhythm: 'week', priceMinor: 320, priceAsset: 'EUR' })
  await trade(hotel, 'need', 'Laundry', { quantity: 30, unit: 'kg', rhythm: 'day' })
  await trade(hotel, 'need', 'Eggs')
  await trade(land[3]!, 'offer', 'Eggs')
}

test('what is missing stands in one list, money first, each with its formula, its evidence and a task', async () => {
  await valley()
  const page = await open('/insight')
  await page.getByRole('link', { name: 'What is missing?' }).click()
  await page.getByText('7 things are missing. With the first of them, €128.00 a week is at stake.').waitFor()
  const cards = await page.getByRole('article').getByRole('heading', { level: 2 }).allTextContents()
  assert.deepEqual(cards, [
    '1 · Unmet need',
    '2 · Unmet need',
    '3 · Gap between groups',
    '4 · Only way to others',
    '5 · Only way to others',
    '6 · Without company',
    '7 · Only one supplier',
  ])
  const card = (text: string) => page.getByRole('article').filter({ hasText: text })
  await card('Gasthof Moselblick needs “Flour”, and nobody else offers it.').getByText('40 kg a week × €3.20 = €128.00 a week').waitFor()
  await card('Hotel zur Post needs “Laundry”').getByText('30 kg a day').first().waitFor()
  await card('ties the group around').getByText('On the other side, 4:').waitFor()
  await card('ties the group around').getByRole('link', { name: 'The groups, and who stands between them' }).waitFor()
  await card('If Bäckerei Kern left, 3 others would lose their way to the rest.').getByRole('link', { name: 'Tourist-Info' }).waitFor()
  await card('One other depends on Wochenmarkt alone for “Eggs”.').getByText('no price and no quantity is written down').waitFor()
  await card('Café Allein has no tie to anybody.').getByText('Find a tie for Café Allein').waitFor()
  await inspect(page, 'gaps', { fullPage: true })
  await card('“Flour”').getByRole('button', { name: 'Make it a task' }).click()
  await card('“Flour”').getByRole('link', { name: 'On the task list' }).waitFor()
  const { items } = await ask('GET', '/tasks?state=open')
  assert.equal(items[0].title, 'Find somebody who offers “Flour”')
  await page.getByRole('button', { name: 'Only way to others (2)' }).click()
  await page.getByRole('button', { name: 'Only way to others (2)', pressed: true }).waitFor()
  assert.equal(await page.getByRole('article').count(), 2)
})

test('a gap is set aside with a reason and comes back when it gets worse', async () => {
  const page = await open('/insight/gaps')
  const laundry = page.getByRole('article').filter({ hasText: '“Laundry”' })
  await laundry.getByRole('button', { name: 'Set aside' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('The co-operative opens in spring')
  await inspect(page, 'gaps-aside')
  await dialog.getByRole('button', { name: 'Set aside' }).click()
  await page.getByText('It is set aside.').waitFor()
  assert.equal(await laundry.count(), 0)
  await page.getByText('One thing set aside').click()
  await page.getByText(/Ada: The co-operative opens in spring/).waitFor()
  const { items } = await ask('GET', '/parties?q=Tourist')
  await ask('POST', '/offers', { partyId: items[0].id, side: 'need', title: 'Towels', category: 'laundry' })
  await page.reload()
  await laundry.getByText(/It got worse since it was set aside/).waitFor()
})

test('a table of other areas is looked at, adopted, and a missing sector shows with its quotient; removed, it is gone', async () => {
  const page = await open('/insight/gaps')
  await page.getByText('There is no table of other areas yet').waitFor()
  await page.getByRole('link', { name: 'Compare with other areas' }).click()
  const choose = (name: string, content: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
  await choose('phones.csv', 'name,phone\nAda,1')
  await page.getByText('The file lacks the columns area, code and count').waitFor()
  const codes = ['01', '10', '11', '47', '55', '56', '79']
  const rows = ['Ahr', 'Eifel', 'Hunsrück', 'Nahe', 'Saar'].flatMap((area) => [
    ...codes.map((code) => `${area},${code},10`),
    `${area},96,30`,
  ])
  await choose('peers.csv', ['area,nace,establishments', ...rows, 'Saar,Friseure,7'].join('\n'))
  await page.getByText('5 areas, 8 sectors of NACE, 500 establishments.').waitFor()
  await page.getByText('“Friseure” is no sector such as 47 (NACE) or 722 (NAICS).').waitFor()
  await page.getByLabel('Who made it').fill('Office of statistics 2025')
  await page.getByLabel('On what terms').fill('CC BY 4.0')
  await inspect(page, 'gaps-reference', { fullPage: true })
  await page.getByRole('button', { name: 'Compare with this table' }).click()
  await page.getByText('Missing sectors are measured against this table.').waitFor()
  await page.getByRole('link', { name: 'What is missing' }).last().click()
  // 9 on the map × 150 of 500 elsewhere
  const sector = page.getByRole('article').filter({ hasText: 'there would be 2.7' })
  await sector.getByText('Nobody on your map is in “Personal services”.').waitFor()
  await sector.getByRole('button', { name: /0% of what is expected/ }).click()
  await page.getByText('Florence 1939', { exact: false }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('Source: Office of statistics 2025. Licence: CC BY 4.0.').waitFor()
  const phone = await open('/insight/gaps?sort=sector', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await phone.getByText(/Nach den anderen Gebieten wäre mit 2,7 zu rechnen/).waitFor()
  await inspect(phone, 'gaps-phone-dark-de', { fullPage: true })
  const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overflow, 0)
  await page.getByRole('link', { name: 'The table of other areas' }).click()
  await page.getByRole('button', { name: 'Compare with it no more' }).click()
  await page.getByRole('button', { name: 'Compare with this one again' }).waitFor()
})

test('the console stays silent', () => assert.deepEqual(complaints, []))
