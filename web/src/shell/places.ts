import {
  type Icon,
  IconArrowsExchange,
  IconBuildingStore,
  IconBulb,
  IconCalendarEvent,
  IconChecklist,
  IconCoins,
  IconFileImport,
  IconHome,
  IconMail,
  IconMap2,
  IconSettings,
} from '@tabler/icons-react'
import { paths } from '../paths.ts'

export type PlaceKey =
  | 'home'
  | 'map'
  | 'organisations'
  | 'tasks'
  | 'calendar'
  | 'imports'
  | 'insight'
  | 'exchange'
  | 'money'
  | 'mailings'
  | 'settings'

/**
 * Where one can go, in the order of the navigation: what there is, what is done together, what keeps it going; `begins` parts them. `key`
 * follows g on the keyboard; `writers` are places only for those who may change things.
 */
export const PLACES: readonly {
  place: PlaceKey
  Icon: Icon
  key: string
  path: (ecosystemId: string) => string
  writers?: true
  phone?: true
  begins?: true
}[] = [
  { place: 'home', Icon: IconHome, key: 'h', path: paths.home, phone: true },
  { place: 'map', Icon: IconMap2, key: 'm', path: paths.map, phone: true },
  { place: 'organisations', Icon: IconBuildingStore, key: 'o', path: paths.organisations, phone: true },
  { place: 'insight', Icon: IconBulb, key: 'w', path: paths.insight, writers: true },
  { place: 'tasks', Icon: IconChecklist, key: 't', path: paths.tasks, phone: true, begins: true },
  { place: 'calendar', Icon: IconCalendarEvent, key: 'c', path: paths.calendar },
  { place: 'exchange', Icon: IconArrowsExchange, key: 'x', path: paths.exchange },
  { place: 'money', Icon: IconCoins, key: 'e', path: paths.money },
  { place: 'mailings', Icon: IconMail, key: 'n', path: paths.mailings, writers: true },
  { place: 'imports', Icon: IconFileImport, key: 'i', path: paths.imports, writers: true, begins: true },
  { place: 'settings', Icon: IconSettings, key: 's', path: paths.settings },
]
