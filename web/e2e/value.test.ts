import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect, testWorkspace } from './harness.ts'

const { base, ask, open, visit, complaints } = await testWorkspace()

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

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [])
})
