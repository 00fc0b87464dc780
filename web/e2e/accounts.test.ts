import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { totp } from '../../server/modules/people/testing.ts'
import { PASSWORD, screenshot, violations } from './harness.ts'
import { testSignIns } from './sign-in-services.ts'

const { base, firstLink, visit, mails, mailTo, complaints } = await testSignIns()
const ADA = 'ada@example.org'

const oldLink = (await firstLink()) ?? ''
const freshLink = (await firstLink()) ?? ''
const ada = await visit('/app')
const context = ada.context()

async function signIn(page: Page, password = PASSWORD, email = ADA): Promise<void> {
  await page.getByLabel('Mail address').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('the first-run link makes an account and an ecosystem, and leads into it', async () => {
  const empty = await visit('/app')
  await empty.getByText('Nobody has an account here yet').waitFor()
  await ada.goto(freshLink)
  await ada.getByRole('heading', { name: 'Welcome to Tutti' }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await screenshot(ada, 'first-run')
  await ada.getByLabel('Name of your ecosystem').fill('Mosel valley')
  await ada.getByLabel('Your name').fill('Ada')
  await ada.getByLabel('Mail address').fill(ADA)
  await ada.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await ada.getByRole('button', { name: 'Begin' }).click()
  await ada.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()
})

test('a used and a replaced first-run link are refused, and what was typed stays', async () => {
  for (const [address, words] of [
    [freshLink, 'used already'],
    [oldLink, 'withdrawn'],
  ] as const) {
    // biome-ignore format: a short table
    const page = await visit(address)
    await page.getByLabel('Name of your ecosystem').fill('Mine')
    await page.getByLabel('Your name').fill('Eve')
    await page.getByLabel('Mail address').fill('eve@example.org')
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('alert').getByText(words).waitFor()
    await page.getByText('each start of Tutti prints a new link').waitFor()
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Eve')
  }
})

test('a wrong password is refused, the right one leads back to where one wanted to go', async () => {
  const page = await visit('/app/account')
  await page.waitForURL(/sign-in\?next=/)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'sign-in')
  await signIn(page, 'not the password')
  await page.getByRole('alert').getByText('do not go together').waitFor()
  assert.deepEqual(await violations(page), [])
  await signIn(page)
  await page.getByRole('heading', { name: 'Your account' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto(`${base}/app/account`)
  await page.waitForURL(/sign-in/)
})

test('a link by mail signs in with a press of a button, once', async () => {
  const page = await visit('/app/sign-in')
  const before = mails.length
  await page.getByRole('button', { name: 'Send me a link by mail' }).click()
  await page.getByLabel('Mail address').fill(ADA)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('the link is on its way').waitFor()
  const mail = await mailTo(ADA, before)
  await page.goto(mail.link)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await screenshot(page, 'sign-in-link')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()
  const again = await visit(mail.link)
  await again.getByRole('button', { name: 'Sign in' }).click()
  await again.getByRole('alert').getByText('used already').waitFor()
})

test('a forgotten password is replaced by mail', async () => {
  const page = await visit('/app/sign-in')
  const before = mails.length
  await page.getByRole('button', { name: 'Password forgotten?' }).click()
  await page.getByLabel('Mail address').fill(ADA)
  await page.getByRole('button', { name: 'Send the link' }).click()
  const mail = await mailTo(ADA, before)
  await page.goto(mail.link)
  await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
  assert.deepEqual(await violations(page), [])
  await page.getByRole('button', { name: 'Keep the password and sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()
  await ada.goto(`${base}/app/sign-in`)
  await signIn(ada)
  await ada.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()
})

test('a passkey is added and signs in without a password', async () => {
  const session = await context.newCDPSession(ada)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await ada.goto(`${base}/app/account`)
  await ada.getByLabel('Name of the device').fill('My phone')
  await ada.getByRole('button', { name: 'Add a passkey' }).click()
  await ada.getByText('My phone').waitFor()
  await screenshot(ada, 'account', true)
  assert.deepEqual(await violations(ada), [])
  await ada.getByRole('button', { name: 'Sign out' }).click()
  await ada.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await ada.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()
})

test('a second factor is set up, asked for, and switched off again', async () => {
  await ada.goto(`${base}/app/account`)
  const section = ada.getByRole('region', { name: 'Second factor' })
  await section.getByLabel('Current password').fill(PASSWORD)
  await section.getByRole('button', { name: 'Set it up' }).click()
  const secret = (await section.getByTestId('totp-secret').textContent()) ?? ''
  const codes = await section.getByRole('list', { name: 'Backup codes' }).getByRole('listitem').allInnerTexts()
  assert.equal(codes.length, 10)
  await screenshot(ada, 'second-factor-set-up', true)
  assert.deepEqual(await violations(ada), [])
  await section.getByLabel('Code', { exact: true }).fill(totp(secret))
  await section.getByRole('button', { name: 'Check the code and switch it on' }).click()
  await section.getByText('On: signing in takes a code').waitFor()

  const page = await visit('/app/sign-in')
  await signIn(page)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'second-factor')
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('alert').getByText('This code is not right').waitFor()
  await page.getByRole('button', { name: 'Use a backup code instead' }).click()
  await page.getByLabel('Backup code').fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()

  await section.getByLabel('Current password').fill(PASSWORD)
  await section.getByRole('button', { name: 'Switch it off' }).click()
  await section.getByText('Besides your password').waitFor()
})

test('single sign-on signs in only after it was added by the person, with the same confirmed address', async () => {
  const stranger = await visit('/app/sign-in')
  await stranger.getByRole('button', { name: 'Sign in with Valley ID' }).click()
  await atProvider(stranger, 'ada')
  await stranger.getByText('belongs to no account here').waitFor()
  await ada.goto(`${base}/app/account`)
  const section = ada.getByRole('region', { name: 'Valley ID' })
  await section.getByRole('button', { name: 'Add Valley ID' }).click()
  await atProvider(ada, 'unconfirmed-ada')
  await section.getByText('Nothing was added').waitFor()
  await context.clearCookies({ name: /^(?!tutti)/ })
  await section.getByRole('button', { name: 'Add Valley ID' }).click()
  await atProvider(ada, 'ada')
  await section.getByText('You can sign in with Valley ID').waitFor()
  const page = await visit('/app/sign-in')
  await page.getByRole('button', { name: 'Sign in with Valley ID' }).click()
  await atProvider(page, 'ada')
  await page.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()
})

/** Types a name at the single sign-on and agrees. */
async function atProvider(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(name)
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('an invited person joins, is seen in the list, and the link opens nothing more', async () => {
  await ada.goto(`${base}/app`)
  await ada.getByRole('heading', { level: 1, name: 'Mosel valley' }).waitFor()
  await ada.goto(`${ada.url()}/settings/people`)
  const before = mails.length
  await ada.getByLabel('Mail address').fill('ben@example.org')
  await ada.getByRole('button', { name: 'Invite', exact: true }).click()
  await ada.getByText('The invitation to ben@example.org is on its way').waitFor()
  const mail = await mailTo('ben@example.org', before)
  const page = await visit(mail.link)
  await page.getByRole('heading', { name: 'Join Mosel valley' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'invitation')
  await page.getByRole('link', { name: 'I have an account: sign in' }).waitFor()
  await page.getByLabel('Your name').fill('Ben')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mosel valley', exact: true }).waitFor()
  const again = await visit(mail.link)
  await again.getByRole('alert').getByText('used already').waitFor()
  await ada.reload()
  await ada.getByText('2 people have access').waitFor()
  assert.deepEqual(await violations(ada), [])
  await screenshot(ada, 'people', true)
})

test('a key is made, shown once, opens what it says, and is withdrawn', async () => {
  await ada.getByRole('link', { name: 'API keys' }).click()
  await ada.getByLabel('What it is for').fill('Web shop')
  await ada.getByRole('button', { name: 'Make the key' }).click()
  const key =
    (await ada
      .getByRole('status')
      .getByText(/^tutti_/)
      .textContent()) ?? ''
  const ecosystemId = /app\/([0-9a-f-]{36})/.exec(ada.url())?.[1]
  const ask = () => fetch(`${base}/api/ecosystems/${ecosystemId}/parties`, { headers: { authorization: `Bearer ${key}` } })
  assert.equal((await ask()).status, 200)
  await ada.getByRole('button', { name: 'I have copied it' }).click()
  assert.equal(await ada.getByText(key).count(), 0)
  assert.deepEqual(await violations(ada), [])
  await screenshot(ada, 'keys', true)
  await ada.getByRole('button', { name: 'Withdraw the key Web shop' }).click()
  await ada.getByText('The key Web shop opens nothing any more').waitFor()
  assert.equal((await ask()).status, 401)
})

test('rights are read aloud, the log tells what happened, the ecosystem gets another name', async () => {
  await ada.getByRole('link', { name: 'Rights', exact: true }).click()
  await ada.getByText('An owner may see contact people.').waitFor()
  await ada.getByText('Viewer', { exact: true }).first().click()
  await ada.getByText('A viewer may not see contact people.').waitFor()
  assert.deepEqual(await violations(ada), [])
  await screenshot(ada, 'rights', true)
  await ada.getByRole('link', { name: 'Activity', exact: true }).click()
  await ada.getByText('withdrew an API key').waitFor()
  assert.deepEqual(await violations(ada), [])
  await screenshot(ada, 'activity', true)
  await ada.getByRole('link', { name: 'Ecosystem', exact: true }).click()
  await ada.getByLabel('Name', { exact: true }).fill('Moselle valley')
  await ada.getByRole('button', { name: 'Save' }).click()
  await ada.getByRole('button', { name: 'Moselle valley, switch ecosystem' }).waitFor()
  assert.deepEqual(await violations(ada), [])
  await screenshot(ada, 'settings')
})

test('another ecosystem is made, and the operator reads the outbox without its links', async () => {
  await ada.goto(`${base}/app/installation`)
  await ada.getByRole('button', { name: 'Read' }).first().click()
  await ada.getByText('•••').waitFor()
  assert.deepEqual(await violations(ada), [])
  await screenshot(ada, 'installation')
  await ada.goto(`${base}/app/new-ecosystem`)
  await ada.getByLabel('Name of your ecosystem').fill('Saar')
  await ada.getByRole('button', { name: 'Create the ecosystem' }).click()
  await ada.getByRole('heading', { level: 1, name: 'Saar' }).waitFor()
})

test('one switches from one ecosystem to another and back', async () => {
  const here = /app\/([0-9a-f-]{36})/
  const saar = here.exec(ada.url())?.[1]
  const switchTo = async (from: string, to: string) => {
    await ada.getByRole('button', { name: `${from}, switch ecosystem` }).click()
    await ada.getByRole('menuitem', { name: to }).click()
    await ada.getByRole('heading', { level: 1, name: to }).waitFor()
    return here.exec(ada.url())?.[1]
  }
  assert.notEqual(await switchTo('Saar', 'Moselle valley'), saar)
  assert.equal(await switchTo('Moselle valley', 'Saar'), saar)
})

test('another session is ended by a click, and is signed out there', async () => {
  const other = await visit('/app/sign-in')
  await signIn(other)
  await other.getByRole('heading', { level: 1 }).waitFor()
  await other.waitForURL(/app\/[0-9a-f-]{36}/)
  await ada.goto(`${base}/app/account`)
  const section = ada.getByRole('region', { name: 'Where you are signed in' })
  const ends = section.getByRole('button', { name: 'End', exact: true })
  await ends.first().waitFor()
  for (let left = await ends.count(); left > 0; left--) {
    await ends.first().click()
    await ends.nth(left - 1).waitFor({ state: 'detached' })
  }
  assert.equal(await section.getByRole('listitem').count(), 1, 'the own session stays')
  await other.goto(`${base}/app/account`)
  await other.getByRole('heading', { name: 'Sign in' }).waitFor()
  await ada.reload()
  await section.waitFor()
})

test('the pages speak German, in the dark and on a phone', async () => {
  const page = await visit('/app/sign-in', { locale: 'de', scheme: 'dark', viewport: 'phone' })
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  assert.deepEqual(await violations(page), [])
  await screenshot(page, 'sign-in-phone-dark')
  await page.getByLabel('E-Mail-Adresse').fill(ADA)
  await page.getByRole('textbox', { name: 'Passwort' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForURL(/app\/[0-9a-f-]{36}/)
  const inside = page.url()
  for (const [path, name] of [
    ['/settings/people', 'people'],
    ['/settings/rights', 'rights'],
    ['/settings/keys', 'keys'],
  ] as const) {
    // biome-ignore format: a short table
    await page.goto(inside + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    assert.deepEqual(await violations(page), [], path)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, path)
    await screenshot(page, `${name}-phone-dark`, true)
  }
  await page.goto(`${base}/app/account`)
  await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor()
  await page.waitForLoadState('networkidle')
  assert.deepEqual(await violations(page), [])
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
  await screenshot(page, 'account-phone-dark', true)
})

test('a person erases their account and can no longer sign in', async () => {
  const page = await visit('/app/account')
  await signIn(page, PASSWORD, 'ben@example.org')
  await page.getByRole('button', { name: 'Erase my account' }).click()
  await page.getByLabel('To confirm').fill('ben@example.org')
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signIn(page, PASSWORD, 'ben@example.org')
  await page.getByRole('alert').getByText('do not go together').waitFor()
})

test('the console stays silent', () => assert.deepEqual(complaints, []))
