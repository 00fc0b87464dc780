import { newRouter, type Router } from '../../kernel/http.ts'
import type { Mailbox } from '../../kernel/mailbox.ts'
import type { Door } from './accounts.ts'
import type { Auth, AuthOptions } from './auth.ts'
import { addCheckRoutes } from './check-routes.ts'
import { addEntranceRoutes } from './entrance-routes.ts'
import type { SignInLimits } from './limits.ts'
import { addMeRoutes } from './me-routes.ts'
import { addOperatorRoutes } from './operator-routes.ts'
import type { IdsOfParty } from './sessions.ts'

export type AccountOptions = Door & {
  auth: () => Auth
  limits: SignInLimits
  url: string
  oidc: AuthOptions['oidc']
  hasMail: boolean
  mail: { smtpUrl: string; from: string } | undefined
  /** The mailbox that mails come back to, where there is one. */
  bounces?: { mailbox: Mailbox } | undefined
  dataFolder: string
  authorities?: readonly string[] | undefined
  idsOfParty: IdsOfParty
  /** The tile server that maps are drawn with, where there is one. */
  tiles?: { url: string; attribution: string } | undefined
  trustedProxies: readonly string[]
}

/** The routes of accounts and the installation, mounted below /api. */
export function accountRoutes(options: AccountOptions): Router {
  const router = newRouter()
  addEntranceRoutes(router, options)
  addMeRoutes(router, options)
  addOperatorRoutes(router, options)
  addCheckRoutes(router, options)
  return router
}
