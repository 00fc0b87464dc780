import i18next, { type BackendModule } from 'i18next'
import { useSyncExternalStore } from 'react'
import { initReactI18next } from 'react-i18next'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const KEPT = 'tutti.language'
const catalogues = { en: () => import('./locales/en.ts'), de: () => import('./locales/de.ts') }
/** What is said when something is refused, and of what happened. Until it is here general sentences stand in. */
const laterTexts = { en: () => import('./locales/en-later.ts'), de: () => import('./locales/de-later.ts') }

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
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(KEPT, language)
}

/** Texts that the pages of one area alone show. They come with its first page, so that the first visit does not wait for them. */
const pageTexts = import.meta.glob<Texts>('./locales/*/pages/*.ts', { import: 'messages' })
const shownAreas = new Set<string>()
const started = Promise.withResolvers<void>()
type Texts = Record<string, unknown>

/** A page, for the `lazy` of its route, together with the texts of its area. */
export function withTexts<T>(area: string, page: () => Promise<T>): () => Promise<T> {
  return async () => {
    shownAreas.add(area)
    const [loaded] = await Promise.all([page(), started.promise.then(() => addTexts(area))])
    return loaded
  }
}

/** In every language there is by now; those that come later bring the texts of the areas shown so far along. */
async function addTexts(area: string): Promise<void> {
  const languages = Object.keys(i18next.services.resourceStore.data)
  await Promise.all(
    languages.map(async (language) => i18next.addResourceBundle(language, 'translation', await textsOf(area, language), true)),
  )
}

const withLater = new Set<string>()
const waiting = new Set<() => void>()

/** Whether the texts that come behind the first page are here. Who shows some of them asks, and is shown anew as soon as they are. */
export function useLaterTexts(): boolean {
  return useSyncExternalStore(
    (tell) => {
      waiting.add(tell)
      return () => waiting.delete(tell)
    },
    () => withLater.has(i18next.language),
  )
}

/** Without a connection the general sentences stay. */
async function addLater(language: Language): Promise<void> {
  const texts = await laterTexts[language]().catch(() => null)
  if (texts) i18next.addResourceBundle(language, 'translation', texts.messages, true)
  withLater.add(language)
  for (const tell of waiting) tell()
}

async function textsOf(area: string, language: string): Promise<Texts> {
  const load = pageTexts[`./locales/${language}/pages/${area}.ts`]
  if (!load) throw new Error(`There are no texts for ${area} in ${language}.`)
  return { [area]: await load() }
}

const catalogue: BackendModule = {
  type: 'backend',
  init() {},
  read(language, _namespace, done) {
    const shown = [...shownAreas].map((area) => textsOf(area, language))
    Promise.all([catalogues[language as Language](), ...shown]).then(
      ([{ messages }, ...others]) => {
        done(null, Object.assign({}, messages, ...others))
        void addLater(language as Language)
      },
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
