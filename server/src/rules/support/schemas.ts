/** Generated JSON schemas of what users write about rules: `tcsim.json` and the setting `tcsim.rules`. */
import { REPOSITORY } from '../addresses.ts';
import type { RuleLevel } from '../levels.ts';
import type { Rule } from '../rule.ts';

const LEVEL_TEXTS: Readonly<Record<RuleLevel, string>> = {
  error: 'An error: the scenarios of the file do not run.',
  warning: 'A warning: scenarios run; `--max-warnings` counts it.',
  info: 'Information.',
  hint: 'A hint, shown as a few dots in an editor.',
  off: 'The rule is not looked at.',
};

/**
 * An object from rule to level. Editors complete its names and say what each of them finds. `errorMessage` is what VS Code says
 * in place of a list of all rules.
 */
function rulesSchema(rules: readonly Rule[]): object {
  return {
    type: 'object',
    propertyNames: {
      enum: rules.map(({ id }) => id),
      errorMessage: 'There is no such rule. The reference of the rules lists them all.',
      markdownEnumDescriptions: rules.map(({ title, slug }) => `${title}. (\`${slug}\`)`),
    },
    additionalProperties: {
      type: 'string',
      enum: Object.keys(LEVEL_TEXTS),
      errorMessage: `A rule is ${Object.keys(LEVEL_TEXTS)
        .map((level) => `"${level}"`)
        .join(', ')}.`,
      markdownEnumDescriptions: Object.values(LEVEL_TEXTS),
    },
  };
}

/** `docs/tcsim.schema.json`. */
export function configurationSchema(rules: readonly Rule[]): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `${REPOSITORY}/docs/tcsim.schema.json`,
    title: 'What a team says about the rules of tcsim',
    description: 'The nearest tcsim.json counts, in the folder of the checked file or above it.',
    type: 'object',
    additionalProperties: false,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string' },
      rules: { description: 'The severity of rules, in place of their own.', ...rulesSchema(rules) },
    },
  };
}

/** The setting of the editor, as the manifest of the extension declares it. */
export function rulesSetting(rules: readonly Rule[]): object {
  return {
    ...rulesSchema(rules),
    default: {},
    scope: 'resource',
    markdownDescription:
      'The severity of rules, in place of their own, as in `{ "TCS317": "off" }`. What a `tcsim.json` beside the file or above it says about a rule wins.',
  };
}
