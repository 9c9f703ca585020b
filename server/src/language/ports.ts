/** The ports of a server whose configuration names none, and hosts that are the machine itself. */
import type { Product } from '../model/model.ts';
import { has } from './availability.ts';

export interface UsualPorts {
  readonly tsa: number;
  readonly groupOf: (tsa: number) => number;
  /** Whether its servers have ports for JMX and management besides. */
  readonly hasJmx: boolean;
}

/** The group port follows from the other one wherever a tc-config.xml says which. */
const groupOf = (tsa: number): number => tsa + 20;

/**
 * By release; without one, those of the usual product. Sources: Terracotta 4.3.1 L2DSOConfigObject (9510, group +20), TCConfigurationParser of
 * terracotta-configuration 10.x (9410, group +20), Setting.java of the dynamic configuration (9410 and 9430, each by itself).
 */
export function usualPorts(product: Pick<Product, 'line' | 'version'> | undefined): UsualPorts {
  if (product?.line !== '10.x') return { tsa: 9510, groupOf, hasJmx: true };
  return { tsa: 9410, groupOf: has(product, DYNAMIC) ? () => 9430 : groupOf, hasJmx: false };
}

/** The releases whose configuration is dynamic. */
const DYNAMIC = { since: { '10.x': '5.8' } };

const LOOPBACK = /^(localhost[46]?(\.localdomain[46]?)?|127(\.\d{1,3}){1,3}|\[?(::1|(0{1,4}:){7}0{0,3}1)\]?)$/i;

/** Whether a host is the machine on which it is read. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);
