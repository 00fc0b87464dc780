import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const KEPT = 'tutti.language'
const catalogues = { en: () => import('./locales/en.ts'), de: () => import('./locales/de.ts') }

/** Loads the catalogue of the reader's language: the one chosen before, else the browser's, else English. Others are loaded when they are asked for. */
export async function startI18n(): Promise<void> {
  const language = preferred()
  await i18next
    .use(catalogue)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: Object.keys(LANGUAGES),
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
    })
  document.documentElement.lang = language
  started.resolve()
}

export async function changeLanguage(language: Language): Promise<void> {
  await loadLanguage(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(KEPT, language)
}

/** Has the texts of a language ready, those of the pages seen so far among them. */
export async function loadLanguage(language: Language): Promise<void> {
  await i18next.loadLanguages(language)
  await Promise.all([...shownAreas].map((area) => addTexts(area, language)))
}

/** Texts that the pages of one area alone show. They come with its first page, so that the first visit does not wait for them. */
const pageTexts = import.meta.glob<Record<string, unknown>>('./locales/*/pages/*.ts', { import: 'messages' })
const shownAreas = new Set<string>()
const started = Promise.withResolvers<void>()

/** A page, for the `lazy` of its route, together with the texts of its area. */
export function withTexts<T>(area: string, page: () => Promise<T>): () => Promise<T> {
  return async () => {
    shownAreas.add(area)
    const [loaded] = await Promise.all([page(), addTexts(area, i18next.language ?? preferred())])
    return loaded
  }
}

async function addTexts(area: string, language: string): Promise<void> {
  const load = pageTexts[`./locales/${language}/pages/${area}.ts`]
  if (!load) throw new Error(`There are no texts for ${area} in ${language}.`)
  const texts = await load()
  await started.promise // the first page is asked for before there is anything to add to
  i18next.addResourceBundle(language, 'translation', { [area]: texts }, true)
}

const catalogue: BackendModule = {
  type: 'backend',
  init() {},
  read(language, _namespace, done) {
    catalogues[language as Language]().then(
      ({ messages }) => done(null, messages),
      (error: Error) => done(error, false),
    )
  },
}

function preferred(): Language {
  const kept = localStorage.getItem(KEPT)
  if (kept === 'en' || kept === 'de') return kept
  return navigator.languages
    .find((tag) => /^(en|de)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('de')
    ? 'de'
    : 'en'
}
