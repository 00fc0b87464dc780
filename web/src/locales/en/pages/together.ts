export const messages = {
  title: 'Who holds it together',
  head: {
    one_one: 'If {{name}} left, one other would lose its way to the rest. Nobody else’s leaving alone would part more pairs.',
    one_other: 'If {{name}} left, {{number}} others would lose their way to the rest. Nobody else’s leaving alone would part more pairs.',
    several: 'No single organisation holds your map together. Only when {{number}} leave together is somebody cut off.',
    nobody: 'Nobody is indispensable: whoever left, even five together, the others would still reach each other.',
  },
  question: {
    carriesFlow: 'On whose ways do the others depend?',
    breakTogether: 'Whose leaving together would break it most?',
    reachTogether: 'Who together reaches most?',
    robust: 'How much can it take?',
  },
  sentence: {
    carriesFlow: {
      found: {
        exact: '{{name}} lies on {{share}} of the shortest ways between others. Next are {{next}}.',
        about: '{{name}} lies on about {{share}} of the shortest ways between others. Next are {{next}}.',
        vague:
          'Who carries the flow cannot be told: on a map this wide only some ways can be walked, and no share is surer than ± {{share}}. {{name}} may be first.',
        flat: 'Nobody carries much: no organisation lies on more than about {{share}} of the shortest ways between others, too little to put them in a sure order. {{name}} may be first.',
      },
      nothing: 'Nobody lies between others: whoever is connected knows each other directly.',
    },
    breakTogether: {
      found_one: 'If {{names}} left, one other would be cut off.',
      found_other: 'If {{names}} left, {{number}} others would be cut off.',
      nothing: 'Even if {{number}} left together, nobody would be cut off.',
    },
    reachTogether: {
      found_one: '{{names}} alone reaches {{reached}} of {{total}} over at most one other.',
      found_other: '{{names}} together reach {{reached}} of {{total}} over at most one other.',
    },
    robust: {
      found: {
        fragile_one:
          'It leans on its best connected: if the first of them left, {{degreeShare}} of the largest piece would still hang together, if one left by chance {{chanceShare}}.',
        fragile_other:
          'It leans on its best connected: if the first {{number}} of them left, a tenth, {{degreeShare}} of the largest piece would still hang together, if as many left by chance {{chanceShare}}.',
        firm_one:
          'It can take it: if the best connected left, {{degreeShare}} of the largest piece would still hang together, if one left by chance {{chanceShare}}.',
        firm_other:
          'It can take it: if the {{number}} best connected left, a tenth, {{degreeShare}} of the largest piece would still hang together, if as many left by chance {{chanceShare}}.',
      },
    },
  },
  task: {
    carriesFlow: 'Ask {{name}} who could stand in for them',
    breakTogether: 'Find ways around {{names}}',
    reachTogether: 'Ask {{names}} to pass on what everybody should know',
    robust: {
      all: 'Find a second tie for {{names}}',
      more_one: 'Find a second tie for {{names}} and one more',
      more_other: 'Find a second tie for {{names}} and {{number}} more',
    },
  },
  sets: {
    caption: {
      breakTogether: 'The one, two … five whose joint leaving would leave most pairs of the others without a way',
      reachTogether: 'The fewest who together reach most others, directly or over one other',
    },
    count: 'How many',
    tried: 'On maps of more than {{number}} the {{number}} best by ties and shortest ways are tried.',
    who: 'Who',
    effect: 'Effect',
    whatIf_one: 'What if it left?',
    whatIf_other: 'What if they left?',
    alone: {
      breakTogether: {
        count_one: 'The best single ones are not the best together: with {{names}} instead, only one would be cut off.',
        count_other: 'The best single ones are not the best together: with {{names}} instead, only {{number}} would be cut off.',
        share: 'The best single ones are not the best together: with {{names}} instead, {{share}} of pairs would be apart.',
      },
      reachTogether: {
        share: 'The best single ones are not the best together: with {{names}} instead, they would reach {{share}}.',
      },
    },
  },
  loose: 'On a single tie:',
  mostly: 'Mostly',
  often: 'Most often',
  role: {
    coordinator: '{{mostly}} connects {{own}} among themselves: all are of its own group.',
    consultant: '{{mostly}} connects {{from}} among themselves, without being one of them.',
    gatekeeper: '{{mostly}} lets {{other}} in to {{own}}: it guards the door of its own group.',
    representative: '{{mostly}} speaks for {{own}} to {{other}}.',
    doorway: '{{mostly}} connects its own group, {{own}}, with {{other}}.',
    liaison: '{{mostly}} brings {{from}} to {{to}}: between groups it belongs to neither of.',
    unknown: 'Its group, or that of those it stands between, is not known.',
  },
  by: {
    label: 'Between whom they stand, by',
    kind: 'kind',
    sector: 'sector',
    city: 'town',
    found: 'groups found',
    known: {
      kind: 'The kind of {{share}} of those with a tie is known; the others do not count here.',
      sector: 'The sector of {{share}} of those with a tie is known; the others do not count here.',
      city: 'The town of {{share}} of those with a tie is known; the others do not count here.',
      found: '{{share}} of those with a tie are in a group of three or more; the others do not count here.',
    },
  },
  groups: {
    title: 'Groups',
    question: 'Which groups are there?',
    number: 'Group {{number}}',
    list: {
      open: 'All {{number}} as a list',
      title: 'Everybody in {{group}}',
      none: 'This organisation is in no group now.',
      members_one: 'One organisation.',
      members_other: '{{number}} organisations.',
      more: 'Show more',
      back: 'All groups',
    },
    onMap: 'See on the map',
    task: 'Ask {{name}} to bring the group {{group}} to one table',
    taskAround: 'Ask {{name}} to bring those around them to one table',
    around: 'Around {{name}}',
    sentence: {
      found: {
        clear: 'By their ties, {{parties}} organisations form {{number}} groups, clearly set apart.',
        fair: 'By their ties, {{parties}} organisations form {{number}} groups, fairly well set apart.',
        blurred: 'By their ties, {{parties}} organisations form {{number}} groups, but these run into one another.',
      },
      nothing: 'Your map is one group: nobody keeps more to some than to the others.',
      sparse: 'With {{number}} ties among {{tied}} organisations every group would only show who has not been asked. More ties come first.',
      around_one: 'One organisation.',
      around_other: '{{number}} organisations, with nothing else in common that would tell them apart.',
      shared_one: 'One organisation, {{first}}.',
      shared_other: '{{number}} organisations, best connected among them {{first}}.',
    },
    more_one: 'One more, smaller group.',
    more_other: '{{number}} more, smaller groups.',
    small_one: 'One organisation has ties, but to no group of three or more.',
    small_other: '{{number}} organisations have ties, but to no group of three or more.',
    untied_one: 'One organisation without a tie belongs to no group.',
    untied_other: '{{number}} organisations without a tie belong to no group.',
    note: 'Groups are read from ties alone: who has more ties to each other than to the rest. Names come from what many members share and few others do.',
    edgeAll: 'Whether these are one group is not sure: when the search begins elsewhere, it is cut another way.',
    edge_one: 'At the edge: one could as well belong to another group.',
    edge_other: 'At the edge: {{number}} could as well belong to another group.',
    shared: {
      kind: '{{inside}} are listed under “{{value}}”, {{outside}} of the others',
      sector: '{{inside}} are in “{{value}}”, {{outside}} of the others',
      city: '{{inside}} are in {{value}}, {{outside}} of the others',
      tag: '{{inside}} have the tag “{{value}}”, {{outside}} of the others',
      category: '{{inside}} offer or need “{{value}}”, {{outside}} of the others',
    },
    overlap: {
      members: '{{stated}} of the members of {{name}} are here, and make up {{found}} of this group',
      tag: '{{stated}} of those with the tag “{{name}}” are here, and make up {{found}} of this group',
    },
  },
  between: {
    question: 'Who stands between the groups?',
    sentence: {
      none_one: 'Two groups have no tie to each other.',
      none_other: '{{number}} pairs of groups have no tie to each other.',
      single_one: 'One pair of groups hangs on a single organisation.',
      single_other: '{{number}} pairs of groups hang on a single organisation each.',
      several: 'Between all groups there is more than one way.',
    },
    none: '{{a}} and {{b}}: no tie.',
    single_one: '{{a}} and {{b}}: one tie, that of {{name}}.',
    single_other: '{{a}} and {{b}}: {{number}} ties, all of them by way of {{name}}.',
    several_one: '{{a}} and {{b}}: one tie, carried by',
    several_other: '{{a}} and {{b}}: {{number}} ties, most of them carried by',
    barred: 'Stated conflicts stand between all of them: no introduction is possible.',
    task: 'Ask {{name}} who else could stand between {{a}} and {{b}}',
  },
}
