import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testMailServer } from '../../server/modules/people/testing.ts'
import { inspect, testWorkspace } from './harness.ts'

let server: Awaited<ReturnType<typeof testMailServer>>
const { base, open, visit, ask, complaints } = await testWorkspace(async (_, closeWith) => {
  server = await testMailServer(closeWith)
  return { mail: { smtpUrl: server.smtpUrl, from: 'Tutti <tutti@example.org>' } }
})
await ask('POST', '/parties', { name: 'Bäckerei Beispiel', kinds: ['customers'] })

test('the start page tells the operator what needs them, and leads to all that was looked at', async () => {
  const page = await open()
  const attention = page.getByRole('region', { name: 'things about this installation need you' })
  await attention.getByText('Only this computer reaches').waitFor()
  await attention.getByText('There is no backup yet').waitFor()
  assert.equal(await attention.getByText('On this computer no certificate').count(), 0)
  await inspect(page, 'attention', { fullPage: true })
  await attention.getByRole('link').click()
  await page.getByText('On this computer no certificate is needed').waitFor()
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('TUTTI_URL to the address people type').waitFor()
  await inspect(page, 'checks', { fullPage: true })
  const guide = await page.context().request.get(`${base}/guides/internet.md`)
  assert.match(await guide.text(), /^# Put it on the internet/)
  assert.equal((await page.context().request.get(`${base}/guides/..%2Fpackage.json`)).status(), 404)
})

test('a test mail turns the check to arrived, by its button', async () => {
  const page = await open()
  await page.goto(`${base}/app/installation`)
  await page.getByRole('button', { name: 'Send me a test mail' }).click()
  await page.getByText('A test mail is on its way').waitFor()
  for (let tries = 0; tries < 100 && server.mails.length === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  const link = /http\S+\/app\/mail-check#\S+/.exec(server.mails[0]?.text ?? '')?.[0] ?? ''
  const opened = await visit(link, { locale: 'de', viewport: 'phone' })
  await opened.getByRole('heading', { name: 'Ist diese Mail angekommen?' }).waitFor()
  await inspect(opened, 'mail-check-phone')
  await opened.getByRole('button', { name: 'Ja, sie ist angekommen' }).click()
  await opened.getByRole('heading', { name: 'Mails kommen an' }).waitFor()
  await opened.context().close()
  await page.bringToFront()
  await new Promise((resolve) => setTimeout(resolve, 5_000)) // pressed sooner, the button answers what is known
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByText('Mails arrive: a test mail was opened').waitFor()
})

test('German, dark, on a phone', async () => {
  const page = await open('', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByText('brauchen Sie').waitFor()
  await page.goto(`${base}/app/installation`)
  await page.getByText('Es gibt noch keine Sicherung').waitFor()
  await inspect(page, 'checks-phone-de-dark', { fullPage: true })
})

test('no page complained in the console', () => {
  assert.deepEqual(complaints, [])
})
