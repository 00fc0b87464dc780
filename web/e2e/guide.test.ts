import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

const step = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name }) })

test('the empty map leads to the first hour, which opens at its first step', async () => {
  const page = await open('')
  await page.getByRole('link', { name: 'Or be led through it, step by step' }).click()
  await page.getByText('5 steps are left.').waitFor()
  await page.getByText('0 organisations of at least 5 are on the map. Your own is not chosen yet.').waitFor()
  await inspect(page, 'guide-start', { fullPage: true })
  await page.getByRole('link', { name: 'Import a file' }).click()
  await page.waitForURL('**/imports')
})

test('a step finishes by itself when its thing is made elsewhere, and home leads on', async () => {
  const [own] = await Promise.all(['Bakery', 'Mill', 'Café', 'Bank', 'Dairy'].map((name) => ask('POST', '/parties', { name })))
  const page = await open('/guide')
  await page.getByRole('link', { name: 'Say which organisation is yours' }).waitFor()
  await ask('PUT', '/own-party', { partyId: own.id })
  await page.goto(page.url().replace(/\/guide$/, ''))
  await page.getByText('Next: The people. It is part of your first hour, and 4 of its 5 steps are still open.').waitFor()
  await inspect(page, 'guide-home')
  await page.getByRole('link', { name: 'Go on' }).click()
  await page.getByRole('link', { name: 'Invite somebody' }).waitFor()
  await page.getByRole('button', { name: /^The map/ }).click()
  await page.getByText('The map is there, and Bakery is yours on it.').waitFor()
})

test('a step is set aside and taken up again; the rest is walked on a phone in German, and taken back', async () => {
  const page = await open('/guide', { locale: 'de', viewport: 'phone', scheme: 'dark' })
  await page.getByRole('button', { name: 'Nichts für uns' }).click()
  await page.getByRole('link', { name: 'Sagen, bei wem Sie kaufen' }).waitFor()
  await page.getByRole('button', { name: /^Die Menschen/ }).click()
  await page.getByText(/von Ada beiseitegelegt/).waitFor()
  await page.getByRole('button', { name: 'Wieder aufnehmen' }).click()
  await page.getByRole('link', { name: 'Jemanden einladen' }).waitFor()
  await page.getByRole('button', { name: /^Ein erster gemeinsamer Schritt/ }).click()
  await inspect(page, 'guide-de-phone-dark', { fullPage: true })
  await page.getByRole('button', { name: '2 Aufgaben daraus machen: Einander weiterempfehlen' }).click()
  await page.getByText('2 Aufgaben stehen auf Ihrer Liste.').waitFor()
  await page.getByText(/Eine Aufgabe steht auf der Liste: Einen Nachbarbetrieb fragen/).waitFor()
  assert.equal((await ask('GET', '/tasks')).items.length, 2)
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByRole('button', { name: '2 Aufgaben daraus machen: Einander weiterempfehlen' }).waitFor()
  assert.equal((await ask('GET', '/tasks')).items.length, 0)
})

test('another day it goes on where it was: a need elsewhere, a proposal and an own idea finish it', async () => {
  await ask('POST', '/invitations', { email: 'kim@example.org', role: 'coordinator' })
  const { party } = await ask('GET', '/own-party')
  await ask('POST', '/offers', { partyId: party.id, side: 'need', title: 'Paper bags' })
  const page = await open('/guide')
  await page.getByText('2 steps are left.').waitFor()
  await page.getByRole('button', { name: 'Make it 2 tasks: Order something together' }).click()
  await step(page, 'A first step together').getByText('finished', { exact: true }).waitFor()
  // more than one can be taken: the step stays open until one goes on
  await page.getByRole('button', { name: 'Make it 2 tasks: Recommend each other' }).waitFor()
  await page.getByRole('button', { name: 'Go on: A first project for the place' }).click()
  await step(page, 'A first project for the place').getByLabel('Or an idea of your own').fill('A bench by the river')
  await inspect(page, 'guide-idea', { fullPage: true })
  await page.getByRole('button', { name: 'Make it a task', exact: true }).click()
  await page.getByText('There is nothing left to do here.').waitFor()
  await page.getByRole('button', { name: /^Local sources/ }).click()
  await page.getByText('A need is written down: Paper bags.').waitFor()
  await inspect(page, 'guide-finished', { fullPage: true })
})

test('a proposal that somebody else took meanwhile is refused, and shown as taken', async () => {
  const page = await open('/guide')
  await page.getByRole('button', { name: /^A first step together/ }).click()
  await page.getByRole('button', { name: 'Make it 2 tasks: Recommend each other' }).waitFor()
  await ask('POST', '/guide/proposals/recommend/tasks', { locale: 'en' })
  await page.getByRole('button', { name: 'Make it 2 tasks: Recommend each other' }).click()
  await page.getByText('The tasks of this proposal are on the list already. No task was added.').waitFor()
  await page.getByRole('button', { name: 'Make it 2 tasks: Recommend each other' }).waitFor({ state: 'detached' })
})

test('nothing in the console', () => assert.deepEqual(complaints, []))
