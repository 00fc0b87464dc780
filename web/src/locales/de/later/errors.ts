/** What the API refuses, by its code: what happened and what to do. */
// long because every code has its sentence
export const messages = {
  too_few_members: {
    what: 'Es müssten mehr zustimmen, als dabei sind.',
    todo: 'Nehmen Sie mehr Organisationen auf, oder verlangen Sie weniger Zustimmungen.',
  },
  too_many_members: { what: 'In diesem Budget sind so viele, wie es sein können.', todo: 'Eröffnen Sie für die anderen ein weiteres.' },
  owed_less: {
    what: 'Das ist mehr, als der Organisation zusteht. Es wurde nichts gebucht.',
    todo: 'Wählen Sie einen kleineren Betrag, oder zahlen Sie auf das gemeinsame Bankkonto ein.',
  },
  not_in_budget: { what: 'Diese Organisation ist nicht in diesem Budget.', todo: 'Die Koordination kann sie aufnehmen.' },
  gave_nothing: { what: 'Wer zu einem Budget noch nichts gegeben hat, entscheidet nicht darüber.', todo: 'Geben Sie zuerst etwas.' },
  approved_already: {
    what: 'Sie oder jemand aus dieser Organisation haben schon zugestimmt.',
    todo: 'Auch jemand aus einer anderen muss zustimmen.',
  },
  budget_short: {
    what: 'Dafür ist im Budget nicht genug. Es wurde nichts gebucht, und die Zustimmung wurde nicht gespeichert.',
    todo: 'Lassen Sie zuerst jemanden mehr geben, oder bitten Sie um weniger.',
  },
  request_ended: { what: 'Darüber wurde schon entschieden.', todo: 'Laden Sie die Seite neu, um zu sehen, wie.' },
  fund_short: { what: 'So viel ist in diesem Topf nicht. Es wurde nichts gebucht.', todo: 'Wählen Sie einen kleineren Betrag.' },
  fund_payment_unclear: {
    what: 'Es ist nicht klar, wohin das gehen soll. Es wurde nichts gebucht.',
    todo: 'Wählen Sie eine Organisation oder einen anderen Topf.',
  },
  credit_limit: {
    what: 'Das geht über die vereinbarte Grenze hinaus. Es wurde nichts gezahlt.',
    todo: 'Wählen Sie einen kleineren Betrag, oder bitten Sie die Koordination um eine höhere Grenze.',
  },
  credit_full: {
    what: 'Diese Organisation hat so viel, wie sie annehmen wollte. Es wurde nichts gezahlt.',
    todo: 'Wählen Sie einen kleineren Betrag, oder warten Sie, bis sie etwas ausgegeben hat.',
  },
  not_in_circle: {
    what: 'Diese Organisation ist noch nicht in diesem Kreis. Es wurde nichts gezahlt.',
    todo: 'Die Koordination kann sie aufnehmen.',
  },
  pays_itself: { what: 'Niemand zahlt an sich selbst.', todo: 'Wählen Sie eine andere Organisation.' },
  party_needed: { what: 'Es ist nicht gesagt, welche Organisation gemeint ist.', todo: 'Wählen Sie eine.' },
  not_enough_points: {
    what: 'So viele Punkte sind nicht da. Es wurde nichts gebucht.',
    todo: 'Wählen Sie weniger. Verfallene Punkte können nicht ausgegeben werden.',
  },
  points_or_reason: {
    what: 'Punkte werden entweder von Hand oder nach einer Regel vergeben. Es wurde nichts gebucht.',
    todo: 'Wählen Sie eines von beiden.',
  },
  too_many_reasons: { what: 'Für diese Punkte gibt es so viele Regeln, wie es geben kann.', todo: 'Entfernen Sie zuerst eine.' },
  hours_unclear: {
    what: 'So können diese Stunden nicht festgehalten werden. Es wurde nichts gespeichert.',
    todo: 'Sehen Sie sich die markierten Felder an.',
  },
  hours_answered: { what: 'Diese Stunden hat schon jemand beantwortet.', todo: 'Laden Sie die Seite neu, um zu sehen, wie.' },
  hours_own_report: {
    what: 'Wer Stunden gemeldet hat, bestätigt sie nicht auch noch.',
    todo: 'Bitten Sie jemand anderen von der anderen Seite.',
  },
  voucher_unknown: {
    what: 'Es gibt keinen Gutschein mit diesem Code.',
    todo: 'Bitte prüfen Sie, ob er vollständig ist. Vielleicht wurde er auch durch einen neuen ersetzt.',
  },
  voucher_expired: { what: 'Dieser Gutschein ist abgelaufen.', todo: 'Er kann nicht mehr eingelöst werden.' },
  voucher_ran_out: {
    what: 'Dieser Gutschein ist abgelaufen, und sein Rest ist dorthin gegangen, wo er hinsollte. Es wurde nichts gebucht.',
    todo: 'Klären Sie es mit denen, die ihn eingelöst haben.',
  },
  taken_back_already: { what: 'Das wurde schon zurückgenommen.', todo: 'Laden Sie die Seite neu, um es zu sehen.' },
  take_back_late: {
    what: 'Wer gezahlt hat, kann das eine Viertelstunde lang zurücknehmen. Es wurde nichts gebucht.',
    todo: 'Bitten Sie die andere Seite oder die Koordination: Die können es noch.',
  },
  credit_spent_since: {
    what: 'Das Gezahlte ist schon wieder ausgegeben: Zurückgenommen ginge es über die Grenze. Es wurde nichts gebucht.',
    todo: 'Warten Sie, bis wieder etwas da ist, oder vereinbaren Sie eine Rückzahlung.',
  },
  credit_full_again: {
    what: 'Wer gezahlt hat, hat so viel, wie vereinbart ist. Es wurde nichts gebucht.',
    todo: 'Versuchen Sie es wieder, wenn davon etwas ausgegeben ist.',
  },
  points_gone: {
    what: 'Diese Punkte sind schon wieder ausgegeben oder verfallen. Es wurde nichts gebucht.',
    todo: 'Nehmen Sie zuerst die Ausgabe zurück, falls auch sie ein Versehen war.',
  },
  gift_spent: {
    what: 'So viel ist nicht mehr im Budget: Es ist schon ausgegeben. Es wurde nichts gebucht.',
    todo: 'Nehmen Sie zuerst die Ausgabe zurück, falls auch sie ein Versehen war.',
  },
  request_not_spent: {
    what: 'Dafür wurde nichts ausgegeben. Es wurde nichts gebucht.',
    todo: 'Laden Sie die Seite neu, um zu sehen, wie es steht.',
  },
  voucher_day: { what: 'Bis zu diesem Tag kann kein Gutschein gelten.', todo: 'Wählen Sie einen Tag, der noch kommt.' },
  stretch_impossible: {
    what: 'Änderungen werden von einem Tag zu einem späteren erzählt, und nicht über heute hinaus.',
    todo: 'Wählen Sie andere Tage.',
  },
  scenario_day: { what: 'Ein Szenario beginnt heute oder an einem vergangenen Tag.', todo: 'Wählen Sie einen anderen Tag.' },
  too_many_scenarios: {
    what: 'Mehr Szenarien sind nicht möglich.',
    todo: 'Entfernen Sie eines, das sich erledigt hat, und versuchen Sie es noch einmal.',
  },
  too_many_scenario_changes: {
    what: 'Mehr Änderungen sind in diesem Szenario nicht möglich.',
    todo: 'Nehmen Sie eine heraus und versuchen Sie es noch einmal.',
  },
  not_proposed: {
    what: 'So wurden die beiden nicht vorgeschlagen.',
    todo: 'Laden Sie die Seite neu und entscheiden Sie über das, was sie jetzt vorschlägt.',
  },
  introduction_decided: {
    what: 'Darüber wurde bereits entschieden.',
    todo: 'Die Entscheidung gilt. Sie finden sie unter „Entschieden“ oder „Läuft“.',
  },
  introduction_under_way: { what: 'Diese beiden werden schon bekannt gemacht.', todo: 'Sie finden das unter „Läuft“.' },
  introduction_undecided: { what: 'Dieser Vorschlag ist noch nicht angenommen.', todo: 'Nehmen Sie ihn zuerst an.' },
  introduction_in_conflict: {
    what: 'Zwischen diesen beiden ist ein Konflikt festgehalten.',
    todo: 'Sie werden nicht bekannt gemacht. Ist er vorbei, beenden Sie zuerst die Beziehung.',
  },
  introduction_left_out: {
    what: 'Eine Seite soll mit niemandem bekannt gemacht werden.',
    todo: 'Nehmen Sie sie zuerst wieder auf, falls sich das geändert hat.',
  },
  introduction_went_on: { what: 'Hier ist es inzwischen weitergegangen.', todo: 'Nehmen Sie zuerst den späteren Schritt zurück.' },
  left_out_already: { what: 'Diese Organisation ist schon ausgenommen.', todo: 'Mehr ist nicht zu tun.' },
  too_many_sharing_rules: {
    what: 'Es gibt so viele Regeln, wie es geben kann.',
    todo: 'Entfernen Sie eine, die vorbei ist, und versuchen Sie es noch einmal.',
  },
  too_many_versions: { what: 'Diese Regel hat so viele Versionen, wie sie haben kann.', todo: 'Schreiben Sie eine neue Regel.' },
  version_approved: { what: 'Diese Version ist schon freigegeben.', todo: 'Laden Sie die Seite neu, um zu sehen, von wem.' },
  fractions_too_fine: {
    what: 'Die Brüche dieser Regel haben zu wenig gemeinsam, um sie genau zusammenzuzählen.',
    todo: 'Nehmen Sie Teile eines gemeinsamen Ganzen, etwa Hundertstel oder Tausendstel.',
  },
  nothing_to_split_by: {
    what: 'Ein Schritt teilt nach Gezähltem, und gezählt wurde nichts.',
    todo: 'Zählen Sie es, oder lassen Sie die Regel dann gleich teilen.',
  },
  insight_busy: { what: 'Gerade werden andere Karten gelesen.', todo: 'Versuchen Sie es in einer Minute noch einmal.' },
  insight_thinking: {
    what: 'Bei einer so großen Karte dauert das eine Weile.',
    todo: 'Sehen Sie in einigen Minuten noch einmal nach: Die Antwort wird für Sie aufgehoben.',
  },
  map_too_large: { what: 'Diese Karte ist zu groß, um sie als Ganzes zu lesen.', todo: 'Grenzen Sie sie mit einem Filter ein.' },
  nobody_leaves: {
    what: 'Es ist niemand genannt, der gehen soll.',
    todo: 'Wählen Sie eine oder mehrere Organisationen oder eine ganze Branche.',
  },
  took_too_long: {
    what: 'Das dauerte länger, als jemand warten würde. Nichts wurde geändert.',
    todo: 'Schränken Sie es ein, oder versuchen Sie es in einer Minute noch einmal.',
  },
  meeting_cancelled: { what: 'Dieses Treffen wurde abgesagt.', todo: 'Planen Sie ein neues, wenn es doch stattfindet.' },
  meeting_changed: {
    what: 'Inzwischen hat jemand anderes dieses Treffen geändert.',
    todo: 'Laden Sie die Seite neu und sehen Sie nach, was sich geändert hat.',
  },
  meeting_over: {
    what: 'Dieses Treffen ist vorbei, es kann niemand mehr eingeladen werden.',
    todo: 'Halten Sie stattdessen fest, was dabei herauskam.',
  },
  meeting_held: {
    what: 'Dieses Treffen hat stattgefunden und kann nicht abgesagt werden.',
    todo: 'Löschen Sie zuerst, was dazu festgehalten wurde.',
  },
  meeting_not_begun: { what: 'Dieses Treffen hat noch nicht begonnen.', todo: 'Was dabei herauskam, lässt sich danach festhalten.' },
  no_organiser: {
    what: 'Hinter diesem Treffen steht niemand, dem Gäste antworten könnten.',
    todo: 'Jemand mit einem Konto muss es neu planen.',
  },
  invalid_email_or_password: {
    what: 'Adresse und Passwort passen nicht zusammen.',
    todo: 'Prüfen Sie beides oder fordern Sie einen Link per Mail an.',
  },
  invalid_password: { what: 'Das ist nicht Ihr Passwort.', todo: 'Prüfen Sie es und versuchen Sie es noch einmal.' },
  invalid_code: { what: 'Dieser Code stimmt nicht oder ist abgelaufen.', todo: 'Geben Sie den Code ein, den Ihre App jetzt zeigt.' },
  invalid_backup_code: { what: 'Dieser Ersatzcode stimmt nicht oder wurde schon benutzt.', todo: 'Versuchen Sie einen anderen.' },
  invalid_two_factor_cookie: { what: 'Die Anmeldung hat zu lange gedauert.', todo: 'Beginnen Sie neu mit Passwort oder Link.' },
  session_not_fresh: { what: 'Ihre Anmeldung liegt länger zurück.', todo: 'Melden Sie sich dafür bitte ab und wieder an.' },
  address_taken: { what: 'Diese Adresse gehört hier schon jemand anderem. Es wurde nichts geändert.', todo: 'Wählen Sie eine andere.' },
  publication_changed: {
    what: 'Jemand anderes hat die öffentliche Karte inzwischen geändert. Ihr Text ist noch da.',
    todo: 'Laden Sie die Seite neu und nehmen Sie Ihre Änderung noch einmal vor.',
  },
  party_withdrew: {
    what: 'Eine von ihnen hat sich selbst von der öffentlichen Karte genommen; eine öffentliche Quelle genügt nun nicht mehr. Es wurde nichts geändert.',
    todo: 'Bitten Sie um ihre Zustimmung.',
  },
  too_many_people: {
    what: 'So viele Personen, wie es geben kann, haben Zugang oder sind eingeladen. Niemand wurde eingeladen.',
    todo: 'Ziehen Sie Einladungen zurück, die niemand beantwortet, oder beenden Sie den Zugang derer, die gegangen sind.',
  },
  too_many_public: { what: 'Die öffentliche Karte ist voll. Es wurde nichts geändert.', todo: 'Nehmen Sie zuerst andere herunter.' },
  correction_decided: { what: 'Über diese Berichtigung ist schon entschieden.', todo: 'Laden Sie die Seite neu.' },
  geocoder_changed: {
    what: 'Inzwischen ist ein anderer Dienst eingerichtet. Nichts wurde gesendet.',
    todo: 'Laden Sie die Seite neu und entscheiden Sie noch einmal.',
  },
  geocoder_not_allowed: {
    what: 'Die Leitung hat dem Senden von Adressen noch nicht zugestimmt. Nichts wurde gesendet.',
    todo: 'Fragen Sie die Leitung dieses Ökosystems.',
  },
  geocoder_not_set_up: { what: 'Es ist kein Geocoder eingerichtet.', todo: 'Fragen Sie die Person, die diese Installation betreut.' },
  places_busy: { what: 'Gerade schlagen andere Orte nach.', todo: 'Versuchen Sie es in einer Minute noch einmal.' },
  places_run_ended: { what: 'Diese Suche ist schon zu Ende.', todo: 'Sie lässt sich stattdessen zurücknehmen.' },
  places_run_working: { what: 'Eine Suche läuft bereits.', todo: 'Warten Sie sie ab, oder halten Sie sie an.' },
  proposal_taken: {
    what: 'Die Aufgaben dieses Vorschlags stehen schon auf der Liste. Es kam keine dazu.',
    todo: 'Sehen Sie Ihre Aufgaben an, oder wählen Sie einen anderen Vorschlag.',
  },
  entrance_used: { what: 'Dieser Link wurde schon benutzt.', todo: 'Melden Sie sich an oder fordern Sie einen neuen an.' },
  entrance_expired: { what: 'Dieser Link ist abgelaufen.', todo: 'Fordern Sie einen neuen an.' },
  entrance_revoked: { what: 'Dieser Link wurde zurückgezogen.', todo: 'Fragen Sie, wer ihn gesendet hat.' },
  entrance_not_found: { what: 'Dieser Link ist hier nicht bekannt.', todo: 'Prüfen Sie, ob Sie ihn vollständig geöffnet haben.' },
  sign_in_to_accept: {
    what: 'Diese Adresse hat schon ein Konto. Es wurde nichts geändert.',
    todo: 'Melden Sie sich damit an, um anzunehmen.',
  },
  too_many_tries: { what: 'Zu viele Versuche.', todo: 'Warten Sie eine Viertelstunde oder melden Sie sich anders an.' },
  too_many_tries_at_account: {
    what: 'Für dieses Konto wurden zu viele Passwörter versucht, vielleicht von jemand anderem.',
    todo: 'Melden Sie sich mit einem Link per Mail oder einem Passkey an oder warten Sie bis zu einer Stunde.',
  },
  form_cut_off: { what: 'Es ist nicht alles angekommen.', todo: 'Senden Sie es noch einmal.' },
  too_many_passwords: {
    what: 'In diesem Konto wurden zu viele falsche Passwörter eingegeben. Es wurde nichts geändert.',
    todo: 'Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal.',
  },
  too_many_links: {
    what: 'Für diese Adresse wurden viele Links angefordert, vielleicht von jemand anderem.',
    todo: 'Wenn sie ein Konto hat, nutzen Sie den neuesten Link im Postfach oder warten Sie eine Viertelstunde.',
  },
  too_many_sign_ins: {
    what: 'Gerade melden sich viele Personen an. Es wurde nichts geändert.',
    todo: 'Versuchen Sie es in einer Minute noch einmal.',
  },
  too_many_codes: {
    what: 'Für dieses Konto wurden zu viele Codes versucht, vielleicht von jemand anderem.',
    todo: 'Warten Sie eine Viertelstunde oder melden Sie sich mit einem Passkey an.',
  },
  export_broken: { what: 'Die Datei brach vor ihrem Ende ab und wurde deshalb verworfen.', todo: 'Erstellen Sie sie noch einmal.' },
  export_under_way: {
    what: 'Es wird gerade ein anderer Export für Sie geschrieben.',
    todo: 'Warten Sie, bis er fertig ist, oder beenden Sie ihn.',
  },
  mailing_view_broken: {
    what: 'Die gespeicherte Ansicht fragt nach etwas, das es nicht mehr gibt. Es wurde nichts gesendet.',
    todo: 'Öffnen Sie die Ansicht auf der Karte, stellen Sie den Filter neu ein und speichern Sie sie.',
  },
  mailing_view_gone: {
    what: 'Die gespeicherte Ansicht wurde entfernt oder ist nicht mehr für Sie geteilt. Es wurde nichts gesendet.',
    todo: 'Wählen Sie eine andere Ansicht.',
  },
  mailing_without_view: {
    what: 'Es ist noch keine gespeicherte Ansicht gewählt.',
    todo: 'Wählen Sie eine und speichern Sie: Deren Organisationen bekommen das Rundschreiben.',
  },
  mailing_language_gone: {
    what: 'Das eigene Feld für die Sprache gibt es nicht mehr. Es wurde nichts gesendet.',
    todo: 'Wählen Sie ein anderes Feld oder keines.',
  },
  invalid_mailing: { what: 'Im Text stimmt noch etwas nicht. Es wurde nichts gesendet.', todo: 'Die Stellen sind im Text markiert.' },
  mailing_count_changed: {
    what: 'Es ginge inzwischen an eine andere Zahl von Menschen. Es wurde nichts gesendet.',
    todo: 'Sehen Sie sich die Zahl noch einmal an, dann senden Sie.',
  },
  mailing_too_large: {
    what: 'Ein Rundschreiben geht an höchstens 50.000 Adressen. Es wurde nichts gesendet.',
    todo: 'Wählen Sie eine kleinere Ansicht.',
  },
  mailing_started: {
    what: 'Dieses Rundschreiben wurde schon gestartet, deshalb bleibt es, wie es ist.',
    todo: 'Schreiben Sie ein neues für das, was fehlt.',
  },
  mailing_changed: {
    what: 'Jemand anderes hat dieses Rundschreiben inzwischen geändert.',
    todo: 'Laden Sie es neu und sehen Sie nach, was sich geändert hat.',
  },
  mailing_not_under_way: { what: 'Dieses Rundschreiben ist nicht mehr unterwegs.', todo: 'Sehen Sie sich das Ergebnis an.' },
  mail_not_set_up: {
    what: 'Es ist kein Mailserver eingerichtet, deshalb kann nichts gesendet werden.',
    todo: 'Fragen Sie, wer diese Installation betreibt.',
  },
  test_refused: {
    what: 'Der Mailserver hat die Probe nicht angenommen.',
    todo: 'Prüfen Sie Ihre eigene Adresse und den Absender dieser Installation.',
  },
  test_unreachable: { what: 'Der Mailserver ist nicht zu erreichen.', todo: 'Versuchen Sie es in einer Minute noch einmal.' },
  recipient_not_written: { what: 'An diese Adresse wurde nichts gesendet.', todo: 'Laden Sie die Seite neu.' },
  recipient_erased: { what: 'Diese Person wurde gelöscht.', todo: 'Laden Sie die Seite neu.' },
  recipient_settled: {
    what: 'Was aus dieser Mail wurde, ist inzwischen bekannt, deshalb wird sie nicht noch einmal gesendet.',
    todo: 'Laden Sie die Seite neu.',
  },
  mailing_list_exists: { what: 'Eine Liste dieses Namens gibt es schon.', todo: 'Nehmen Sie diese oder wählen Sie einen anderen Namen.' },
  consent_confirmed: { what: 'Diese Adresse hat schon bestätigt.', todo: 'Es ist nichts weiter zu tun.' },
  address_left_alone: {
    what: 'An diese Adresse wird nicht geschrieben: Sie hat darum gebeten, oder Mails kamen zurück.',
    todo: 'Sprechen Sie auf einem anderen Weg miteinander.',
  },
  address_unfit: { what: 'Eine solche Adresse nimmt kein Mailserver an.', todo: 'Prüfen Sie die Schreibweise.' },
  too_many_exports: { what: 'Gerade werden mehrere Exporte geschrieben.', todo: 'Versuchen Sie es in einer Minute noch einmal.' },
  too_many_keys: {
    what: 'Sie haben hier so viele Schlüssel, wie eine Person haben darf.',
    todo: 'Ziehen Sie einen zurück, der nicht mehr gebraucht wird.',
  },
  last_owner: { what: 'Ein Ökosystem braucht eine Leitung.', todo: 'Geben Sie diese Rolle zuerst jemand anderem.' },
  last_operator: { what: 'Jemand muss diese Installation betreuen.', todo: 'Benennen Sie zuerst eine weitere Person.' },
  own_party_missing: {
    what: 'Noch ist nicht gesagt, welche Organisation Ihre eigene ist.',
    todo: 'Sagen Sie es zuerst, dann antworten Sie noch einmal.',
  },
  own_party_answered: { what: 'Das ist Ihre eigene Organisation.', todo: 'Machen Sie mit der nächsten Karte weiter.' },
  sorting_answered: {
    what: 'Diese Karte hat schon jemand beantwortet.',
    todo: 'Diese Antwort gilt. Sie lässt sich bei der Organisation ändern.',
  },
  sorting_answer_undone: { what: 'Diese Antwort ist schon zurückgenommen.', todo: 'Es ist nichts mehr zu tun.' },
  kind_exists: { what: 'Eine Art dieses Namens gibt es schon.', todo: 'Verwenden Sie diese oder wählen Sie einen anderen Namen.' },
  field_exists: { what: 'Ein Feld dieses Namens gibt es schon.', todo: 'Verwenden Sie dieses oder wählen Sie einen anderen Namen.' },
  tie_type_exists: {
    what: 'Eine Beziehungsart dieses Namens gibt es schon.',
    todo: 'Verwenden Sie diese oder wählen Sie einen anderen Namen.',
  },
  already_a_member: { what: 'Diese Adresse hat schon Zugang.', todo: 'Suchen Sie sie in der Liste.' },
  already_invited: { what: 'Diese Adresse hat eine offene Einladung.', todo: 'Ziehen Sie sie zurück, um eine neue zu senden.' },
  no_such_account: { what: 'Kein Konto hat diese Adresse.', todo: 'Laden Sie die Person zuerst ein.' },
  address_unconfirmed: {
    what: 'Noch hat niemand gezeigt, dass ihm diese Adresse gehört. Es wurde nichts geändert.',
    todo: 'Bitten Sie die Person, sich einmal mit einem Link per Mail anzumelden, und benennen Sie sie dann noch einmal.',
  },
  address_differs: { what: 'Das ist nicht die Adresse Ihres Kontos.', todo: 'Geben Sie sie so ein, wie sie oben steht.' },
  // of sales
  sharing_rule_not_approved: {
    what: 'Von dieser Regel ist noch keine Version freigegeben. Es wurde nichts gebucht.',
    todo: 'Geben Sie auf der Seite der Regel eine frei und versuchen Sie es dann noch einmal.',
  },
  sharing_rule_not_in_force: {
    what: 'An diesem Tag gilt keine Version dieser Regel. Es wurde nichts gebucht.',
    todo: 'Wählen Sie einen anderen Tag oder schreiben Sie eine Version dafür.',
  },
  sale_not_positive: {
    what: 'Ein Verkauf ist mehr als nichts. Es wurde nichts gebucht.',
    todo: 'Erfassen Sie Erstattetes bei dem Verkauf, zu dem es gehört.',
  },
  sale_row_unreadable: {
    what: 'Diese Zeile lässt sich nicht lesen. Es wurde nichts gebucht.',
    todo: 'Berichtigen Sie sie in der Datei oder wählen Sie eine andere Spalte.',
  },
  sale_parts_apart: {
    what: 'Die Zeilen dieses Verkaufs sind von verschiedenen Tagen. Es wurde nichts gebucht.',
    todo: 'Geben Sie jedem Tag eine eigene Nummer.',
  },
  sale_columns_missing: {
    what: 'Es ist noch nicht gesagt, in welchen Spalten Tag und Preis stehen. Es wurde nichts gebucht.',
    todo: 'Wählen Sie sie und prüfen Sie dann noch einmal.',
  },
  sale_import_changed: {
    what: 'Inzwischen würden andere Verkäufe gebucht, als Sie gesehen haben. Es wurde nichts gebucht.',
    todo: 'Prüfen Sie die Datei noch einmal.',
  },
  sale_import_empty: {
    what: 'In dieser Datei ist kein Verkauf, der gebucht werden kann.',
    todo: 'Sehen Sie nach, warum die Zeilen abgelehnt werden.',
  },
  sale_import_undone: { what: 'Dieser Import wurde schon zurückgenommen.', todo: 'Mehr ist nicht zu tun.' },
  sale_asset_differs: { what: 'Diese Regel teilt eine andere Währung. Es wurde nichts gebucht.', todo: 'Wählen Sie eine passende Regel.' },
  sale_recipient_unknown: {
    what: 'Es ist jemand genannt, den diese Regel nicht kennt. Es wurde nichts gebucht.',
    todo: 'Wählen Sie jemanden, den die Regel nennt.',
  },
  sale_sums_disagree: { what: 'Preis und Steuer passen nicht zusammen. Es wurde nichts gebucht.', todo: 'Prüfen Sie die Beträge.' },
  sale_in_future: { what: 'Dieser Tag kommt erst noch. Es wurde nichts gebucht.', todo: 'Wählen Sie heute oder einen früheren Tag.' },
  sale_reference_used: {
    what: 'Diese Nummer gehört schon zu einem anderen Verkauf. Es wurde nichts gebucht.',
    todo: 'Suchen Sie ihn in der Liste oder wählen Sie eine andere Nummer.',
  },
  refund_reference_used: {
    what: 'Diese Nummer gehört schon zu einer anderen Erstattung. Es wurde nichts gebucht.',
    todo: 'Wählen Sie eine andere.',
  },
  refund_before_sale: { what: 'Verkauft wurde später. Es wurde nichts gebucht.', todo: 'Wählen Sie einen Tag nach dem Verkauf.' },
  refund_above_original: {
    what: 'So viel ist nicht mehr zu erstatten. Es wurde nichts gebucht.',
    todo: 'Geben Sie höchstens ein, was übrig ist.',
  },
  // of the ledger
  month_twice: { what: 'Ein Monat ist zweimal geplant.', todo: 'Es wurde nichts geplant. Nennen Sie jeden Monat einmal.' },
  period_reversed: { what: 'Der letzte Tag liegt vor dem ersten.', todo: 'Vertauschen Sie die beiden.' },
  insufficient_balance: {
    what: 'Auf dem Konto ist dafür nicht genug.',
    todo: 'Es wurde nichts gebucht. Verringern Sie den Betrag oder das Mindeste, was auf dem Konto sein muss.',
  },
  above_maximum: {
    what: 'Auf dem Konto wäre mehr, als darauf sein darf.',
    todo: 'Es wurde nichts gebucht. Verringern Sie den Betrag oder erhöhen Sie die Obergrenze.',
  },
  balance_too_large: {
    what: 'Auf dem Konto wäre mehr, als sich aufschreiben lässt.',
    todo: 'Es wurde nichts gebucht. Nehmen Sie ein zweites Konto.',
  },
  account_unknown: { what: 'Eines dieser Konten gibt es nicht.', todo: 'Es wurde nichts gebucht. Wählen Sie das Konto noch einmal.' },
  account_exists: { what: 'Dafür gibt es schon ein Konto.', todo: 'Nehmen Sie dieses; es steht in der Liste der Konten.' },
  asset_exists: { what: 'Eine Wertart mit diesem Kürzel gibt es schon.', todo: 'Wählen Sie ein anderes Kürzel.' },
  asset_not_found: { what: 'Diese Wertart gibt es hier nicht.', todo: 'Legen Sie sie zuerst an. Währungen wie EUR sind von selbst da.' },
  asset_mixed: {
    what: 'Dieses Konto wird in einer anderen Wertart geführt.',
    todo: 'Es wurde nichts gebucht. Euro und Stunden mischen sich nie: Tauschen Sie zuerst.',
  },
  currency_unknown: { what: 'Das ist keine Währung.', todo: 'Geld trägt die drei Buchstaben seiner Währung, etwa EUR.' },
  currency_scale: {
    what: 'Diese Währung hat eine andere Zahl von Nachkommastellen.',
    todo: 'Nehmen Sie die der Währung: zwei bei Euro, keine bei Yen.',
  },
  code_of_currency: { what: 'Das ist das Kürzel einer Währung.', todo: 'Wählen Sie ein anderes Kürzel, oder legen Sie es als Geld an.' },
  limits_reversed: { what: 'Die Obergrenze liegt unter der Untergrenze.', todo: 'Es wurde nichts geändert. Vertauschen Sie die beiden.' },
  not_balanced: {
    what: 'Gegebenes und Genommenes sind verschieden.',
    todo: 'Es wurde nichts gebucht. Beide Seiten müssen gleich viel ergeben.',
  },
  too_few_entries: {
    what: 'Eine Buchung hat mindestens zwei Zeilen.',
    todo: 'Es wurde nichts gebucht. Geben Sie an, woher der Betrag kommt und wohin er geht.',
  },
  too_many_entries: { what: 'Diese Buchung hat mehr Zeilen, als eine haben kann.', todo: 'Es wurde nichts gebucht. Teilen Sie sie auf.' },
  amount_zero: { what: 'Ein Betrag ist mehr als nichts.', todo: 'Es wurde nichts gebucht. Geben Sie einen Betrag ein.' },
  amount_negative: { what: 'Ein Betrag ist mehr als nichts.', todo: 'Es wurde nichts gebucht. Geben Sie ihn ohne Minus ein.' },
  amount_too_large: { what: 'Dieser Betrag ist zu groß.', todo: 'Es wurde nichts gebucht. Vielleicht ist eine Ziffer zu viel darin.' },
  period_closed: {
    what: 'Für diese Tage sind die Bücher geschlossen.',
    todo: 'Es wurde nichts gebucht. Wählen Sie einen späteren Tag, oder lassen Sie es am ersten offenen Tag zählen.',
  },
  day_not_over: { what: 'Dieser Tag ist noch nicht vorbei.', todo: 'Es wurde nichts geschlossen. Wählen Sie einen Tag bis gestern.' },
  idempotency_key_reused: {
    what: 'Das wurde schon einmal mit anderem Inhalt gesendet.',
    todo: 'Was damals gebucht wurde, steht. Senden Sie die Änderung als etwas Neues.',
  },
  already_reversed: { what: 'Das wurde schon rückgängig gemacht.', todo: 'Es wurde nichts gebucht. Die Gegenbuchung steht daneben.' },
  above_original: {
    what: 'Es würde mehr zurückgenommen, als gebucht wurde.',
    todo: 'Es wurde nichts gebucht. Nehmen Sie höchstens zurück, was noch übrig ist.',
  },
  not_by_hand: {
    what: 'Das hat etwas gebucht, das darüber Buch führt.',
    todo: 'Es wurde nichts gebucht. Nehmen Sie es dort zurück, wo es entstanden ist: einen Verkauf durch Erstatten, eine Auszahlung durch „fehlgeschlagen“.',
  },
  is_reversal: { what: 'Das ist selbst eine Gegenbuchung.', todo: 'Es wurde nichts gebucht. Buchen Sie neu, was gelten soll.' },
  entry_unknown: {
    what: 'Eine solche Zeile hat die Buchung nicht.',
    todo: 'Es wurde nichts gebucht. Laden Sie sie neu und wählen Sie daraus.',
  },
  entry_twice: { what: 'Eine Zeile ist zweimal genannt.', todo: 'Es wurde nichts gebucht. Nennen Sie jede einmal.' },
  hold_ended: {
    what: 'Das wird nicht mehr zurückgehalten.',
    todo: 'Laden Sie die Seite neu; es wurde inzwischen gezahlt oder freigegeben.',
  },
  above_hold: {
    what: 'Das ist mehr, als zurückgehalten wird.',
    todo: 'Es wurde nichts gebucht. Nehmen Sie höchstens das Zurückgehaltene.',
  },
  same_asset: { what: 'Beide Konten werden in derselben Wertart geführt.', todo: 'Es wurde nichts gebucht. Buchen Sie es ohne Tausch.' },
  exchange_rate: { what: 'Betrag und Kurs sind mehr als nichts.', todo: 'Es wurde nichts gebucht. Geben Sie beide ein.' },
  explanation_too_long: { what: 'Diese Erklärung ist zu lang.', todo: 'Es wurde nichts gebucht. Kürzen Sie sie.' },
  explanation_unreadable: {
    what: 'In der Erklärung sind Zeichen, die sich nicht aufbewahren lassen.',
    todo: 'Es wurde nichts gebucht. Geben Sie sie neu ein.',
  },
  statement_differs: {
    what: 'Die Bücher sagen nicht mehr, was dieser Beleg bei seiner Erstellung sagte.',
    todo: 'Es wurde keine Datei erstellt. Bitten Sie die Verantwortlichen der Installation, das Hauptbuch zu prüfen.',
  },
  statement_too_long: { what: 'Dieser Beleg ist zu lang für ein PDF.', todo: 'Nehmen Sie die CSV-Datei; sie enthält jede Zeile.' },
  too_many_statements: { what: 'Gerade wird eine andere Datei geschrieben.', todo: 'Versuchen Sie es gleich noch einmal.' },
  no_closing_yet: {
    what: 'Noch ist kein Zeitraum abgeschlossen, und nur abgeschlossene Tage werden übergeben.',
    todo: 'Schließen Sie zuerst einen Zeitraum ab; danach ändert sich an seinen Tagen nichts mehr.',
  },
  days_not_closed: {
    what: 'Einige dieser Tage sind noch nicht abgeschlossen.',
    todo: 'Es wurde nichts übergeben. Wählen Sie Tage bis zum letzten Abschluss.',
  },
  accounting_not_set_up: {
    what: 'Noch hat niemand angegeben, unter welchen Nummern die Bücher bei DATEV geführt werden.',
    todo: 'Tragen Sie zuerst die Nummern der Kanzlei und der Konten ein.',
  },
  chart_incomplete: {
    what: 'Einige Konten haben noch keine Nummer.',
    todo: 'Es wurde nichts übergeben. Geben Sie ihnen eine Nummer; sie sind in der Liste markiert.',
  },
  two_fiscal_years: {
    what: 'Diese Tage liegen in zwei Wirtschaftsjahren, und DATEV nimmt je Datei nur eines.',
    todo: 'Übergeben Sie die Tage jedes Jahres für sich.',
  },
  datev_needs_money: {
    what: 'Eine DATEV-Datei ist in einer Währung mit zwei Stellen hinter dem Komma.',
    todo: 'Wählen Sie eine solche Währung, oder nehmen Sie die CSV-Datei.',
  },
  too_many_batch_lines: {
    what: 'Das sind mehr Buchungen, als DATEV in einer Datei nimmt.',
    todo: 'Es wurde nichts übergeben. Wählen Sie weniger Tage.',
  },
  invalid_accounting: {
    what: 'Einige Nummern können so nicht verwendet werden.',
    todo: 'Es wurde nichts geändert. Sehen Sie die markierten an.',
  },
  invalid_accounting_export: {
    what: 'Mit diesen Tagen stimmt etwas nicht.',
    todo: 'Es wurde nichts übergeben. Wählen Sie den ersten und den letzten Tag neu.',
  },
  invalid_bank_account: { what: 'Diese Bankverbindung kann nicht stimmen.', todo: 'Prüfen Sie die markierten Felder.' },
  own_account_missing: {
    what: 'Es ist noch nicht hinterlegt, von welchem Konto Sie zahlen.',
    todo: 'Tragen Sie Ihre eigene Bankverbindung in den Einstellungen der Abrechnung ein und erstellen Sie dann die Datei.',
  },
  no_euro_payouts: {
    what: 'Hier wird nichts in Euro ausgezahlt.',
    todo: 'Erstellen Sie stattdessen die Tabelle: Sie enthält alle Auszahlungen.',
  },
  settlement_not_found: { what: 'Diese Abrechnung gibt es nicht.', todo: 'Gehen Sie zurück zur Liste.' },
  settlement_not_approved: { what: 'Diese Abrechnung ist nicht freigegeben.', todo: 'Lassen Sie sie zuerst freigeben.' },
  settlement_approved: {
    what: 'Diese Abrechnung ist schon freigegeben.',
    todo: 'Laden Sie die Seite neu, dann sehen Sie, wie weit sie ist.',
  },
  settlement_superseded: {
    what: 'Es gibt eine neuere Abrechnung, in der alles hier Geschuldete enthalten ist.',
    todo: 'Geben Sie die neuere frei.',
  },
  settlement_file_made: {
    what: 'Die Zahlungsdatei ist erstellt und kann schon bei Ihrer Bank sein.',
    todo: 'Geben Sie zu jeder Auszahlung an, ob sie bezahlt oder gescheitert ist.',
  },
  nothing_to_pay: { what: 'Es würde nichts ausgezahlt; alles wird vorgetragen.', todo: 'Bis zum nächsten Zeitraum ist nichts zu tun.' },
  second_person_needed: {
    what: 'Wer eine Abrechnung abgeschlossen hat, gibt sie nicht selbst frei.',
    todo: 'Bitten Sie eine zweite Person um die Freigabe.',
  },
  sign_in_again: {
    what: 'Sie haben diese Abrechnung selbst abgeschlossen, und sonst kann sie niemand freigeben.',
    todo: 'Melden Sie sich erneut an und geben Sie sie dann frei.',
  },
  person_needed: { what: 'Auszahlungen gibt nur eine Person frei.', todo: 'Melden Sie sich an und geben Sie sie hier frei.' },
  payout_failed: {
    what: 'Eine dieser Auszahlungen ist schon gescheitert und wird vorgetragen.',
    todo: 'Laden Sie die Seite neu und wählen Sie die übrigen.',
  },
  payout_not_found: { what: 'Diese Auszahlung gehört nicht zur Abrechnung.', todo: 'Laden Sie die Seite neu.' },
  payment_file_not_found: { what: 'Diese Datei gibt es noch nicht.', todo: 'Erstellen Sie sie zuerst.' },
  bank_account_not_found: { what: 'Es gibt keine Bankverbindung, die sich entfernen ließe.', todo: 'Laden Sie die Seite neu.' },
  execution_day: { what: 'An diesem Tag kann die Bank nicht zahlen.', todo: 'Wählen Sie einen Tag ab heute, innerhalb eines Jahres.' },
}
