import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

test('what was removed is put back by a click, and what somebody else put back says so', async () => {
  const { id } = await ask('POST', '/parties', { name: 'Kiosk am Ufer' })
  const other = await ask('POST', '/parties', { name: 'Mühle Becker' })
  const tie = await ask('POST', '/ties', { fromId: other.id, toId: id, type: 'supplies' })
  await ask('DELETE', `/ties/${tie.id}`)
  await ask('DELETE', `/parties/${id}`)
  const page = await open('/settings/removed')
  await page.getByText('Mühle Becker supplies Kiosk am Ufer').waitFor()
  await inspect(page, 'removed', { fullPage: true })
  // the list of ties has to be asked for again before somebody else puts one back, or there is nothing left to press
  const listed = page.waitForResponse(/removed-ties/)
  await page.getByRole('button', { name: 'Put back: Kiosk am Ufer' }).click()
  await page.getByText('Kiosk am Ufer was put back.').waitFor()
  await listed
  assert.equal((await ask('GET', `/parties/${id}`)).endedAt, null)
  await ask('POST', `/ties/${tie.id}/restoration`)
  await page.getByRole('button', { name: 'Put back: Mühle Becker supplies Kiosk am Ufer' }).click()
  // the toast of what was put back may still be there, and is an alert as well
  await page.getByRole('region', { name: 'Ties' }).getByRole('alert').waitFor()
})

test('the list fits on a phone, in German and in the dark', async () => {
  const { id } = await ask('POST', '/parties', { name: 'Weingut Sonnenhang und Töchter' })
  await ask('DELETE', `/parties/${id}`)
  const page = await open('/settings/removed', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByRole('button', { name: 'Wiederherstellen: Weingut Sonnenhang und Töchter' }).waitFor()
  await inspect(page, 'removed-phone-dark-de', { fullPage: true })
  const tab = await page.getByRole('link', { name: 'Entfernt', exact: true }).boundingBox()
  assert.ok(tab && tab.x >= 0 && tab.x + tab.width <= 390, 'the tab one is on is in view')
})

test('the console stays silent', () => assert.deepEqual(complaints, []))
