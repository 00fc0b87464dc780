import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../server/kernel/ctx.ts'
import { newId } from '../../server/kernel/ids.ts'
import { findOrOpenAccount, post } from '../../server/modules/ledger/index.ts'
import { inspect, testWorkspace } from './harness.ts'

const { ask, db, open, complaints, ecosystemId } = await testWorkspace()
const system: Ctx = { db, actor: { kind: 'system' }, ecosystemId, now: () => new Date() }

/** A weekend for 238 € that was shared by a rule: 34300/3 cents to the museum, the rest to the ferry, 1.50 € to a levy. */
async function sell() {
  const [museum, ferry] = [
    await ask('POST', '/parties', { name: 'Museum am Fluss' }),
    await ask('POST', '/parties', { name: 'Fähre Anna' }),
  ]
  const rule = {
    basis: 'gross',
    asset: 'EUR',
    steps: [
      { id: 'levy', take: { perUnit: 150, unit: 'guest_night' }, to: 'levy:trail' },
      { id: 'rest', take: 'remainder', split: { shares: { museum: '2/3', ferry: '1/3' } } },
    ],
    rounding: 'carry',
    refund: 'mirror',
  }
  const recipients = [{ key: 'museum', partyId: museum.id }, { key: 'ferry', partyId: ferry.id }, { key: 'levy:trail', label: 'Trail along the river' }] // biome-ignore format: one line reads better
  const made = await ask('POST', '/sharing/rules', { name: 'Weekend for two', version: { rule, recipients, validFrom: '2026-01-01' } })
  const [bank, ofMuseum, ofFerry, levy] = await transaction(system, async (tx) => {
    const account = (ownerPartyId: string | null, purpose: string, normalSide: 'debit' | 'credit' = 'credit') =>
      findOrOpenAccount(tx, { ownerPartyId, asset: 'EUR', purpose, normalSide })
    return [
      await account(null, 'bank', 'debit'),
      await account(museum.id, 'payable'),
      await account(ferry.id, 'payable'),
      await account(null, 'fund:levy:trail'),
    ]
  })
  const sale = newId()
  const share = (step: string, exact: string, carry: string) => ({ sale, step, exact, carry })
  await post(system, {
    scope: 'test',
    key: sale,
    kind: 'sale',
    ruleVersionId: made.versions[0].id,
    explanation: { sale, reference: 'Weekend 17', gross: '23800', net: '23800', vat: [] },
    entries: [
      { accountId: bank!, amount: 23800n },
      { accountId: levy!, amount: -150n, explanation: share('levy', '150', '0') },
      { accountId: ofMuseum!, amount: -15767n, explanation: share('rest', '47300/3', '-1/3') },
      { accountId: ofFerry!, amount: -7883n, explanation: share('rest', '23650/3', '1/3') },
    ],
  })
  return { bank: bank!, ofFerry: ofFerry! }
}

