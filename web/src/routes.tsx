import { lazy } from 'react'
import { createBrowserRouter } from 'react-router'
import { withTexts } from './i18n.ts'
import { askAhead } from './pages/map/queries.ts'
import { PageBoundary } from './shell/boundary.tsx'
import { Component as NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'
import { Start } from './shell/start.tsx'

/** Where the page itself asks again when its address changes. */
const never = () => false

const PartyPanel = lazy(() => import('./pages/parties/party-panel.tsx'))

/**
 * Every page, loaded when it is first opened. A page's file exports `Component`. Pages inside an ecosystem stand below the shell;
 * `?party=<id>` opens the side panel on any of them.
 */
export const router = createBrowserRouter([
  { path: '/app', element: <Start />, errorElement: <PageBoundary />, HydrateFallback: () => null },
  {
    errorElement: <PageBoundary />,
    HydrateFallback: () => null,
    children: [
      { path: '/app/sign-in', lazy: () => import('./pages/account/sign-in.tsx') },
      { path: '/app/sign-in/link', lazy: () => import('./pages/account/link.tsx') },
      { path: '/app/sign-in/code', lazy: () => import('./pages/account/second-factor.tsx') },
      { path: '/app/first-run', lazy: withTexts('ecosystem-kind', () => import('./pages/account/first-run.tsx')) },
      { path: '/app/invitation', lazy: () => import('./pages/account/invitation.tsx') },
      { path: '/app/mail-check', lazy: () => import('./pages/account/mail-check.tsx') },
      { path: '/app/password', lazy: () => import('./pages/account/reset-password.tsx') },
      { path: '/app/account', lazy: withTexts('settings', () => import('./pages/settings/me.tsx')) },
      { path: '/app/installation', lazy: withTexts('settings', () => import('./pages/settings/installation.tsx')) },
      { path: '/app/new-ecosystem', lazy: withTexts('ecosystem-kind', () => import('./pages/account/new-ecosystem.tsx')) },
    ],
  },
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
          { path: 'map', loader: askAhead, shouldRevalidate: never, lazy: () => import('./pages/map/map.tsx') },
          {
            path: 'insight/gaps',
            lazy: withTexts(
              'insight',
              withTexts('gaps', () => import('./pages/insight/gaps/gaps.tsx')),
            ),
          },
          {
            path: 'insight/gaps/reference',
            lazy: withTexts(
              'imports',
              withTexts('gaps', () => import('./pages/insight/gaps/reference.tsx')),
            ),
          },
          {
            path: 'introductions',
            lazy: withTexts(
              'insight',
              withTexts('introductions', () => import('./pages/introductions/introductions.tsx')),
            ),
          },
          { path: 'map/region', lazy: withTexts('region', () => import('./pages/map/region/region.tsx')) },
          { path: 'niche', lazy: withTexts('niche', () => import('./pages/niche/niche.tsx')) },
          {
            path: 'insight/what-if',
            lazy: withTexts(
              'what-if',
              withTexts(
                'insight',
                withTexts('scenarios', () => import('./pages/insight/what-if.tsx')),
              ),
            ),
          },
          {
            path: 'insight/changes',
            lazy: withTexts(
              'changes',
              withTexts('insight', () => import('./pages/insight/changes.tsx')),
            ),
          },
          {
            path: 'insight/scenarios',
            lazy: withTexts(
              'insight',
              withTexts('scenarios', () => import('./pages/insight/scenarios/scenarios.tsx')),
            ),
          },
          {
            path: 'insight/scenarios/:scenarioId',
            lazy: withTexts(
              'insight',
              withTexts(
                'what-if',
                withTexts('scenarios', () => import('./pages/insight/scenarios/scenario.tsx')),
              ),
            ),
          },
          {
            path: 'insight/together',
            lazy: withTexts(
              'together',
              withTexts('insight', () => import('./pages/insight/together.tsx')),
            ),
          },
          {
            path: 'insight/groups',
            lazy: withTexts(
              'together',
              withTexts(
                'what-if',
                withTexts('insight', () => import('./pages/insight/groups.tsx')),
              ),
            ),
          },
          { path: 'insight', lazy: withTexts('insight', () => import('./pages/insight/insight.tsx')) },
          { path: 'money', lazy: withTexts('money', () => import('./pages/money/money.tsx')) },
          { path: 'money/accounts/:accountId', lazy: withTexts('money', () => import('./pages/money/account.tsx')) },
          { path: 'money/transactions/:transactionId', lazy: withTexts('money', () => import('./pages/money/transaction.tsx')) },
          { path: 'statements', lazy: withTexts('statements', () => import('./pages/statements/statements.tsx')) },
          { path: 'statements/running/:accountId', lazy: withTexts('statements', () => import('./pages/statements/statement.tsx')) },
          { path: 'statements/:statementId', lazy: withTexts('statements', () => import('./pages/statements/statement.tsx')) },
          { path: 'accounting', lazy: withTexts('accounting', () => import('./pages/accounting/accounting.tsx')) },
          { path: 'money/plan', lazy: withTexts('money', () => import('./pages/money/plan.tsx')) },
          { path: 'money/check', lazy: withTexts('money', () => import('./pages/money/check.tsx')) },
          { path: 'sharing', lazy: withTexts('sharing', () => import('./pages/sharing/rules.tsx')) },
          { path: 'sharing/new', lazy: withTexts('sharing', () => import('./pages/sharing/builder.tsx')) },
          { path: 'sharing/fairness', lazy: withTexts('sharing', () => import('./pages/sharing/fairness.tsx')) },
          { path: 'sharing/:ruleId', lazy: withTexts('sharing', () => import('./pages/sharing/rule.tsx')) },
          { path: 'sharing/:ruleId/next', lazy: withTexts('sharing', () => import('./pages/sharing/builder.tsx')) },
          { path: 'sharing/:ruleId/compare', lazy: withTexts('sales', () => import('./pages/sales/compare.tsx')) },
          { path: 'sales', lazy: withTexts('sales', () => import('./pages/sales/sales.tsx')) },
          { path: 'sales/new', lazy: withTexts('sales', () => import('./pages/sales/new-sale.tsx')) },
          { path: 'sales/import', lazy: withTexts('sales', () => import('./pages/sales/import.tsx')) },
          { path: 'sales/:saleId', lazy: withTexts('sales', () => import('./pages/sales/sale.tsx')) },
          { path: 'settlements', lazy: withTexts('settlement', () => import('./pages/settlement/settlements.tsx')) },
          { path: 'settlements/new', lazy: withTexts('settlement', () => import('./pages/settlement/close.tsx')) },
          { path: 'settlements/settings', lazy: withTexts('settlement', () => import('./pages/settlement/settings.tsx')) },
          { path: 'settlements/accounts', lazy: withTexts('settlement', () => import('./pages/settlement/bank-accounts.tsx')) },
          { path: 'settlements/accounts/:partyId', lazy: withTexts('settlement', () => import('./pages/settlement/bank-account.tsx')) },
          { path: 'settlements/:settlementId', lazy: withTexts('settlement', () => import('./pages/settlement/settlement.tsx')) },
          { path: 'value/:kind?/:id?', lazy: withTexts('value', () => import('./pages/value/value.tsx')) },
          { path: 'organisations', lazy: () => import('./pages/map/organisations.tsx') },
          { path: 'organisations/new', lazy: () => import('./pages/parties/new-party.tsx') },
          { path: 'organisations/:partyId', lazy: () => import('./pages/parties/party.tsx') },
          { path: 'imports', lazy: withTexts('imports', () => import('./pages/imports/imports.tsx')) },
          { path: 'imports/duplicates', lazy: withTexts('imports', () => import('./pages/imports/duplicates.tsx')) },
          { path: 'imports/:importId', lazy: withTexts('imports', () => import('./pages/imports/import.tsx')) },
          { path: 'exports', lazy: withTexts('exports', () => import('./pages/exports/exports.tsx')) },
          { path: 'sorting', lazy: withTexts('sorting', () => import('./pages/sorting/sorting.tsx')) },
          { path: 'places', lazy: withTexts('places', () => import('./pages/places/places.tsx')) },
          {
            path: 'guide',
            lazy: withTexts(
              'ecosystem-kind',
              withTexts('guide', () => import('./pages/guide/guide.tsx')),
            ),
          },
          { path: 'tasks', lazy: () => import('./pages/tasks/tasks.tsx') },
          { path: 'mailings', lazy: withTexts('mailings', () => import('./pages/mailings/mailings.tsx')) },
          { path: 'mailings/:mailingId', lazy: withTexts('mailings', () => import('./pages/mailings/mailing.tsx')) },
          { path: 'calendar', lazy: () => import('./pages/calendar/calendar.tsx') },
          { path: 'calendar/:meetingId', lazy: () => import('./pages/calendar/meeting.tsx') },
          { path: 'exchange', lazy: () => import('./pages/exchange/exchange.tsx') },
          {
            path: 'settings',
            lazy: withTexts('settings', () => import('./pages/settings/layout.tsx')),
            children: [
              { index: true, lazy: withTexts('settings', () => import('./pages/settings/ecosystem.tsx')) },
              { path: 'people', lazy: withTexts('settings', () => import('./pages/settings/people.tsx')) },
              {
                path: 'vocabulary',
                lazy: withTexts(
                  'ecosystem-kind',
                  withTexts('settings', () => import('./pages/settings/vocabulary.tsx')),
                ),
              },
              { path: 'rights', lazy: withTexts('settings', () => import('./pages/settings/rights.tsx')) },
              { path: 'keys', lazy: withTexts('settings', () => import('./pages/settings/keys.tsx')) },
              { path: 'public-map', lazy: withTexts('public-map', () => import('./pages/settings/public-map.tsx')) },
              { path: 'processing', lazy: withTexts('processing', () => import('./pages/settings/processing.tsx')) },
              { path: 'removed', lazy: withTexts('settings', () => import('./pages/settings/removed.tsx')) },
              { path: 'activity', lazy: withTexts('settings', () => import('./pages/settings/activity.tsx')) },
            ],
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
  {
    path: '*',
    element: (
      <main>
        <NotFound />
      </main>
    ),
    HydrateFallback: () => null,
  },
])
