import { rationalFrom } from './rational.ts'

/** The sentences of rules in every language of the app: they stand on pages, statements and in mails alike. */
export const WORDS = { en: english(), de: german() }
export type Words = ReturnType<typeof english>

function english() {
  return {
    ...figures('en-GB'),
    sentence: (condition: string, what: string, where: string) =>
      condition === '' ? `${upper(what)} ${where}.` : `If ${condition}, ${what} ${where}.`,
    goesTo: (name: string) => `goes to ${name}`,
    passedOn: (split: string) => `and from there ${split}`,
    remainder: 'what is left',
    part: (share: string, base: string) => `${share} of ${base}`,
    base: {
      gross: 'the price with tax',
      net: 'the price without tax',
      rest: 'what is left by then',
      step: (id: string) => `what step “${id}” took`,
    },
    atLeast: (money: string) => `at least ${money}`,
    atMost: (money: string) => `at most ${money}`,
    maxUnits: (count: number) => `for at most ${count}`,
    perUnit: (money: string, unit: string) => `${money} for each ${unit}`,
    tiers: (parts: readonly string[], base: string) => `of ${base} ${parts.join(', ')}`,
    tier: (share: string, upTo: string | null) => (upTo === null ? `${share} above that` : `${share} up to ${upTo}`),
    upToBalance: (account: string) => `as much as ${account} is still owed`,
    equally: (names: string) => `is split equally among ${names}`,
    byShares: (names: string) => `is split by fixed shares: ${names}`,
    byContribution: (metric: string, names: string) => `is split by ${metric} among ${names}`,
    standAlone: (names: string) => `is split by the price each asks alone among ${names}`,
    use: (names: string) => `is split equally among those of ${names} where it was used`,
    weighted: (name: string, weight: number) => `${name} (counted ${weight} times)`,
    floorEach: (money: string) => `after ${money} for each`,
    whenNone: 'equally if nothing was counted',
    cap: (money: string, period: string) => `at most ${money} a ${period}`,
    held: (days: number) => `held back for ${days} ${days === 1 ? 'day' : 'days'}`,
    named: (word: string) => `the ${word} the sale names`,
    has: (word: string, days: number | undefined) =>
      days === undefined ? `the sale names a ${word}` : `the sale names a ${word} of the ${days} days before`,
    is: (word: string, value: string) => `${word} is “${value}”`,
    sharedAtLeast: (money: string) => `at least ${money} is shared`,
    sharedBelow: (money: string) => `less than ${money} is shared`,
    from: (day: string) => `it is sold from ${day} on`,
    until: (day: string) => `it is sold until ${day}`,
    period: { day: 'day', week: 'week', month: 'month', quarter: 'quarter', year: 'year' },
    dictionary: {} as Record<string, string>,
  }
}

function german(): Words {
  return {
    ...figures('de'),
    sentence: (condition, what, where) =>
      condition === '' ? `${upper(what)} ${where}.` : `Wenn ${condition}, gilt: ${upper(what)} ${where}.`,
    goesTo: (name) => `geht an ${name}`,
    passedOn: (split) => `und ${split.replace(/^wird /, 'wird von dort ')}`,
    remainder: 'was übrig ist',
    part: (share, base) => `${share} ${base}`,
    base: {
      gross: 'des Preises mit Steuer',
      net: 'des Preises ohne Steuer',
      rest: 'dessen, was dann noch übrig ist',
      step: (id) => `dessen, was Schritt „${id}“ bekam`,
    },
    atLeast: (money) => `mindestens ${money}`,
    atMost: (money) => `höchstens ${money}`,
    maxUnits: (count) => `für höchstens ${count}`,
    perUnit: (money, unit) => `${money} je ${unit}`,
    tiers: (parts, base) => `${parts.join(', ')} ${base}`,
    tier: (share, upTo) => (upTo === null ? `${share} von allem darüber` : `${share} bis ${upTo}`),
    upToBalance: (account) => `so viel, wie ${account} noch zusteht,`,
    equally: (names) => `wird gleich geteilt unter ${names}`,
    byShares: (names) => `wird nach festen Anteilen geteilt: ${names}`,
    byContribution: (metric, names) => `wird nach ${metric} geteilt unter ${names}`,
    standAlone: (names) => `wird nach dem Einzelpreis geteilt unter ${names}`,
    use: (names) => `wird gleich geteilt unter denen von ${names}, bei denen es genutzt wurde`,
    weighted: (name, weight) => `${name} (zählt ${weight}-fach)`,
    floorEach: (money) => `nachdem jeder ${money} bekommen hat`,
    whenNone: 'gleich, wenn nichts gezählt wurde',
    cap: (money, period) => `höchstens ${money} je ${period}`,
    held: (days) => `${days} ${days === 1 ? 'Tag' : 'Tage'} zurückgehalten`,
    named: (word) => `den, den der Verkauf nennt (${word})`,
    has: (word, days) =>
      days === undefined ? `der Verkauf jemanden nennt (${word})` : `der Verkauf jemanden aus den ${days} Tagen davor nennt (${word})`,
    is: (word, value) => `${word} „${value}“ ist`,
    sharedAtLeast: (money) => `mindestens ${money} geteilt werden`,
    sharedBelow: (money) => `weniger als ${money} geteilt werden`,
    from: (day) => `ab ${day} verkauft wird`,
    until: (day) => `bis ${day} verkauft wird`,
    period: { day: 'Tag', week: 'Woche', month: 'Monat', quarter: 'Quartal', year: 'Jahr' },
    dictionary: {
      guest_night: 'Gästenacht',
      person: 'Person',
      ticket: 'Karte',
      hour: 'Stunde',
      piece: 'Stück',
      visits: 'Besuchen',
      guest_nights: 'Gästenächten',
      tickets: 'Karten',
      hours: 'Stunden',
      pieces: 'Stück',
      referrer: 'Vermittler',
      channel: 'Vertriebsweg',
    },
  }
}

/** Money, parts, days and lists as they are written where the language is spoken. */
function figures(locale: string) {
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const list = new Intl.ListFormat(locale, { style: 'long', type: 'conjunction' })
  const currencies = new Map<string, Intl.NumberFormat>()
  return {
    percent: (fraction: string) => {
      const { n, d } = rationalFrom(fraction)
      // a third has no end in percent, and is said as it is
      return (n * 1_000_000n) % d === 0n ? percent.format(Number(n) / Number(d)) : `${n}/${d}`
    },
    money: (amount: number, asset: string) => {
      if (!/^[A-Z]{3}$/.test(asset)) return `${amount} ${asset}`
      const format = currencies.get(asset) ?? new Intl.NumberFormat(locale, { style: 'currency', currency: asset })
      currencies.set(asset, format)
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    },
    day: (iso: string) => day.format(new Date(`${iso}T00:00Z`)),
    list: (names: readonly string[]) => list.format(names),
  }
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
