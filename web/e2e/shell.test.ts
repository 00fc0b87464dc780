import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstLoadBytes } from '../../bin/build.ts'
import { inspect, testWorkspace, violations } from './harness.ts'

const { ask, open, visit, complaints, base, ecosystemId } = await testWorkspace()
await ask('POST', '/parties', { name: 'Bäckerei Moselglück', kinds: ['suppliers'], city: 'Bernkastel-Kues' })
await ask('POST', '/parties', { name: 'Hotel zur Post', kinds: ['customers'], city: 'Traben-Trarbach' })
await ask('POST', '/tasks', { title: 'Introduce the bakery to the hotel', due: '2026-01-05' })

test('the start page says how the map stands, what to do next and what happened', async () => {
  const page = await open()
  await page.getByText('Your map knows 2 organisations.').waitFor()
  await page.getByText('“Introduce the bakery to the hotel” is late').waitFor()
  await page.getByRole('link', { name: /^Suppliers/ }).waitFor()
  await page.getByText('Put on the map').first().waitFor()
  await page.getByRole('link', { name: /^Without a place\s*2$/ }).waitFor()
  await inspect(page, 'home')
  assert.equal(await page.title(), 'Start · Mosel valley · Tutti')
})

test('the start page holds in the dark, in German and on a phone', async () => {
  const dark = await open('', { locale: 'de', scheme: 'dark' })
  await dark.getByText('Ihre Karte kennt 2 Organisationen.').waitFor()
  await dark.getByText('Auf die Karte gesetzt').first().waitFor()
  await inspect(dark, 'home-dark-de')
  const phone = await open('', { viewport: 'phone' })
  await phone.getByText('Your map knows 2 organisations.').waitFor()
  await inspect(phone, 'home-phone', { fullPage: true })
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing sticks out sideways')
  const rail = await open('', { viewport: 'middle' })
  await rail.getByText('Your map knows 2 organisations.').waitFor()
  await inspect(rail, 'home-rail')
})

test('an address with an id that is none says that nothing is there, and asks nobody to look at fields', async () => {
  const page = await open('/organisations/not-an-id')
  await page.getByText('This is not here, or no longer.').waitFor()
  assert.equal(await page.getByText('The fields concerned are marked.').count(), 0)
})

test('an address that does not exist is a page for people, and for programs what they can read', async () => {
  const page = await visit('/nothing')
  await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
  await inspect(page, 'nothing-here')
  const [visited, asked, api] = await Promise.all([
    fetch(`${base}/nothing`, { headers: { accept: 'text/html' } }),
    fetch(`${base}/nothing`),
    fetch(`${base}/api/nothing`, { headers: { accept: 'text/html' } }),
  ])
  assert.deepEqual([visited.status, asked.status, api.status], [404, 404, 404])
  assert.match(visited.headers.get('content-type') ?? '', /^text\/html/)
  for (const refused of [asked, api]) assert.equal(((await refused.json()) as { code: string }).code, 'not_found')
})

test('the palette finds, goes and does, from the keyboard alone', async () => {
  const page = await open()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  const field = page.getByRole('textbox', { name: 'Search' }).or(page.getByRole('searchbox', { name: 'Search' }))
  await field.first().and(page.locator(':focus')).waitFor()
  await page.keyboard.type('moselgl')
  await page.getByRole('dialog').getByText('Bäckerei Moselglück').waitFor()
  await inspect(page, 'palette')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/organisations\//)
  await page.getByRole('heading', { level: 1, name: 'Bäckerei Moselglück' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await field.first().and(page.locator(':focus')).waitFor()
  await page.keyboard.type('go to: tasks')
  await page.getByRole('dialog').getByText('Go to: Map').waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/tasks$/)
})

test('g and a letter go somewhere, ? shows the keys, typing in a field is left alone', async () => {
  const page = await open('/tasks')
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('x')
  await page.waitForURL(/\/exchange$/)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await inspect(page, 'shortcuts')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.getByRole('button', { name: 'Add offer or need' }).first().click()
  await page.getByRole('textbox', { name: /^What/ }).first().fill('gh?')
  assert.match(page.url(), /\/exchange/)
})

test('the first Tab leads past the navigation', async () => {
  const page = await open('/tasks')
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
})

test('language and appearance are switched at once and kept', async () => {
  const page = await open('/tasks')
  await page.getByRole('button', { name: 'Ada, account and display' }).first().click()
  await page.getByRole('menuitem', { name: 'Dark' }).click()
  await page.getByRole('menuitem', { name: 'Deutsch' }).click()
  await page.getByRole('heading', { name: 'Aufgaben' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await page.reload()
  await page.getByRole('heading', { name: 'Aufgaben' }).waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), 'dark')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de')
})

test('an address that leads nowhere says so, inside and outside of an ecosystem', async () => {
  const inside = await open('/nowhere')
  await inside.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
  await inspect(inside, 'not-found')
  const foreign = await open('/../01999999-0000-7000-8000-00000000dead')
  await foreign.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
})

test('who is not signed in is led to signing in, and back afterwards', async () => {
  const page = await visit(`/app/${ecosystemId}/tasks?party=1`)
  await page.waitForURL(/\/app\/sign-in\?next=/)
  assert.equal(new URL(page.url()).searchParams.get('next'), `/app/${ecosystemId}/tasks?party=1`)
})

test('a lost connection is said, what was typed stays, and it goes on by itself', async () => {
  const page = await open('/tasks')
  await page.getByRole('button', { name: 'New task' }).first().click()
  await page.getByLabel('What is to be done').fill('Survives the tunnel')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Make the task' }).click()
  await page.getByText('No connection.').first().waitFor()
  await page.getByText('What you entered is still here.').waitFor()
  await inspect(page, 'connection-lost')
  await page.context().setOffline(false)
  await page.getByText('No connection.').first().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Make the task' }).click()
  await page.getByRole('button', { name: 'Survives the tunnel', exact: true }).waitFor()
  assert.equal((await ask('GET', '/tasks')).items.filter(({ title }: { title: string }) => title === 'Survives the tunnel').length, 1)
})

test('the first load carries at most 300 kB of script, compressed', async () => {
  const bytes = firstLoadBytes()
  console.log(`first load: ${(bytes / 1000).toFixed(0)} kB`)
  assert.ok(bytes <= 300_000, `${bytes} bytes`)
})

test('the content security policy and the console are silent', () => {
  const expected = /net::ERR_INTERNET_DISCONNECTED/
  assert.deepEqual(
    complaints.filter((complaint) => !expected.test(complaint)),
    [],
    base,
  )
})
