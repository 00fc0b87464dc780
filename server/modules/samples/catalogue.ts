import type { SampleKey, SamplePart } from './schema.ts'

/** The source of all that is made up. It says so by its name, on every record. */
export const INVENTED = 'sample:invented'
export const OSM_MOSEL = 'sample:osm-mosel'
export const DB_STATIONS = 'sample:db-stations'
export const INDIANA = 'sample:indiana'

/** What each sample is made of, whose work it is and under which terms. */
export const PARTS: Record<SampleKey, readonly SamplePart[]> = {
  mosel: [
    {
      source: OSM_MOSEL,
      title: 'Places around Traben-Trarbach and Bernkastel-Kues',
      attribution: '© OpenStreetMap contributors',
      licence: 'ODbL 1.0',
      licenceUrl: 'https://opendatacommons.org/licenses/odbl/1-0/',
      url: 'https://www.openstreetmap.org/copyright',
      isInvented: false,
    },
    {
      source: DB_STATIONS,
      title: 'Railway stations on the Mosel',
      attribution: 'Deutsche Bahn',
      licence: 'CC BY 4.0',
      licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
      url: 'https://www.npmjs.com/package/db-stations',
      isInvented: false,
    },
    {
      source: INVENTED,
      title: 'Kinds, ties, offers and needs between them',
      attribution: 'Invented for this sample',
      licence: 'Apache-2.0',
      licenceUrl: 'https://www.apache.org/licenses/LICENSE-2.0',
      url: null,
      isInvented: true,
    },
  ],
  indiana: [
    {
      source: INDIANA,
      title: '25 organisations of tobacco control in Indiana and three kinds of tie between them',
      attribution: 'Douglas Luke, UserNetR, TCnetworks',
      licence: 'GPL-2',
      licenceUrl: 'https://www.gnu.org/licenses/old-licenses/gpl-2.0.html',
      url: 'https://github.com/DougLuke/UserNetR',
      isInvented: false,
    },
  ],
}

export function sourcesOf(key: SampleKey): string[] {
  return PARTS[key].map(({ source }) => source)
}

/** Every source that records of a sample name. */
export const SAMPLE_SOURCES: readonly string[] = [INVENTED, OSM_MOSEL, DB_STATIONS, INDIANA]
