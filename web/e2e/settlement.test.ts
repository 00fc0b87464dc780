import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Ctx, transaction } from '../../server/kernel/ctx.ts'
import { newId } from '../../server/kernel/ids.ts'
import { findOrMakeMoney, findOrOpenAccount, post } from '../../server/modules/ledger/index.ts'
import { inspect, PASSWORD, testWorkspace } from './harness.ts'

const { ask, db, open, complaints, ecosystemId } = await testWorkspace()
const system: Ctx = { db, actor: { kind: 'system' }, ecosystemId, now: () => new Date() }
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const IBANS = { bakery: 'DE89 3704 0044 0532 0130 00', museum: 'NL91 ABNA 0417 1643 00', other: 'FR14 2004 1010 0505 0001 3M02 606' }

/** What came in for an organisation on a day. */
async function owe(partyId: string, cents: bigint, effectiveOn: string) {
  const [bank, payable] = await transaction(system, async (tx) => {
    await findOrMakeMoney(tx, 'EUR')
    return [
      await findOrOpenAccount(tx, { ownerPartyId: null, asset: 'EUR', purpose: 'bank', normalSide: 'debit' }),
      await findOrOpenAccount(tx, { ownerPartyId: partyId, asset: 'EUR', purpose: 'payable', normalSide: 'credit' }),
    ]
  })
  const entries = [{ accountId: bank!, amount: cents }, { accountId: payable!, amount: -cents }] // biome-ignore format: one line reads better
  await post(system, { scope: 'test', key: newId(), kind: 'sale', effectiveOn, entries })
}

async function enterAccount(page: Page, holder: string, iban: string) {
  await page.getByLabel('Account holder').fill(holder)
  await page.getByLabel('IBAN').fill(iban)
  await page.getByRole('button', { name: 'Save the account' }).click()
}

const parties: Record<string, string> = {}

test('a period is looked at, closed, approved by who is alone and signs in again, paid by one file, and marked', async () => {
  for (const name of ['Bäckerei Groß', 'Fähre Anna', 'Museum am Fluss', 'Weingut am Hang'])
    parties[name] = (await ask('POST', '/parties', { name })).id
  const page = await open('/settlements')
  await page.getByRole('heading', { name: 'Nothing has been settled yet' }).waitFor()
  await inspect(page, 'settlement-empty')
  await owe(parties['Bäckerei Groß']!, 124_350n, day(45))
  await owe(parties['Fähre Anna']!, 80_000n, day(44))
  await owe(parties['Fähre Anna']!, -95_000n, day(40))
  await owe(parties['Museum am Fluss']!, 61_725n, day(41))
  await owe(parties['Weingut am Hang']!, 480n, day(41))
  await ask('PUT', `/parties/${parties['Bäckerei Groß']}/bank-account`, {
    holder: 'Bäckerei Groß & Söhne',
    iban: IBANS.bakery,
    bic: null,
    address: null,
  })
  await page.getByRole('link', { name: 'Settings of settlement' }).click()
  await page.getByLabel('Smallest payout').fill('10,5')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  await enterAccount(page, 'Mosel valley', 'AT61 1904 3002 3457 3202')
  await page.getByText('The check digits do not fit').waitFor()
  await inspect(page, 'settlement-settings', { fullPage: true })
  await enterAccount(page, 'Mosel valley', 'AT61 1904 3002 3457 3201')
  await page.getByText('The account is saved.').waitFor()
  await page.goto(page.url().replace('/settings', '/new'))
  await page.getByLabel('Close all days through').fill(day(35))
  await page.getByText('€617.25 carried forward: no bank account.').waitFor()
  await page.getByText('€4.80 carried forward: too little for a transfer.').waitFor()
  await inspect(page, 'settlement-preview', { fullPage: true })
  await page.getByRole('link', { name: 'Enter the account' }).click()
  await enterAccount(page, 'Museum am Fluss e. V.', IBANS.museum)
  await page.getByText('Entered by Ada').waitFor()
  await page.goBack()
  await page.getByLabel('Close all days through').fill(day(35))
  await page.getByText('to Museum am Fluss e. V., NL91 … 4300').waitFor()
  await page.getByRole('button', { name: /^Close through/ }).click()
  await page.getByRole('heading', { name: 'Settlement 1' }).waitFor()
  await inspect(page, 'settlement-open', { fullPage: true })
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await page.getByLabel('Mail address').fill('ada@example.org')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Approve the payouts' }).click()
  await page.getByText(/^Closed by Ada, .* Approved by Ada alone, after signing in again/).waitFor()
  await inspect(page, 'settlement-approved', { fullPage: true })
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Make the SEPA file' }).click()])
  const xml = readFileSync(await file.path(), 'utf8')
  assert.match(xml, /<CtrlSum>1860.75<\/CtrlSum>/)
  assert.match(xml, /<Nm>Baeckerei Gross \+ Soehne<\/Nm>/)
  const again = page.getByRole('button', { name: 'SEPA file', exact: true })
  await again.waitFor()
  const [same] = await Promise.all([page.waitForEvent('download'), again.click()])
  assert.equal(readFileSync(await same.path(), 'utf8'), xml)
  await page.getByRole('button', { name: 'Failed: Museum am Fluss' }).click()
  await page.getByLabel('A note (if you like)').fill('Letter of the bank')
  await inspect(page, 'settlement-failed-dialog')
  await page.getByRole('button', { name: 'Carry it forward' }).click()
  await page.getByText(/carried forward\. There is no such account\. Letter of the bank/).waitFor()
  await page.getByRole('button', { name: 'The payout was made' }).click()
  await page.getByRole('button', { name: 'Book as paid' }).click()
  await page.getByText('Nothing is left to do: 1 paid, 1 carried forward.').waitFor()
  await inspect(page, 'settlement-done', { fullPage: true })
  await page.getByRole('link', { name: 'All settlements' }).click()
  await page.getByText('€1,243.50 paid out').waitFor()
  await inspect(page, 'settlement-list')
  await page.context().close()
})

