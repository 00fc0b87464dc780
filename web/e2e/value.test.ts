import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { transaction } from '../../server/kernel/ctx.ts'
import { approveRequest } from '../../server/modules/budgets/requests.ts'
import { inspect, testWorkspace } from './harness.ts'

const { base, ask, open, visit, complaints, db, ecosystemId } = await testWorkspace()

async function takeBack(page: Page, what: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: `Take back: ${what}` }).click()
  await page.getByLabel('Why').fill(reason)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('Taken back.', { exact: true }).waitFor()
}

test('a voucher is sold, looked at by whoever holds it, redeemed in two parts and then it is used up', async () => {
  const { id: museum } = await ask('POST', '/parties', { name: 'Museum am Fluss' })
  const page = await open('/value')
  await page.getByRole('heading', { name: 'Vouchers and other value' }).waitFor()
  await inspect(page, 'value')
  await page.getByRole('link', { name: /^Vouchers/ }).click()
  await page.getByRole('heading', { name: 'No voucher yet' }).waitFor()
  await inspect(page, 'value-vouchers-empty')
  await page.getByRole('button', { name: 'Sell a voucher' }).click()
  await page.getByLabel('Amount').fill('50')
  await page.getByLabel('Note, for you alone').fill('Birthday of Ada')
  await inspect(page, 'value-voucher-sell')
  await page.getByRole('button', { name: 'Sell it' }).click()
  const code = (await page.getByTestId('voucher-code').textContent())!.trim()
  await inspect(page, 'value-voucher-code')
  const held = await visit(`/vouchers/${code}`)
  await held.getByText('€50.00').first().waitFor()
  await inspect(held, 'value-voucher-held')
  const link = (await held.getByRole('link', { name: 'Redeem it for your organisation' }).getAttribute('href'))!
  await page.keyboard.press('Escape')
  await page.goto(new URL(link, base).href)
  await page.getByText('€50.00 left', { exact: true }).first().waitFor()
  await page.getByLabel('How much is redeemed').fill('12.50')
  await page.getByRole('combobox', { name: 'Where' }).fill('Museum')
  await page.getByRole('option', { name: 'Museum am Fluss' }).click()
  await inspect(page, 'value-voucher-redeem', { fullPage: true })
  await page.getByRole('button', { name: 'Redeem', exact: true }).click()
  await page.getByText('€12.50 redeemed, €37.50 left.').waitFor()
  await takeBack(page, 'Museum am Fluss · €12.50', 'Wrong guest')
  await page.getByText('taken back: Wrong guest').waitFor()
  await inspect(page, 'value-voucher-taken-back', { fullPage: true })
  await held.reload()
  await held.getByText('€50.00').nth(1).waitFor()
  await ask('POST', '/vouchers/redemptions', { code, partyId: museum, amount: '1250' })
  await ask('POST', '/vouchers/redemptions', { code, partyId: museum, amount: '3750', reference: 'Receipt 7' })
  await held.reload()
  await held.getByText('It has been redeemed completely.').waitFor()
  await page.reload()
  await page.getByText('redeemed completely').first().waitFor()
  await page.getByRole('button', { name: 'Birthday of Ada' }).click()
  await page.getByText('Redeemed at Museum am Fluss').nth(1).waitFor()
  await inspect(page, 'value-voucher-history')
  const second = await ask('POST', '/vouchers', { value: '2000', expiresOn: '2030-12-31', restTo: 'trail' })
  const phone = await open(`/value/vouchers#${second.code}`, { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await phone
    .getByText(/^noch 20,00.€$/)
    .first()
    .waitFor()
  await inspect(phone, 'value-vouchers-phone-dark-de', { fullPage: true })
})

test('a circle of mutual credit is begun, two are let in, and one pays the other as far as was agreed', async () => {
  for (const name of ['Bakery', 'Mill']) await ask('POST', '/parties', { name })
  const page = await open('/value/credit')
  await page.getByRole('button', { name: 'Begin a circle' }).first().click()
  await page.getByLabel('What your unit is called').fill('Mosel')
  await page.getByRole('button', { name: 'Begin it' }).click()
  const choose = async (scope: ReturnType<typeof page.getByRole> | typeof page, label: string, name: string) => {
    await scope.getByRole('combobox', { name: label, exact: true }).fill(name)
    await page.getByRole('option', { name, exact: true }).click()
  }
  for (const name of ['Bakery', 'Mill']) {
    await page.getByRole('button', { name: 'Let somebody in' }).click()
    const dialog = page.getByRole('dialog')
    await choose(dialog, 'Organisation', name)
    await dialog.getByLabel('How far below zero').fill('100')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: `Limits of ${name}` }).waitFor()
  }
  await choose(page, 'From', 'Bakery')
  await choose(page, 'To', 'Mill')
  await page.getByLabel('What for').fill('Flour')
  await page.getByLabel('Amount').fill('130')
  await page.getByRole('button', { name: 'Pay now' }).click()
  await page.getByText('At most 100.00 Mosel is left.').waitFor()
  await page.getByLabel('Amount').fill('75.50')
  await page.getByRole('button', { name: 'Pay now' }).click()
  await page.getByText('75.50 Mosel paid. That leaves -75.50 Mosel.').waitFor()
  await page.getByRole('button', { name: 'Mill', exact: true }).click()
  await page.getByText('From Bakery: Flour').waitFor()
  await inspect(page, 'value-credit', { fullPage: true })
  await takeBack(page, 'From Bakery: Flour · 75.50 Mosel', 'Twice')
  await page.getByText('Taken back: From Bakery: Flour').waitFor()
  await page.getByText('then 0.00 Mosel · Twice').waitFor()
  await inspect(page, 'value-credit-taken-back', { fullPage: true })
})

