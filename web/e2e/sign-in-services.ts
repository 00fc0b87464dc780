import { generateKeyPairSync } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import Provider from 'oidc-provider'
import { type ReceivedMail, testMailServer } from '../../server/modules/people/testing.ts'
import { freePort, testInstallation } from './harness.ts'

const MAIL_TRIES = 300
const PAUSE_MS = 50

/** An installation without any account, with a real mail server and a real single sign-on beside it. */
export async function testSignIns() {
  let mails: ReceivedMail[] = []
  const installation = await testInstallation(async (base, closeWith) => {
    const mailServer = await testMailServer(closeWith)
    mails = mailServer.mails
    const port = await freePort()
    const issuer = `http://localhost:${port}`
    const provider = await startProvider(issuer, port, `${base}/auth/callback/sso`)
    closeWith(() => closeServer(provider))
    return {
      mail: { smtpUrl: mailServer.smtpUrl, from: 'Tutti <tutti@example.org>' },
      oidc: { issuer, clientId: 'tutti', clientSecret: 'a client secret', name: 'Valley ID' },
    }
  })
  /** Waits for a mail to this address that came after the first `after` mails, and finds the link in it. */
  const mailTo = async (to: string, after: number) => {
    for (let tries = 0; tries < MAIL_TRIES; tries++) {
      const mail = mails.slice(after).findLast((found) => found.to === to)
      if (mail) return { ...mail, link: /http:\/\/localhost:\d+\/app\/\S+/.exec(mail.text)?.[0] ?? '' }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    throw new Error(`no mail came to ${to}`)
  }
  return { ...installation, mails, mailTo }
}

/** A single sign-on that believes whatever name one types: `ada` is ada@example.org, vouched for, unless the name says otherwise. */
async function startProvider(issuer: string, port: number, redirectUri: string): Promise<Server> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'tutti',
        client_secret: 'a client secret',
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    cookies: { keys: ['a key for the cookies of a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: sub,
        email: `${sub.replace('unconfirmed-', '')}@example.org`,
        email_verified: !sub.startsWith('unconfirmed-'),
      }),
    }),
  })
  const server = createServer(provider.callback())
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  return server
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