test('money is seen from the balance to the cent, a wrong booking is taken back, and the books are checked', async () => {
  const page = await open('/money')
  await page.getByRole('heading', { name: 'Nothing was booked yet' }).waitFor()
  const { bank, ofFerry } = await sell()
  await ask('POST', '/ledger/transactions', {
    kind: 'gift',
    note: 'Jar at the bakery',
    entries: [
      { accountId: bank, side: 'debit', amount: '1250' },
      { accountId: ofFerry, side: 'credit', amount: '1250' },
    ],
  })
  await page.reload()
  await page.getByText('€250.50 in the bank. €249.00 is owed to 2 organisations.').waitFor()
  await page.getByRole('link', { name: 'Trail along the river' }).waitFor()
  const flows = page.getByRole('region', { name: 'Which way it went' })
  await flows.getByText('€250.50 went on its way', { exact: false }).waitFor()
  await flows.getByRole('cell', { name: 'Weekend for two, step 2' }).first().waitFor()
  await inspect(page, 'money', { fullPage: true })
  await flows.getByRole('button', { name: /^In the bank → Weekend for two, step 2 → Museum am Fluss: €157.67/ }).click()
  const made = page.getByRole('complementary', { name: 'What it is made of' })
  await made.getByRole('link', { name: 'Weekend 17' }).waitFor()
  await inspect(page, 'money-flow')
  await page.keyboard.press('Escape')
  await flows.getByRole('button', { name: 'Earlier' }).click()
  await flows.getByText('Nothing was booked from', { exact: false }).waitFor()
  await page.getByRole('link', { name: 'Owed to Fähre Anna' }).click()
  await page.getByText('€91.33, after 2 bookings.').waitFor()
  await page.getByText('+€12.50').waitFor()
  await inspect(page, 'money-account')
  await page.getByRole('link', { name: 'Sale: Weekend 17' }).click()
  await page.getByText('Due exactly: €78.83 and 1/3 of a cent.').waitFor()
  await page.getByText('Step 2: What is left is split', { exact: false }).first().waitFor()
  await page.getByRole('heading', { name: 'Shared by “Weekend for two”, version 1' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Take back …' }).count(), 0)
  await inspect(page, 'money-transaction', { fullPage: true })
  await page.goBack()
  await page.getByRole('link', { name: 'Gift: Jar at the bakery' }).click()
  await page.getByRole('button', { name: 'Take back …' }).click()
  await page.getByLabel('Why').fill('It was the jar of the ferry itself')
  await page.getByLabel('Only a part of it').check()
  for (const label of ['In the bank', 'Owed to Fähre Anna']) await page.getByRole('textbox', { name: label }).fill('12.51')
  await page.getByText('An amount, at most 12.50.').first().waitFor()
  assert.ok(await page.getByRole('button', { name: 'Take back', exact: true }).isDisabled())
  for (const label of ['In the bank', 'Owed to Fähre Anna']) await page.getByRole('textbox', { name: label }).fill('2.50')
  await inspect(page, 'money-reversal')
  await page.getByRole('button', { name: 'Take back', exact: true }).click()
  await page.getByText('€2.50 of this was taken back since.').first().waitFor()
  await page.getByRole('link', { name: 'Taken back, part 1' }).click()
  await page.getByRole('heading', { name: 'Reversal: It was the jar of the ferry itself' }).waitFor()
  await page.getByRole('link', { name: 'To all money' }).click()
  await page.getByText('€248.00 in the bank.', { exact: false }).waitFor()
  await page.getByRole('link', { name: 'Planned and what it came to' }).click()
  await page.getByRole('heading', { name: 'Nothing is planned for this year' }).waitFor()
  await page.getByRole('combobox', { name: 'Plan something else' }).click()
  await page.getByRole('option', { name: 'Trail along the river' }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'Europe/Berlin' }).format(new Date())
  const planned = page.getByRole('textbox', { name: `Planned for ${month}` })
  await planned.fill('2,0x')
  await page.getByText('No amount').waitFor()
  await planned.fill('2')
  await page.getByRole('button', { name: 'Keep the plan' }).click()
  await page.getByText('By this month €2.00 were planned and it came to €1.50: -€0.50.', { exact: false }).waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'As a table (CSV)' }).click()])
  assert.match(readFileSync((await file.path())!, 'utf8'), /Trail along the river,comes in,\d{4}-\d\d,2\.00,1\.50,-0\.50/)
  await inspect(page, 'money-plan', { fullPage: true })
  await page.getByRole('button', { name: 'Earlier plans' }).click()
  await page.getByText('Ada, ', { exact: false }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'To all money' }).click()
  await page.getByRole('link', { name: 'Are the books right?' }).click()
  await page.getByText('all 16 rules hold', { exact: false }).waitFor()
  await inspect(page, 'money-check', { fullPage: true })
  const phone = await open('/money', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await phone.getByText('248,00 € auf der Bank.', { exact: false }).waitFor()
  await phone.getByRole('cell', { name: 'Weekend for two, Schritt 2' }).first().waitFor()
  await inspect(phone, 'money-phone', { fullPage: true })
  await phone.getByRole('link', { name: 'Guthaben von Fähre Anna' }).click()
  await phone.getByText('nach 3 Buchungen', { exact: false }).waitFor()
  await phone.getByText('+12,50 €').waitFor()
  await inspect(phone, 'money-account-phone', { fullPage: true })
  // a balance that somebody changed past the ledger
  await transaction(system, (tx) => sql`update ledger_balances set balance = balance + 1 where account_id = ${bank}`.execute(tx.db))
  await page.getByRole('button', { name: 'Check again' }).click()
  await page.getByText('2 rules are broken', { exact: false }).waitFor()
  await page.getByText(`account ${bank}: the balance is 24801`, { exact: false }).waitFor()
  await inspect(page, 'money-check-broken', { fullPage: true })
  assert.deepEqual(complaints, [])
})
