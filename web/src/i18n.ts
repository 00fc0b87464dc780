import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const KEPT = 'tutti.language'
const catalogues = { en: () => import('./locales/en.ts'), de: () => import('./locales/de.ts') }

/** Loads the catalogue of the reader's language: the one chosen before, else the browser's, else English. */
export async function startI18n(): Promise<void> {
  const language = preferred()
  const { messages } = await catalogues[language]()
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: messages } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  })
  document.documentElement.lang = language
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { messages } = await catalogues[language]()
    i18next.addResourceBundle(language, 'translation', messages)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(KEPT, language)
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
