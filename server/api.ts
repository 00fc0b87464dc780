import type { AppOptions } from './kernel/app.ts'
import { createApp } from './kernel/app.ts'
import type { Router } from './kernel/http.ts'
import { INSTALLATION_ROUTES, ROUTES, UPLOADS } from './modules.ts'

/** The API with the routes of all modules. */
export function createApi(options: Omit<AppOptions, 'routes' | 'installationRoutes' | 'uploads'>): Router {
  return createApp({ ...options, routes: ROUTES, installationRoutes: INSTALLATION_ROUTES, uploads: UPLOADS })
}
