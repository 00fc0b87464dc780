import { type AppOptions, createApp } from './kernel/app.ts'
import type { Router } from './kernel/http.ts'
import type { Accounts } from './modules/people/index.ts'
import { INSTALLATION_ROUTES, OPEN_FORMS, PAGES, ROUTES, SITES, UPLOADS } from './modules.ts'

type Options = Omit<AppOptions, 'routes' | 'installationRoutes' | 'uploads' | 'openForms' | 'actorFor' | 'pages' | 'sites'> & {
  accounts: Accounts
  /** Instead of the accounts' own answer to who is asking. */
  actorFor?: AppOptions['actorFor']
}

/** The API with the routes of all modules, and the sign-in. */
export function createApi({ accounts, ...options }: Options): Router {
  const app = createApp({
    actorFor: accounts.actorFor,
    ...options,
    routes: [accounts.routes, ...ROUTES],
    installationRoutes: [accounts.installationRoutes, ...INSTALLATION_ROUTES],
    uploads: UPLOADS,
    pages: PAGES,
    sites: SITES,
    openForms: OPEN_FORMS,
  })
  accounts.mount(app)
  return app
}