test('the next settlement points to an account that has changed, waits for a second person, and marks what came late', async () => {
  await ask('PUT', `/parties/${parties['Bäckerei Groß']}/bank-account`, {
    holder: 'Bäckerei Groß & Söhne',
    iban: IBANS.other,
    bic: null,
    address: null,
  })
  await owe(parties['Bäckerei Groß']!, 20_000n, day(20))
  await db
    .insertInto('auth.memberships')
    .values({ ecosystem_id: ecosystemId, person_id: newId(), role: 'coordinator', party_id: null, created_at: new Date() })
    .execute()
  const page = await open('/money', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByRole('link', { name: /^Abrechnungen/ }).click()
  await page.getByRole('link', { name: 'Zeitraum abschließen' }).click()
  await page.getByLabel('Alle Tage abschließen bis').fill(day(1))
  await page.getByText(/Die Bank hat das Konto beim letzten Mal nicht gefunden/).waitFor()
  await inspect(page, 'settlement-preview-phone-dark-de', { fullPage: true })
  await page.getByRole('button', { name: /abschließen$/ }).click()
  await page.getByText('Eine Auszahlung ginge auf ein Konto, das seit der letzten geändert wurde').waitFor()
  await page.getByText(/Bitten Sie jemanden aus der Koordination/).waitFor()
  await page.getByText(/^Konto seit der letzten Auszahlung geändert \(.*, Ada\)$/).waitFor()
  await inspect(page, 'settlement-changed-phone-dark-de', { fullPage: true })
  await page.goto(page.url().replace(/settlements\/.*/, 'settlements/accounts'))
  await page.getByText('FR14 … 2606').waitFor()
  await inspect(page, 'settlement-accounts-phone-dark-de', { fullPage: true })
  await page.getByRole('link', { name: 'Museum am Fluss' }).click()
  await page.getByText(/^Die Bank hat dieses Konto bei der letzten Auszahlung nicht gefunden/).waitFor()
  await page.getByLabel(/Mit Anschrift/).check()
  await inspect(page, 'settlement-account-phone-dark-de', { fullPage: true })
  await page.context().close()
})

test('a member sees what their own organisation gets and where it goes, and nothing else', async () => {
  await db
    .updateTable('auth.memberships')
    .set({ role: 'member', party_id: parties['Bäckerei Groß']! })
    .where('ecosystem_id', '=', ecosystemId)
    .where('role', '=', 'owner')
    .execute()
  const page = await open('/settlements', { viewport: 'phone' })
  await page.getByRole('link', { name: 'Settlement 2' }).waitFor()
  await inspect(page, 'settlement-member-phone')
  await page.getByRole('link', { name: 'Settlement 1' }).click()
  await page.getByText('This settlement is paid.').waitFor()
  assert.equal(await page.getByText('Museum am Fluss').count(), 0)
  await inspect(page, 'settlement-member-line-phone', { fullPage: true })
  await page.goBack()
  await page.getByRole('link', { name: 'Your bank account' }).click()
  await enterAccount(page, 'Bäckerei Groß', 'DE89 3704 0044 0532 0130 00')
  await page.getByText('Earlier accounts').waitFor()
  await inspect(page, 'settlement-member-account-phone', { fullPage: true })
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [])
})
