/** What a scenario can do to a node, whatever its product line. */
import type { Process } from './engine/process.ts';

export interface ScenarioNode {
  readonly kind: 'server' | 'client' | 'voter';
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
  /** The process begins; it needs its time to boot. */
  start(losingData: boolean): void;
  /** An operator promotes it; harmless where nothing waits for that. */
  promote(): void;
  /**
   * It is stopped in order: true when its process has to stay for a while; then `ended` is called once, later. Absent: it
   * never has to.
   */
  lingersAtStop?(ended: () => void): boolean;
  /** Last words of a process that is stopped in order. */
  prepareStop(): void;
  /** Its process has just died, for whatever reason. */
  died(): void;
}
