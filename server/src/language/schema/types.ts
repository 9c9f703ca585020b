/** The shape of one row of the schema table. */
import type { ProductLine } from '../../model/model.ts';

/** Where a phrase may stand: the inside of a block, or a part of a longer phrase (`action`, `event`, …). */
export type Context =
  | 'file'
  | 'cluster'
  | 'stripe'
  | 'server'
  | 'health-check'
  | 'l1reconnect'
  | 'l2reconnect'
  | 'tc-properties'
  | 'client'
  | 'cache'
  | 'nonstop'
  | 'voter'
  | 'integration-server'
  | 'distributed-cache'
  | 'network'
  | 'scenario'
  | 'with'
  | 'action'
  | 'event'
  | 'expectation'
  | 'outcome'
  | 'quantifier'
  | 'times'
  | 'bound';

/** All clients of an array have such a setting, whatever stands around the client. */
export const CLIENT_BLOCKS: readonly Context[] = ['client', 'integration-server'];

export type Category =
  | 'declaration'
  | 'setting'
  | 'trigger'
  | 'fault'
  | 'work'
  | 'event'
  | 'expectation'
  | 'outcome'
  | 'quantifier'
  | 'bound'
  /** A word of the field that this version does not simulate: it answers so instead of "unknown". */
  | 'unsupported';

/** Which products have something; all of them where nothing is said. Releases are those of `model/product.ts`. */
export interface Availability {
  readonly lines?: readonly ProductLine[];
  /** First release of a line that has it. */
  readonly since?: Readonly<Partial<Record<ProductLine, string>>>;
  /** Last release of a line that has it. */
  readonly until?: Readonly<Partial<Record<ProductLine, string>>>;
  /** What a line that lacks it has instead: one sentence. */
  readonly instead?: Readonly<Partial<Record<ProductLine, string>>>;
}

export interface Choice extends Availability {
  readonly name: string;
  readonly documentation: string;
}

export type ValueSpec =
  | {
      readonly type: 'duration';
      /** The unit that a bare number most likely means; offered as a fix. */
      readonly likelyUnit: 'ms' | 's';
      readonly minMicros?: number;
      readonly maxMicros?: number;
    }
  | { readonly type: 'count'; readonly min: number; readonly max: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly choices: readonly Choice[] };

/** Health-check edges have defaults and property names of their own. */
export type Edge = 'l2-l1' | 'l2-l2' | 'l1-l2';

export interface PropertyName extends Availability {
  /** Full name in tc.properties; `{edge}` stands for the prefix of a health-check edge, as `l2.healthcheck.l1`. */
  readonly name: string;
  /** What a number without a unit means there. */
  readonly bareUnit?: 'ms' | 's';
}

export interface Entry extends Availability {
  /** Unique, stable: `cluster.client-reconnect-window`, `fault.pause`. */
  readonly id: string;
  readonly contexts: readonly Context[];
  readonly category: Category;
  /**
   * What it looks like: words stand for themselves, `<label:type>` is a slot (`<type>` for short), `[…]` may be left
   * out, `(a|b)` is a choice, `(…)*` repeats, `'|'` quotes a sign that would mean something else.
   */
  readonly phrase: string;
  /** One or two plain sentences. */
  readonly documentation: string;
  /** How the block that follows the phrase is read; none may follow when absent. */
  readonly opens?: Context;
  /** The value of a setting: the slot `<value>` of its phrase. */
  readonly value?: ValueSpec;
  /** As it would be written. A record where it depends on the product line or the health-check edge. */
  readonly default?: string | Readonly<Partial<Record<ProductLine | Edge | 'other', string>>>;
  /** Element, attribute or file of the product in which the setting lives, as its users know it. */
  readonly product?: string;
  readonly property?: PropertyName;
  /** Public source of default and behaviour: class, file or manual page. */
  readonly source?: string;
  /** May stand more than once in one block. */
  readonly repeatable?: boolean;
  /** Rules read it, and no failure depends on it; at most a client that its product refuses does not start. */
  readonly checkedOnly?: true;
  /** Text with `$1`-style places that completion inserts; the phrase itself unless given. */
  readonly snippet?: string;
}
