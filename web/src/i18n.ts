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
}

export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(KEPT, language)
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
