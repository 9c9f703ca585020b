/** Steps that cannot both be meant. Only what is certain: steps at a fixed time, nodes that nothing else touches. */
import type { Action, Scenario, Step } from './model.ts';
import type { Scope } from './scope.ts';

interface Fixed {
  readonly step: Step;
  readonly timeMicros: number;
}

const isLifecycle = (action: Action): boolean =>
  action.kind === 'crash' ||
  action.kind === 'stop' ||
  action.kind === 'power-off' ||
  action.kind === 'start' ||
  action.kind === 'restart';

const nodesOf = (action: Action): readonly string[] => ('nodes' in action ? action.nodes : []);

/** The configuration tool may refuse, so nobody knows beforehand whether a server runs after it. */
const isReconfigured = (action: Action): boolean => action.kind === 'attach' || action.kind === 'detach';

/** Reports TCS008: steps after the end, twice the same node at once, pauses of dead nodes, nothing to heal. */
export function reportContradictions(scenario: Scenario, scope: Scope): void {
  const fixed: Fixed[] = [];
  const uncertain = new Set(scenario.initiallyDetached);
  let maybeCut = false;
  for (const step of scenario.steps) {
    const { trigger, action } = step;
    reportLate(scenario, step, scope);
    if (isReconfigured(action)) for (const node of nodesOf(action)) uncertain.add(node);
    if (trigger.kind === 'at' && trigger.latestMicros === trigger.timeMicros) {
      fixed.push({ step, timeMicros: trigger.timeMicros });
      continue;
    }
    if (isLifecycle(action)) for (const node of nodesOf(action)) uncertain.add(node);
    maybeCut ||= cuts(action);
  }
  fixed.sort((a, b) => a.timeMicros - b.timeMicros);
  const down = new Set(scenario.initiallyDown);
  const lastAction = new Map<string, Fixed>();
  for (const item of fixed) {
    const { step } = item;
    const { action } = step;
    if (cuts(action)) maybeCut = true;
    if (action.kind === 'heal' && !maybeCut) {
      warn(step, 'There is nothing to heal at this time.', 'Nothing was cut, partitioned or degraded before.', scope);
    }
    for (const node of nodesOf(action)) {
      if (uncertain.has(node)) continue;
      if (action.kind === 'pause' && down.has(node)) {
        warn(
          step,
          `\`${node}\` does not run at this time, so it cannot pause.`,
          'A process that is down does nothing.',
          scope,
        );
      }
      if (!isLifecycle(action)) continue;
      if (!reportTwice(item, node, lastAction, scope)) reportNoChange(step, node, down, scope);
      lastAction.set(node, item);
      if (action.kind === 'start' || action.kind === 'restart') down.delete(node);
      else down.add(node);
    }
  }
}

const cuts = (action: Action): boolean =>
  action.kind === 'cut' || action.kind === 'partition' || action.kind === 'degrade';

function reportLate(scenario: Scenario, step: Step, scope: Scope): void {
  const { trigger } = step;
  if (trigger.kind === 'when') return;
  const time = trigger.kind === 'at' ? trigger.timeMicros : trigger.fromMicros;
  if (time <= scenario.durationMicros) return;
  warn(step, 'This step is after the end of the run and never happens.', 'A run ends with its `duration`.', scope);
}

function reportTwice(item: Fixed, node: string, last: ReadonlyMap<string, Fixed>, scope: Scope): boolean {
  const before = last.get(node);
  if (before === undefined || before.timeMicros !== item.timeMicros) return false;
  scope.report.add({
    code: 'TCS008',
    at: item.step.at,
    message: `Two steps do something to \`${node}\` at the same instant.`,
    why: 'Which of them is first decides what happens, and the scenario does not say.',
    help: 'Move one of them a little, or write `restart` for both.',
    related: [{ at: before.step.at, message: 'The other step is here.' }],
  });
  return true;
}

function reportNoChange(step: Step, node: string, down: ReadonlySet<string>, scope: Scope): void {
  const { kind } = step.action;
  const isDown = down.has(node);
  if (kind === 'start' && !isDown) {
    warn(step, `\`${node}\` already runs at this time.`, 'Starting it has no effect.', scope);
  }
  if (isDown && (kind === 'crash' || kind === 'stop')) {
    warn(step, `\`${node}\` is already down at this time.`, 'The step has no effect.', scope);
  }
}

function warn(step: Step, message: string, why: string, scope: Scope): void {
  scope.report.add({
    code: 'TCS008',
    severity: 'warning',
    at: step.at,
    message,
    why,
    help: 'Change its time, or remove it.',
  });
}
