import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { genericOAuth, twoFactor } from 'better-auth/plugins'
import { z } from 'zod'
import type { Db } from '../../kernel/db.ts'
import { newId } from '../../kernel/ids.ts'
import { log } from '../../kernel/log.ts'
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './schema.ts'

export type AuthOptions = {
  db: Db
  /** An origin without a slash at the end. */
  url: string
  secret: string
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined
}

export type Auth = ReturnType<typeof createAuth>

/** The only name under which better-auth learns where a request comes from; whoever sends it from outside is overwritten. */
export const CLIENT_HEADER = 'x-tutti-client'
export const COOKIE_PREFIX = 'tutti'
export const OIDC_PROVIDER = 'sso'

const SESSION_SECONDS = 30 * 24 * 3600
const SESSION_REFRESH_SECONDS = 24 * 3600
/** For a server of our own only: no request reaches it, see `disabledPaths`. */
const START_SESSION_PATH = '/sign-in/entrance'

/**
 * Sessions, passwords, passkeys, second factors and single sign-on. Accounts are made by us alone, from the first-run link or an
 * invitation, and links in mails are entrances, so better-auth's own ways to do either are closed. Accounts belong to no ecosystem: their
 * tables stand in the schema `auth`.
 */
export function createAuth({ db, url, secret, oidc }: AuthOptions) {
  return betterAuth({
    appName: 'Tutti',
    baseURL: url,
    basePath: '/auth',
    secret,
    database: { db: db.withSchema('auth'), type: 'postgres' },
    telemetry: { enabled: false },
    trustedOrigins: [url],
    logger: { level: 'warn', log: (level, message) => log[level]({ part: 'accounts' }, message) },
    // sign-ins are limited in PostgreSQL, see limits.ts
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    user: { additionalFields: { locale: { type: 'string', defaultValue: 'en' } } },
    session: { expiresIn: SESSION_SECONDS, updateAge: SESSION_REFRESH_SECONDS },
    account: {
      encryptOAuthTokens: true,
      updateAccountOnSignIn: false,
      // only a person who is signed in links a further way to sign in, and only one whose verified address is theirs
      accountLinking: { enabled: true, disableImplicitLinking: true, allowDifferentEmails: false },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      database: { generateId: newId },
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
    },
    disabledPaths: [
      START_SESSION_PATH,
      '/sign-up/email',
      '/change-email',
      '/delete-user',
      '/delete-user/callback',
      '/request-password-reset',
      '/reset-password',
      '/update-user',
      '/send-verification-email',
      '/verify-email',
      '/two-factor/send-otp',
      '/two-factor/verify-otp',
    ],
    plugins: [
      passkey({ rpID: new URL(url).hostname, rpName: 'Tutti', origin: url }),
      twoFactorEverywhere(),
      entranceSessions(),
      genericOAuth({ config: oidc ? [oidcProvider(oidc)] : [] }),
    ],
  })
}

function oidcProvider({ issuer, clientId, clientSecret, name }: NonNullable<AuthOptions['oidc']>) {
  return {
    providerId: OIDC_PROVIDER,
    name,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    requireIdTokenVerification: true,
    disableSignUp: true,
    pkce: true,
  }
}

/** The second factor, asked for after a password and after a link in a mail alike; of itself the plugin watches the password only. */
function twoFactorEverywhere() {
  // codes are counted in limits.ts, before they are looked at: of many sent at once, no more than the limit is tried
  const plugin = twoFactor({ issuer: 'Tutti', accountLockout: { enabled: false } })
  const [afterSignIn] = plugin.hooks.after
  if (!afterSignIn) throw new Error('better-auth changed: the two-factor plugin has no hook after the sign-in')
  const { matcher } = afterSignIn
  afterSignIn.matcher = (context) => matcher(context) || context.path === START_SESSION_PATH
  return plugin
}

/** Starts a session for a person who came through an entrance that our own operation has just used. Never reachable over HTTP. */
function entranceSessions() {
  return {
    id: 'entrance-sessions',
    endpoints: {
      startSession: createAuthEndpoint(
        START_SESSION_PATH,
        { method: 'POST', body: z.object({ personId: z.string() }), metadata: { scope: 'server' } },
        async (ctx) => {
          const user = await ctx.context.internalAdapter.findUserById(ctx.body.personId)
          if (!user) throw new Error('there is no such account')
          await setSessionCookie(ctx, { session: await ctx.context.internalAdapter.createSession(user.id), user })
          return ctx.json({ status: true })
        },
      ),
    },
  }
}
