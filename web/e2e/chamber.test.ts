// The first hour of a chamber at a desk: the members' list out of a workbook, who is in it twice, where they are, and a letter to some of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testMailSink } from '../../server/modules/mailings/testing.ts'
import { memberList } from './fixtures/members.ts'
import { inspect, testWorkspace } from './harness.ts'

const { open, complaints, sink } = await workspace()
const page = await open('/imports')

const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
const follow = (name: string | RegExp) => page.getByRole('link', { name, exact: true }).click()
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function workspace() {
  let sink: Awaited<ReturnType<typeof testMailSink>> | undefined
  const made = await testWorkspace(async (_, closeWith) => {
    sink = await testMailSink(closeWith)
    return { mail: { smtpUrl: sink.smtpUrl, from: 'Chamber <chamber@example.org>', perMinute: 60_000 } }
  })
  return { ...made, sink: sink! }
}

test('the list is found below its cover and its title, one column is named by hand, and what would happen is shown before it does', async () => {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'Mitglieder.xlsx', mimeType: XLSX, buffer: await memberList() })
  await page.getByText('Mitglieder.xlsx: Mitglieder').waitFor()
  await page.getByText('No column names the organisation.').waitFor()
  await page.getByRole('combobox', { name: 'Where “Betrieb / Name” goes' }).click()
  await page.getByRole('option', { name: 'Name of the organisation', exact: true }).click()
  await inspect(page, 'chamber-1-columns')
  await press('Check again with these columns')
  await page.getByText('This would bring 782 new organisations and 780 new contact people.').waitFor()
  await inspect(page, 'chamber-2-checked')
  await press('Put on the map')
  await page.getByText('This brought 782 new organisations').waitFor()
  await inspect(page, 'chamber-3-imported')
})

test('two pairs are looked at side by side: one is the same, one is not', async () => {
  await follow('Look at 2 possible duplicates')
  await page.getByText('Pair 1 of 2').waitFor()
  await inspect(page, 'chamber-4-pair')
  await page.keyboard.press('s')
  await page.getByText('Pair 1 of 1').waitFor()
  await page.keyboard.press('d')
  await page.getByText('There is no pair to decide.').waitFor()
})

test('towns give nearly everybody a place; one is set by hand, and one stays listed', async () => {
  await follow('Map')
  await page.getByText('Geography', { exact: true }).click()
  await page.getByText('781 have no place yet').waitFor()
  await follow('Find places')
  await press('Find by town')
  await page.getByText('2 of 781 organisations have no place yet.').waitFor()
  await page.getByText(/This town is not in the table: 54290 Niederweiler-Oberdorf/).waitFor()
  await inspect(page, 'chamber-5-places')
  await follow('Set on the map: Gasthaus Lorrath')
  await page.locator('[data-testid="geography"][data-ready="true"]').waitFor()
  const box = (await page.getByTestId('geography').boundingBox())!
  await page.mouse.click(box.x + 500, box.y + 300)
  await press('Keep this place')
  await page.getByText('1 of 781 organisations has no place yet.').waitFor()
})

test('a view keeps the members of one group in one town', async () => {
  await follow('Organisations')
  const narrow = (name: string) => page.getByRole('search').getByRole('button', { name }).click()
  await narrow('Tag')
  await page.getByRole('checkbox', { name: /Gastgewerbe/ }).click()
  await page.keyboard.press('Escape')
  await narrow('Place')
  await page.getByRole('checkbox', { name: /Cochem/ }).click()
  await page.keyboard.press('Escape')
  await page.getByText(/^You are looking at 65 organisations/).waitFor()
  await press('Views')
  await page.getByLabel('Name of this view').fill('Hosts in Cochem')
  await page.getByLabel('Everybody here may see it').check()
  await press('Keep this view')
  await page.getByText('The view is kept.').waitFor()
  await inspect(page, 'chamber-6-view')
})

async function write(name: string, list?: string): Promise<void> {
  await follow('Mailings')
  await press('New mailing')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  if (list !== undefined) await page.getByRole('textbox', { name: 'Name of the list' }).fill(list)
  await press('Write it')
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('combobox', { name: 'Saved view' }).click()
  await page.getByRole('option', { name: 'Hosts in Cochem' }).click()
}

const letters = () => sink.mails.filter(({ to }) => to !== 'ada@example.org')
let hosts = 0

test('a letter to the view is filled in for each, looked at, tried on oneself and sent', async () => {
  await write('Autumn meeting', 'Members')
  await page.getByRole('textbox', { name: 'Subject' }).fill('Autumn meeting for {{organisation}}')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Dear {{name|all}},\n\ncome to the meeting in {{city|the valley}}.')
  await press('Save')
  await page.getByText(/^It would go to \d+ addresses/).waitFor()
  await page.getByText(/^Dear \S+ \S+,/).waitFor()
  const first = await page.getByText(/^Autumn meeting for/).textContent()
  await press('The next mail')
  await page
    .getByText(/^Autumn meeting for/)
    .filter({ hasNotText: first! })
    .waitFor()
  await inspect(page, 'chamber-7-letter', { fullPage: true })
  await press('Send this one to myself')
  await page.getByText('Sent to ada@example.org.').waitFor()
  await press(/^Send to \d+ addresses/)
  await press('Send now')
  const sent = await page.getByText(/^Sent to (\d+) of \1\./).textContent()
  hosts = Number(/\d+/.exec(sent!)![0])
  assert.equal(letters().length, hosts)
  assert.equal(new Set(letters().map(({ to }) => to)).size, hosts)
  assert.match(letters()[0]!.subject, /^Autumn meeting for (?:Hotel|Gasthaus) /)
  assert.match(letters()[0]!.text, /^Dear \S+ \S+,\s+come to the meeting in Cochem\./)
  await inspect(page, 'chamber-8-sent', { fullPage: true })
})

test('who ends the mails with one click of the mail program gets the next one no more', async () => {
  const { to, header } = letters()[0]!
  assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
  // what a mail program does behind its button: one POST, no page, no cookie
  const link = /<(http[^>]+)>/.exec(header('list-unsubscribe')!)![1]!
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
  assert.equal((await fetch(link, { method: 'POST', body })).status, 200)
  const before = letters().length
  await write('Minutes')
  await page.getByRole('textbox', { name: 'Subject' }).fill('Minutes')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Dear {{name|all}},\n\nhere are the minutes.')
  await press('Save')
  await page.getByText(`It would go to ${hosts - 1} addresses`).waitFor()
  await inspect(page, 'chamber-9-next', { fullPage: true })
  await press(`Send to ${hosts - 1} addresses`)
  await press('Send now')
  await page.getByText(`Sent to ${hosts - 1} of ${hosts - 1}.`).waitFor()
  const next = letters().slice(before)
  assert.equal(next.length, hosts - 1)
  assert.ok(next.every((letter) => letter.to !== to))
})

test('nothing in the console', () => assert.deepEqual(complaints, []))
