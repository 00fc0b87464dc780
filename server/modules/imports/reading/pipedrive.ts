/** Pipedrive names every column `Object - Field`, in the language of the account. Words as its exports and its help have them. Pure. */
import type { Preset, Rule } from './presets.ts'
import type { Subject } from './targets.ts'

/** English, German, French, Spanish, Portuguese, Italian, Dutch. */
const OBJECTS = {
  person: 'person|personne|persona|pessoa|persoon',
  organisation: 'organi[sz]ation|organización|organização|organizzazione|organisatie',
  deal: 'deal|geschäft|affaire|transaction|trato|negocio|negócio|affare|trattativa',
}
const FIELDS = {
  name: 'name|nom|nombre|nome|naam',
  givenName: 'first name|vorname|prénom|primer nombre|primeiro nome|voornaam',
  familyName: 'last name|nachname|nom de famille|apellidos?|sobrenome|último nome|apelido|cognome|achternaam',
  email: 'e-?mail|e-?mail-?adresse|adresse e-?mail|correo electrónico|e-?mailadres|endereço de e-?mail',
  phone: 'phone|telefon|téléphone|teléfono|telefone|telefono|telefoon',
  role: 'job title|position|stellenbezeichnung|poste|intitulé du poste|titre du poste|puesto|cargo|qualifica|functie',
  organisation: OBJECTS.organisation,
  label: 'labels?|beschriftung(?:en)?|étiquettes?|etiquetas?|etichett[ae]',
  address: 'address|adresse|dirección|endereço|indirizzo|adres',
  website: 'website|webseite|site web|sitio web|site|sito web',
  note: 'notes?|notiz(?:en)?|notas?',
  marketing: 'marketing status|marketing-?status|statut marketing|estado de marketing|status de marketing',
  title: "title|titel|titre|titre de l['’]affaire|título|titolo",
  contact:
    'contact person|kontaktperson|ansprechpartner|personne à contacter|personne de contact|persona de contacto|pessoa de contacto?|pessoa de contato|persona di contatto|contactpersoon',
  detail: [
    'value|wert|valeur|valor|valore|waarde',
    'currency|währung|devise|moneda|moeda|valuta',
    'stage|phase|étape|etapa|fase',
    'pipeline|funil|embudo',
    'status|statut|estado|stato',
    'expected close date|erwartetes abschlussdatum|voraussichtliches abschlussdatum|date de clôture prévue',
    'fecha prevista de cierre|data de fechamento esperada|data prevista de fechamento|data di chiusura prevista|verwachte sluitingsdatum',
    'won time|datum des gewonnenen deals|date de gain|ganado el|ganho em',
    'lost reason|verlustgrund|raison de la perte|raison de perte|razón de pérdida|motivo de (?:la )?pérdida|motivo da perda|motivo perdita',
  ].join('|'),
  created:
    'deal created|created|deal erstellt|erstellt|affaire créée|trato creado|negocio creado|negócio criado em|negócio criado|affare creato|deal gemaakt',
}
const MOBILE = 'mobile|mobil|portable|móvil|celular|telemóvel|cellulare|mobiel'
const ID_OF_ORGANISATION = `(?:${FIELDS.organisation}) id|id (?:de la |de l['’]|da |de )?(?:${FIELDS.organisation})`

export const PIPEDRIVE_PRESETS: readonly Preset[] = [
  pipedrive('pipedrive_deals', 'deals', column('deal', 'title')),
  pipedrive('pipedrive_people', 'contacts', column('person', 'name')),
  pipedrive('pipedrive_organisations', 'companies', column('organisation', 'name')),
]

/** A header such as `Person - Email`, or with its label `Person - Email - Work`, in older files `Person - Email (Work)`. */
function column(object: keyof typeof OBJECTS, field: keyof typeof FIELDS, label = ''): RegExp {
  return new RegExp(`^(?:${OBJECTS[object]}) - (?:${FIELDS[field]})${label}$`)
}

function pipedrive(key: string, subject: Subject, mark: RegExp): Preset {
  const isDeals = subject === 'deals'
  const isPeople = subject === 'contacts'
  const rules: Rule[] = [
    [column('person', 'name'), 'contact.name'],
    [column('deal', 'contact'), 'contact.name'],
    [column('person', 'givenName'), 'contact.givenName'],
    [column('person', 'familyName'), 'contact.familyName'],
    [column('person', 'email', '(?: - .+| \\(.+\\))?'), 'contact.email'],
    [column('person', 'phone', `(?: - (?:${MOBILE})| \\((?:${MOBILE})\\))`), 'contact.mobile'],
    [column('person', 'phone', '(?: - .+| \\(.+\\))?'), 'contact.phone'],
    [column('person', 'role'), 'contact.role'],
    [new RegExp(`^(?:${OBJECTS.person}) - id$`), 'contact.id'],
    [new RegExp(`^(?:${OBJECTS.person}|${OBJECTS.deal}) - (?:${ID_OF_ORGANISATION})$`), 'link.parties'],
    [new RegExp(`^(?:${OBJECTS.person}|${OBJECTS.deal}) - (?:${FIELDS.organisation})$`), 'party.name'],
    [column('organisation', 'name'), 'party.name'],
    [new RegExp(`^(?:${OBJECTS.organisation}) - id$`), isPeople || isDeals ? 'link.parties' : 'party.id'],
    [new RegExp(`^(?:${OBJECTS.organisation}|${OBJECTS.person}) - (?:${FIELDS.label})$`), 'party.kinds'],
    [column('organisation', 'address'), 'party.street'],
    [column('organisation', 'website'), 'party.website'],
    [column('person', 'marketing'), 'contact.optOut'],
    [column('person', 'note'), 'note'],
    [column('organisation', 'note'), 'note'],
  ]
  if (isDeals) {
    rules.push([column('deal', 'title'), 'note.title'])
    rules.push([column('deal', 'detail'), 'note.detail'])
    rules.push([column('deal', 'created'), 'note.at'])
  }
  return { key, subject, scheme: 'pipedrive', keys: [mark], rules }
}
