import type { Locale } from './draft.ts'
import type { OfferKey } from './rules.ts'

type Texts = { category: string; title: string; unit: string }

/** The texts of the invented offers and needs. They become data, so they are not in the catalogue of the screens. */
export const OFFER_TEXTS: Record<Locale, Record<OfferKey, Texts>> = {
  en: {
    tasting: { category: 'Experiences', title: 'Cellar tour with tasting for groups', unit: 'guests' },
    harvest: { category: 'Harvest help', title: 'Helping hands for the harvest', unit: 'people' },
    rolls: { category: 'Food', title: 'Fresh rolls every morning', unit: 'pieces' },
    laundry: { category: 'Laundry', title: 'Laundry of sheets and towels', unit: 'kg' },
    rooms: { category: 'Rooms', title: 'Free rooms in the quiet season', unit: 'rooms' },
    vegetables: { category: 'Food', title: 'Vegetables from the valley', unit: 'kg' },
    meeting: { category: 'Rooms', title: 'Side room for meetings and parties', unit: 'seats' },
    cakes: { category: 'Food', title: 'Cakes for celebrations', unit: 'cakes' },
    shelf: { category: 'Shelf space', title: 'A shelf for growers of the valley', unit: 'metres' },
  },
  de: {
    tasting: { category: 'Erlebnisse', title: 'Kellerführung mit Weinprobe für Gruppen', unit: 'Gäste' },
    harvest: { category: 'Erntehilfe', title: 'Helfende Hände für die Weinlese', unit: 'Personen' },
    rolls: { category: 'Lebensmittel', title: 'Frische Brötchen jeden Morgen', unit: 'Stück' },
    laundry: { category: 'Wäscherei', title: 'Wäsche von Bettzeug und Handtüchern', unit: 'kg' },
    rooms: { category: 'Räume', title: 'Freie Zimmer in der ruhigen Zeit', unit: 'Zimmer' },
    vegetables: { category: 'Lebensmittel', title: 'Gemüse aus dem Tal', unit: 'kg' },
    meeting: { category: 'Räume', title: 'Nebenraum für Treffen und Feiern', unit: 'Plätze' },
    cakes: { category: 'Lebensmittel', title: 'Kuchen für Feste', unit: 'Kuchen' },
    shelf: { category: 'Regalplatz', title: 'Ein Regal für Betriebe aus dem Tal', unit: 'Meter' },
  },
}

export const INVENTED_EVIDENCE: Record<Locale, string> = {
  en: 'Invented for the sample “Mosel valley”.',
  de: 'Erfunden für das Beispiel „Moseltal“.',
}

type IndianaTexts = {
  fields: Record<'category' | 'level' | 'years', string>
  categories: readonly string[]
  levels: readonly string[]
  ties: Record<'contact' | 'collaboration' | 'dissemination', string>
}

/** Categories in the order of their codes 1 to 6, levels in that of 1 to 3. */
export const INDIANA_TEXTS: Record<Locale, IndianaTexts> = {
  en: {
    fields: { category: 'Category', level: 'Level', years: 'Years in tobacco control' },
    categories: [
      'Lead agency',
      'Contractors and grantees',
      'Coalitions',
      'Voluntary organisations',
      'Other state agencies',
      'Advisory and national partners',
    ],
    levels: ['Local', 'State', 'National'],
    ties: { contact: 'In contact', collaboration: 'Collaborates', dissemination: 'Shares good practice' },
  },
  de: {
    fields: { category: 'Gruppe', level: 'Ebene', years: 'Jahre in der Tabakprävention' },
    categories: [
      'Federführende Stelle',
      'Auftragnehmer und Geförderte',
      'Bündnisse',
      'Freiwillige Organisationen',
      'Andere Landesbehörden',
      'Beratung und nationale Partner',
    ],
    levels: ['Örtlich', 'Landesweit', 'National'],
    ties: { contact: 'In Kontakt', collaboration: 'Arbeitet zusammen', dissemination: 'Teilt gute Praxis' },
  },
}
