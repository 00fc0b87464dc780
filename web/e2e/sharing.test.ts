import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, testWorkspace } from './harness.ts'

const { ask, open, complaints } = await testWorkspace()

/** Chooses in a select of Mantine. */
async function choose(page: Page, scope: ReturnType<Page['getByRole']>, label: string, option: string) {
  await scope.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('a rule for a weekend of three is built without a word of JSON, tried at once, kept, approved and followed', async () => {
  for (const name of ['Museum am Fluss', 'Fähre Anna']) await ask('POST', '/parties', { name })
  const page = await open('/sharing')
  await page.getByRole('heading', { name: 'No rule yet' }).waitFor()
  await inspect(page, 'sharing-empty')
  await page.getByRole('link', { name: 'Write a rule' }).click()
  await page.getByText('who can get something', { exact: true }).waitFor()
  await page.getByLabel('Name of the rule').fill('Weekend of three')
  for (const name of ['Museum am Fluss', 'Fähre Anna']) {
    await page.getByRole('combobox', { name: 'Add an organisation' }).fill(name)
    await page.getByRole('option', { name }).click()
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor()
  }
  for (const name of ['Levy', 'Trail']) {
    await page.getByRole('button', { name: 'Add a purpose' }).click()
    await page.getByRole('textbox', { name: 'Name of the purpose' }).last().fill(name)
  }
  for (const _ of [1, 2, 3]) await page.getByRole('button', { name: 'Add a step' }).click()
  const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })
  await choose(page, step('Step 1'), 'What is taken', 'An amount for each …')
  await step('Step 1').getByLabel('Amount').fill('1.50')
  await step('Step 1').getByLabel('for at most').fill('7')
  await choose(page, step('Step 1'), 'Recipient', 'Levy')
  await step('Step 1').getByLabel('who passes it on to others').check()
  await choose(page, step('Step 1'), 'among', 'Trail')
  await page.keyboard.press('Escape')
  await step('Step 2').getByLabel('Part').fill('2.5')
  await choose(page, step('Step 2'), 'of', 'the price with tax')
  await choose(page, step('Step 2'), 'Recipient', 'Fähre Anna')
  await step('Step 3').getByLabel('Part').fill('5')
  await choose(page, step('Step 3'), 'Who gets it', 'Whoever sent the guest')
  const last = step('Whatever is left')
  await choose(page, last, 'How it is split', 'By what was counted')
  await choose(page, last, 'among', 'Museum am Fluss')
  await page.getByRole('option', { name: 'Fähre Anna', exact: true }).click()
  await page.keyboard.press('Escape')
  await last.getByLabel('Museum am Fluss').fill('2')
  // 100 € − 1.50 − 2.50 = 96, two to one
  const gets = page.getByRole('list', { name: 'What each gets' })
  await gets.getByText('€64.00').waitFor()
  await gets.getByText('€34.50').waitFor()
  await choose(page, page.getByRole('complementary'), 'Sent by', 'Museum am Fluss')
  await gets.getByText('€65.67').waitFor()
  await page.getByText('€1.50 for each guest night (for at most 7) goes to Levy, and from there is split equally among Trail.').waitFor()
  await inspect(page, 'sharing-builder', { fullPage: true })
  await page.getByRole('button', { name: 'Keep the rule' }).click()
  await page.getByText('No version holds today', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Approve this version' }).click()
  await page.getByText('Version 1 holds today.').waitFor()
  await inspect(page, 'sharing-rule')
  await page.getByRole('link', { name: 'Write the next version' }).click()
  await step('Step 2').getByLabel('Part').fill('250')
  await page.getByText('Some entries need another look.').waitFor()
  await choose(page, step('Step 2'), 'What is taken', 'A part that changes with the amount')
  await step('Step 2').getByLabel('up to').fill('50')
  await step('Step 2').getByLabel('Part 1', { exact: true }).fill('2')
  await step('Step 2').getByLabel('Part 2', { exact: true }).fill('4')
  await step('Step 2').getByText('Limits and conditions').click()
  await step('Step 2').getByLabel('the sale says as').fill('channel')
  await step('Step 2').getByLabel('exactly this').fill('website')
  await choose(page, page.getByRole('complementary'), 'channel', 'website')
  // of 100 €: 2 % of 50 and 4 % of 50
  await gets.getByText('€34.83').waitFor()
  await inspect(page, 'sharing-builder-conditions', { fullPage: true })
  await page.getByRole('button', { name: 'Keep the version' }).click()
  await page.getByRole('heading', { name: 'Version 2' }).waitFor()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('link', { name: 'Weekend of three' }).waitFor()
  await page.getByText('version 1 holds').waitFor()
})

test('whether a sharing is fair is said in a sentence; in German, in the dark, on a phone', async () => {
  const page = await open('/sharing/fairness', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByLabel('Name').first().fill('Museum')
  await page.getByLabel('Name').last().fill('Fähre')
  await page.getByLabel('bekommt jetzt').first().fill('100')
  await page.getByLabel('bekommt jetzt').last().fill('900')
  await page.getByLabel('Betrag', { exact: true }).fill('400')
  await page.getByRole('checkbox', { name: 'Museum' }).check()
  await page.getByRole('button', { name: 'Betrag hinzufügen' }).click()
  await page.getByLabel('Betrag', { exact: true }).last().fill('600')
  for (const name of ['Museum', 'Fähre']) await page.getByRole('checkbox', { name }).last().check()
  await page.getByRole('button', { name: 'Ist es fair?' }).click()
  await page.getByText(/^Museum hätte allein 400,00.€ und bekommt 100,00.€: ein Grund zu gehen\.$/).waitFor()
  await page.getByRole('cell', { name: '700,00' }).waitFor()
  await inspect(page, 'sharing-fairness-phone-dark-de', { fullPage: true })
  await page.goto(page.url().replace('/fairness', '/new'))
  await page.getByRole('button', { name: 'Schritt hinzufügen' }).click()
  await inspect(page, 'sharing-builder-phone-dark-de', { fullPage: true })
})

test('the content security policy and the console are silent', () => {
  assert.deepEqual(complaints, [])
})
