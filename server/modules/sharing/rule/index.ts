/** Sharing rules: a language of whole numbers and fractions, pure from the first letter to the last cent. Described in docs/sharing.md. */
export { checkRule } from './check.ts'
export { type Carry, type Clip, evaluate, type Line, type Outcome, type Skip } from './evaluate.ts'
export { type Facts, NO_FACTS } from './facts.ts'
export { type Better, groupsBetterAlone, type Joint, PARTNERS_MAX, shapley, valuesOf } from './fairness.ts'
export { Rule, type Split, type Step, type Take, type When } from './language.ts'
export { canonical, hashOf, type Prepared, prepare } from './prepare.ts'
export { type Rational, rationalFrom, textOf } from './rational.ts'
export { mirror, type Paid } from './refund.ts'
