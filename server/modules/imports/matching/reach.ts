/** How an organisation is reached, brought to one form: phone numbers, mail addresses, domains. Pure. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { parse } from 'tldts'

const PHONE_DIGITS_MIN = 7
// A page or address at one of these says nothing about whose it is.
const SHARED_DOMAINS = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com hotmail.de hotmail.fr live.com live.de msn.com yahoo.com yahoo.de ymail.com icloud.com me.com mac.com aol.com ' +
    'aol.de gmx.de gmx.net gmx.at gmx.ch web.de freenet.de t-online.de mail.de posteo.de mailbox.org proton.me protonmail.com arcor.de online.de ' +
    'vodafone.de o2.de 1und1.de email.de mail.com mail.ru yandex.ru bluewin.ch orange.fr free.fr wanadoo.fr libero.it comcast.net verizon.net att.net ' +
    'facebook.com fb.com instagram.com twitter.com x.com linkedin.com xing.com youtube.com tiktok.com pinterest.com google.com goo.gl bit.ly ' +
    'linktr.ee booking.com tripadvisor.com tripadvisor.de yelp.com yelp.de airbnb.com lieferando.de ubereats.com opentable.com ' +
    'wixsite.com wordpress.com blogspot.com jimdo.com jimdofree.com jimdosite.com weebly.com squarespace.com webnode.com github.io business.site ' +
    'hubspot.com example.com wikipedia.org'
  ).split(' '),
)

/** The number as `+49…`, or its digits without leading zeros where the country is not known; empty when there are too few. */
export function phoneKey(phone: string, country?: string | null): string {
  const cleaned = phone.replace(/(?:ext|extension|durchwahl|x)\.?\s*\d+\s*$/i, '').trim()
  if (cleaned.replace(/\D/g, '').length < PHONE_DIGITS_MIN) return ''
  if (country && isSupportedCountry(country)) {
    const parsed = parsePhoneNumberFromString(cleaned, country as CountryCode)
    if (parsed?.isPossible()) return parsed.number
  } else if (/^\s*(?:\+|00)/.test(cleaned)) {
    const parsed = parsePhoneNumberFromString(cleaned.replace(/^\s*00/, '+'))
    if (parsed?.isPossible()) return parsed.number
  }
  return cleaned.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '')
}

/** Whether two phone keys are one number: one may lack the country. */
export function samePhone(a: string, b: string): boolean {
  if (a === b) return true
  const [x, y] = [a.replace('+', ''), b.replace('+', '')]
  if (a.startsWith('+') === b.startsWith('+')) return x === y
  const [short, long] = x.length <= y.length ? [x, y] : [y, x]
  return short.length >= 8 && long.endsWith(short) && long.length - short.length <= 3
}

export function emailKey(email: string): string {
  const key = email.trim().toLowerCase()
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(key) ? key : ''
}

/** The registrable domain of a web page or mail address, empty where it is shared by many (mail providers, social networks, platforms). */
export function domainKey(address: string): string {
  const parsed = parse(address.trim().toLowerCase(), { allowPrivateDomains: true })
  const domain = parsed.domain ?? ''
  if (domain === '' || parsed.isIp) return ''
  return SHARED_DOMAINS.has(domain) || SHARED_DOMAINS.has(parsed.publicSuffix ?? '') ? '' : domain
}
