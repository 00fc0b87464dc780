import { createBrowserRouter } from 'react-router'
import { PageBoundary } from './shell/boundary.tsx'
import { Shell } from './shell/shell.tsx'
import { Start } from './shell/start.tsx'

/**
 * Every page, loaded when it is first opened. A page's file exports `Component`. Pages inside an ecosystem stand below the shell;
 * `?party=<id>` opens the side panel on any of them.
 */
export const router = createBrowserRouter([
  { path: '/app', element: <Start />, errorElement: <PageBoundary />, HydrateFallback: () => null },
  {
    path: '/app/:ecosystemId',
    element: <Shell />,
    errorElement: <PageBoundary />,
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <PageBoundary />,
        children: [
          { index: true, lazy: () => import('./pages/home/home.tsx') },
          { path: 'map', lazy: () => import('./pages/map/map.tsx') },
          { path: 'insight', lazy: () => import('./pages/insight/insight.tsx') },
          { path: '*', lazy: () => import('./shell/not-found.tsx') },
        ],
      },
    ],
  },
  { path: '*', lazy: () => import('./shell/not-found.tsx'), HydrateFallback: () => null },
])
