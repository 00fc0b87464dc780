export const messages = {
  title: 'Wer alles zusammenhält',
  head: {
    one_one: 'Ginge {{name}}, verlöre eine andere Organisation den Weg zum Rest. Niemand sonst würde allein mehr Paare trennen.',
    one_other: 'Ginge {{name}}, verlören {{number}} andere den Weg zum Rest. Niemand sonst würde allein mehr Paare trennen.',
    several: 'Keine einzelne Organisation hält Ihre Karte zusammen. Erst wenn {{number}} zugleich gehen, wird jemand abgeschnitten.',
    nobody: 'Niemand ist unersetzlich: Wer auch ginge, selbst fünf zugleich, die anderen würden einander weiter erreichen.',
  },
  question: {
    carriesFlow: 'Auf wessen Wege sind die anderen angewiesen?',
    breakTogether: 'Wessen gemeinsames Gehen würde am meisten zerreißen?',
    reachTogether: 'Wer erreicht zusammen die meisten?',
    robust: 'Wie viel hält die Karte aus?',
  },
  sentence: {
    carriesFlow: {
      found: {
        exact: '{{name}} liegt auf {{share}} der kürzesten Wege zwischen anderen. Danach kommen {{next}}.',
        about: '{{name}} liegt auf etwa {{share}} der kürzesten Wege zwischen anderen. Danach kommen {{next}}.',
        vague:
          'Wer die Wege trägt, lässt sich nicht sagen: Auf einer so weiten Karte können nur einige Wege abgegangen werden, und kein Anteil ist sicherer als ± {{share}}. Vorn liegt vielleicht {{name}}.',
        flat: 'Niemand trägt viel: Keine Organisation liegt auf mehr als etwa {{share}} der kürzesten Wege zwischen anderen, zu wenig für eine sichere Reihenfolge. Vorn liegt vielleicht {{name}}.',
      },
      nothing: 'Niemand liegt zwischen anderen: Wer verbunden ist, kennt sich direkt.',
    },
    breakTogether: {
      found_one: 'Gingen {{names}}, wäre eine andere Organisation abgeschnitten.',
      found_other: 'Gingen {{names}}, wären {{number}} andere abgeschnitten.',
      nothing: 'Selbst wenn {{number}} zugleich gingen, wäre niemand abgeschnitten.',
    },
    reachTogether: {
      found_one: '{{names}} allein erreicht {{reached}} von {{total}} über höchstens eine andere Organisation.',
      found_other: '{{names}} erreichen zusammen {{reached}} von {{total}} über höchstens eine andere Organisation.',
    },
    robust: {
      found: {
        fragile_one:
          'Die Karte stützt sich auf die am besten Vernetzten: Ginge die erste von ihnen, hingen noch {{degreeShare}} des größten Teils zusammen; ginge eine beliebige, {{chanceShare}}.',
        fragile_other:
          'Die Karte stützt sich auf die am besten Vernetzten: Gingen die ersten {{number}}, ein Zehntel, hingen noch {{degreeShare}} des größten Teils zusammen; gingen ebenso viele beliebige, {{chanceShare}}.',
        firm_one:
          'Die Karte hält das aus: Ginge die am besten vernetzte Organisation, hingen noch {{degreeShare}} des größten Teils zusammen; ginge eine beliebige, {{chanceShare}}.',
        firm_other:
          'Die Karte hält das aus: Gingen die {{number}} am besten Vernetzten, ein Zehntel, hingen noch {{degreeShare}} des größten Teils zusammen; gingen ebenso viele beliebige, {{chanceShare}}.',
      },
    },
  },
  task: {
    carriesFlow: 'Bei {{name}} nachfragen, wer einspringen könnte',
    breakTogether: 'Wege um {{names}} herum finden',
    reachTogether: '{{names}} bitten weiterzugeben, was alle wissen sollten',
    robust: {
      all: 'Eine zweite Beziehung finden für {{names}}',
      more_one: 'Eine zweite Beziehung finden für {{names}} und eine weitere',
      more_other: 'Eine zweite Beziehung finden für {{names}} und {{number}} weitere',
    },
  },
  sets: {
    caption: {
      breakTogether: 'Die eine, zwei … fünf, deren gemeinsames Gehen die meisten Paare der anderen ohne Weg ließe',
      reachTogether: 'Die wenigsten, die zusammen die meisten anderen erreichen, direkt oder über eine weitere',
    },
    count: 'Anzahl',
    tried: 'Auf Karten mit mehr als {{number}} werden die {{number}} besten nach Beziehungen und kürzesten Wegen probiert.',
    who: 'Wer',
    effect: 'Wirkung',
    whatIf_one: 'Was wäre, wenn sie ginge?',
    whatIf_other: 'Was wäre, wenn sie gingen?',
    alone: {
      breakTogether: {
        count_one: 'Die besten Einzelnen sind nicht die besten zusammen: Mit {{names}} stattdessen wäre nur eine abgeschnitten.',
        count_other: 'Die besten Einzelnen sind nicht die besten zusammen: Mit {{names}} stattdessen wären nur {{number}} abgeschnitten.',
        share: 'Die besten Einzelnen sind nicht die besten zusammen: Mit {{names}} stattdessen wären {{share}} der Paare getrennt.',
      },
      reachTogether: {
        share: 'Die besten Einzelnen sind nicht die besten zusammen: Mit {{names}} stattdessen erreichten sie {{share}}.',
      },
    },
  },
  loose: 'An einer einzigen Beziehung:',
  mostly: 'Meist',
  often: 'Am häufigsten',
  role: {
    coordinator: '{{mostly}}: verbindet {{own}} untereinander, alle aus der eigenen Gruppe.',
    consultant: '{{mostly}}: verbindet {{from}} untereinander, ohne selbst dazuzugehören.',
    gatekeeper: '{{mostly}}: öffnet {{other}} die Tür zur eigenen Gruppe {{own}}.',
    representative: '{{mostly}}: spricht für {{own}} gegenüber {{other}}.',
    doorway: '{{mostly}}: verbindet die eigene Gruppe {{own}} mit {{other}}.',
    liaison: '{{mostly}}: bringt {{from}} zu {{to}} und gehört selbst zu keiner der beiden Gruppen.',
    unknown: 'Die eigene Gruppe, oder die der Kontakte, ist nicht bekannt.',
  },
  by: {
    label: 'Zwischen wem sie stehen, nach',
    kind: 'Art',
    sector: 'Branche',
    city: 'Ort',
    found: 'gefundenen Gruppen',
    known: {
      kind: 'Von {{share}} derer mit Beziehung ist die Art bekannt; die übrigen zählen hier nicht.',
      sector: 'Von {{share}} derer mit Beziehung ist die Branche bekannt; die übrigen zählen hier nicht.',
      city: 'Von {{share}} derer mit Beziehung ist der Ort bekannt; die übrigen zählen hier nicht.',
      found: '{{share}} derer mit Beziehung sind in einer Gruppe von mindestens drei; die übrigen zählen hier nicht.',
    },
  },
  groups: {
    title: 'Gruppen',
    question: 'Welche Gruppen gibt es?',
    number: 'Gruppe {{number}}',
    list: {
      open: 'Alle {{number}} als Liste',
      title: 'Alle in {{group}}',
      none: 'Diese Organisation ist jetzt in keiner Gruppe.',
      members_one: 'Eine Organisation.',
      members_other: '{{number}} Organisationen.',
      more: 'Mehr zeigen',
      back: 'Alle Gruppen',
    },
    onMap: 'Auf der Karte ansehen',
    task: '{{name}} bitten, die Gruppe {{group}} an einen Tisch zu bringen',
    taskAround: '{{name}} bitten, ihre Gruppe an einen Tisch zu bringen',
    around: 'Rund um {{name}}',
    sentence: {
      found: {
        clear: 'Nach ihren Beziehungen bilden {{parties}} Organisationen {{number}} Gruppen, klar voneinander getrennt.',
        fair: 'Nach ihren Beziehungen bilden {{parties}} Organisationen {{number}} Gruppen, recht gut voneinander getrennt.',
        blurred: 'Nach ihren Beziehungen bilden {{parties}} Organisationen {{number}} Gruppen, die aber ineinander übergehen.',
      },
      nothing: 'Ihre Karte ist eine einzige Gruppe: Niemand hält sich mehr an einige als an die anderen.',
      sparse:
        'Bei {{number}} Beziehungen zwischen {{tied}} Organisationen würde jede Gruppe nur zeigen, wer nicht gefragt wurde. Zuerst braucht es mehr Beziehungen.',
      around_one: 'Eine Organisation.',
      around_other: '{{number}} Organisationen, die sonst nichts gemeinsam haben, was sie von anderen unterscheidet.',
      shared_one: 'Eine Organisation, {{first}}.',
      shared_other: '{{number}} Organisationen, am besten vernetzt unter ihnen {{first}}.',
    },
    more_one: 'Eine weitere, kleinere Gruppe.',
    more_other: '{{number}} weitere, kleinere Gruppen.',
    small_one: 'Eine Organisation hat Beziehungen, aber zu keiner Gruppe von mindestens drei.',
    small_other: '{{number}} Organisationen haben Beziehungen, aber zu keiner Gruppe von mindestens drei.',
    untied_one: 'Eine Organisation ohne Beziehung gehört zu keiner Gruppe.',
    untied_other: '{{number}} Organisationen ohne Beziehung gehören zu keiner Gruppe.',
    note: 'Gruppen werden allein aus den Beziehungen gelesen: wer untereinander mehr Beziehungen hat als zu den übrigen. Die Namen kommen von dem, was viele Mitglieder und nur wenige andere haben.',
    edgeAll: 'Ob das eine Gruppe ist, ist nicht sicher: Beginnt die Suche anderswo, wird anders geteilt.',
    edge_one: 'Am Rand: eine könnte ebenso gut zu einer anderen Gruppe gehören.',
    edge_other: 'Am Rand: {{number}} könnten ebenso gut zu einer anderen Gruppe gehören.',
    shared: {
      kind: '{{inside}} stehen unter „{{value}}“, von den anderen {{outside}}',
      sector: '{{inside}} sind in „{{value}}“, von den anderen {{outside}}',
      city: '{{inside}} sind in {{value}}, von den anderen {{outside}}',
      tag: '{{inside}} haben das Schlagwort „{{value}}“, von den anderen {{outside}}',
      category: '{{inside}} bieten oder brauchen „{{value}}“, von den anderen {{outside}}',
    },
    overlap: {
      members: '{{stated}} der Mitglieder von {{name}} sind hier und machen {{found}} dieser Gruppe aus',
      tag: '{{stated}} derer mit dem Schlagwort „{{name}}“ sind hier und machen {{found}} dieser Gruppe aus',
    },
  },
  between: {
    question: 'Wer steht zwischen den Gruppen?',
    sentence: {
      none_one: 'Zwei Gruppen haben keine Beziehung zueinander.',
      none_other: '{{number}} Paare von Gruppen haben keine Beziehung zueinander.',
      single_one: 'Ein Paar von Gruppen hängt an einer einzigen Organisation.',
      single_other: '{{number}} Paare von Gruppen hängen an jeweils einer einzigen Organisation.',
      several: 'Zwischen allen Gruppen gibt es mehr als einen Weg.',
    },
    none: '{{a}} und {{b}}: keine Beziehung.',
    single_one: '{{a}} und {{b}}: eine Beziehung, die von {{name}}.',
    single_other: '{{a}} und {{b}}: {{number}} Beziehungen, alle über {{name}}.',
    several_one: '{{a}} und {{b}}: eine Beziehung, getragen von',
    several_other: '{{a}} und {{b}}: {{number}} Beziehungen, die meisten getragen von',
    barred: 'Zwischen allen stehen Konflikte: Niemand kann vorgestellt werden.',
    task: 'Bei {{name}} nachfragen, wer noch zwischen {{a}} und {{b}} stehen könnte',
  },
}