test('points and hours have their pages, in German, on a phone and in the dark', async () => {
  const mill = (await ask('GET', '/parties?q=Mill')).items[0].id
  await ask('POST', '/points', { code: 'BLUETEN', name: 'Blüten', expiresAfterDays: 30 })
  await ask('POST', '/points/BLUETEN/reasons', { label: 'Einen Gast gebracht', points: '20' })
  const page = await open('/value/points', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByRole('combobox', { name: 'An', exact: true }).fill('Mill')
  await page.getByRole('option', { name: 'Mill' }).click()
  await page.getByRole('combobox', { name: 'Wofür', exact: true }).click()
  await page.getByRole('option', { name: 'Einen Gast gebracht (20)' }).click()
  await page.getByLabel('Wie oft').fill('3')
  await page.getByRole('button', { name: 'Vergeben' }).click()
  await page.getByText('60 Blüten vergeben.').waitFor()
  await page.getByRole('button', { name: 'Mill', exact: true }).click()
  await page.getByText('3 × Einen Gast gebracht').waitFor()
  await inspect(page, 'value-points-phone-dark-de', { fullPage: true })
  await ask('POST', '/volunteer-hours', { giverId: mill, project: 'Uferweg', minutes: 90, day: '2026-01-05', what: 'Bäume gepflanzt' })
  await page.goto(page.url().replace('/points', '/hours'))
  await page.getByText('Bäume gepflanzt').waitFor()
  await inspect(page, 'value-hours-phone-dark-de', { fullPage: true })
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
})

/** Two sales that a rule shares out: 1.50 € a night to the trail, the rest to the museum. */
async function sell(museum: string): Promise<void> {
  const rule = {
    basis: 'gross',
    asset: 'EUR',
    steps: [
      { id: 'levy', take: { perUnit: 150, unit: 'guest_night' }, to: 'levy:trail' },
      { id: 'rest', take: 'remainder', to: 'museum' },
    ],
    rounding: 'carry',
    refund: 'mirror',
  }
  const recipients = [
    { key: 'museum', partyId: museum },
    { key: 'levy:trail', label: 'Trail along the river' },
  ]
  const made = await ask('POST', '/sharing/rules', { name: 'Weekend', version: { rule, recipients, validFrom: '2026-01-01' } })
  await ask('POST', `/sharing/rules/${made.id}/versions/${made.versions[0].id}/approval`)
  for (const [reference, nights] of [['Weekend 17', 2], ['Weekend 18', 4]] as const) // biome-ignore format: one line reads better
    await ask('POST', '/sales', { reference, day: '2026-03-01', ruleId: made.id, asset: 'EUR', gross: '23800', net: '23800', units: { guest_night: nights } }) // biome-ignore format: one line reads better
}

test('a budget is filled, asked and approved; a levy is paid out and leads back to the sales it came from', async () => {
  const parties: Record<string, string> = {}
  for (const name of ['Inn', 'Ferry', 'Painter', 'Trail club']) parties[name] = (await ask('POST', '/parties', { name })).id
  const page = await open('/value/budgets')
  const choose = async (label: string, name: string) => {
    await page.getByRole('dialog').getByRole('combobox', { name: label, exact: true }).fill(name)
    await page.getByRole('option', { name, exact: true }).click()
  }
  const pick = async (label: string, name: string) => {
    await page.getByRole('dialog').getByRole('combobox', { name: label, exact: true }).click()
    await page.getByRole('option', { name, exact: true }).click()
  }
  await page.getByRole('button', { name: 'Begin a budget' }).first().click()
  await page.getByLabel('What it is for').fill('Signposts')
  for (const name of ['Inn', 'Ferry']) {
    await choose('Add an organisation', name)
    await page.getByRole('button', { name: `Leave out ${name}` }).waitFor()
  }
  await inspect(page, 'value-budget-new')
  await page.getByRole('button', { name: 'Begin it' }).click()
  for (const [name, amount] of [
    ['Inn', '300'],
    ['Ferry', '200'],
  ] as const) {
    // biome-ignore format: one line reads better
    await page.getByRole('button', { name: 'Give', exact: true }).click()
    await pick('Who gives', name)
    await page.getByLabel('Amount').fill(amount)
    await page.getByRole('button', { name: 'Give it' }).click()
    await page.getByText(`gave €${amount}.00`).waitFor()
  }
  await page.getByRole('button', { name: 'Ask for something' }).click()
  await pick('Who asks', 'Inn')
  await page.getByLabel('What for').fill('Paint and posts')
  await page.getByLabel('Amount').fill('450')
  await choose('Who is to get it', 'Painter')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await page.getByRole('button', { name: 'Approve for Inn' }).click()
  await page.getByText('Approved. More have to approve it.').waitFor()
  await inspect(page, 'value-budget', { fullPage: true })
  const budgetId = page.url().split('/').at(-1)!
  const { items } = await ask('GET', `/budgets/${budgetId}/requests`)
  // the second person, who is not the one in the browser
  const system = { db, ecosystemId, actor: { kind: 'system' as const }, now: () => new Date() }
  await transaction(system, (tx) => approveRequest(tx, budgetId, items[0].id, parties.Ferry!))
  await page.reload()
  await page.getByText('€450.00 spent').waitFor()
  await page.getByText('€50.00 are left of €500.00; €450.00 were spent.', { exact: false }).waitFor()

  await page.getByRole('button', { name: 'Take back: Ferry · €200.00' }).click()
  await page.getByLabel('Why').fill('Twice')
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('There is not as much in the budget any more', { exact: false }).waitFor()
  await inspect(page, 'value-budget-gift-spent')
  await page.keyboard.press('Escape')
  await takeBack(page, 'Paint and posts · €450.00', 'Wrong painter')
  await page.getByText('taken back: Wrong painter').waitFor()
  await page.getByText('€500.00 are left of €500.00', { exact: false }).waitFor()

  await sell(parties['Trail club']!)
  await page.goto(page.url().replace(/budgets.*/, 'levies'))
  await page.getByRole('button', { name: 'Pay out of Trail along the river' }).click()
  await page.getByText('€9.00 are in it.').waitFor()
  await choose('To', 'Trail club')
  await page.getByLabel('Amount').fill('5')
  await page.getByLabel('What for').fill('New steps')
  await page.getByRole('button', { name: 'Pay it' }).click()
  await page.getByRole('link', { name: 'New steps' }).waitFor()
  await inspect(page, 'value-levies', { fullPage: true })
  await page.getByRole('link', { name: 'New steps' }).click()
  await page.getByRole('heading', { name: 'It came from 2 bookings' }).waitFor()
  const way = page.getByRole('list', { name: 'It came from 2 bookings' })
  await way.getByRole('listitem').filter({ hasText: 'Sale Weekend 17' }).getByText('€3.00', { exact: true }).waitFor()
  await way.getByRole('listitem').filter({ hasText: 'Sale Weekend 18' }).getByText('€2.00', { exact: true }).waitFor()
  await inspect(page, 'value-levy-path', { fullPage: true })
  const phone = await open(new URL(page.url()).pathname.split(ecosystemId)[1], { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await phone.getByText('Verkauf Weekend 18').waitFor()
  await inspect(phone, 'value-levy-path-phone-dark-de', { fullPage: true })
  await phone.goto(phone.url().replace(/levies.*/, `budgets/${budgetId}`))
  await phone.getByText('zurückgenommen: Wrong painter').waitFor()
  await inspect(phone, 'value-budget-phone-dark-de', { fullPage: true })
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [])
})
