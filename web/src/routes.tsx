import { lazy } from 'react'
import { createBrowserRouter } from 'react-router'
import { PageBoundary } from './shell/boundary.tsx'
import { Shell } from './shell/shell.tsx'
import { Start } from './shell/start.tsx'

const PartyPanel = lazy(() => import('./pages/parties/party-panel.tsx'))

/**
 * Every page, loaded when it is first opened. A page's file exports `Component`. Pages inside an ecosystem stand below the shell;
 * `?party=<id>` opens the side panel on any of them.
 */
export const router = createBrowserRouter([
  { path: '/app', element: <Start />, errorElement: <PageBoundary />, HydrateFallback: () => null },
  {
    path: '/app/:ecosystemId',
    element: <Shell PartyPanel={PartyPanel} />,
    errorElement: <PageBoundary />,
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <PageBoundary />,
        children: [
          { index: true, lazy: () => import('./pages/home/home.tsx') },
          { path: 'map', lazy: () => import('./pages/map/map.tsx') },
          { path: 'insight', lazy: () => import('./pages/insight/insight.tsx') },
          { path: 'organisations/new', lazy: () => import('./pages/parties/new-party.tsx') },
          { path: 'organisations/:partyId', lazy: () => import('./pages/parties/party.tsx') },
          { path: 'tasks', lazy: () => import('./pages/tasks/tasks.tsx') },
          { path: 'exchange', lazy: () => import('./pages/exchange/exchange.tsx') },
          { path: '*', lazy: () => import('./shell/not-found.tsx') },
        ],
      },
    ],
  },
  { path: '*', lazy: () => import('./shell/not-found.tsx'), HydrateFallback: () => null },
])
