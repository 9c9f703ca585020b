/** The numbers by which a trace names its states, events, operations, outcomes and fates: derived from the tables. */
import type { OperationName } from '../model/model.ts';
import {
  EVENTS,
  type EventName,
  FATES,
  type FateName,
  type LaneKind,
  OUTCOMES,
  type OutcomeName,
  STATES,
} from './kinds.ts';
import { OPERATIONS } from './trace.ts';

type NamesOfStates<Kind extends LaneKind> = Extract<(typeof STATES)[number], { readonly lane: Kind }>['name'];
export type ServerStateName = NamesOfStates<'server'>;
export type ClientStateName = NamesOfStates<'client'>;
export type VoterStateName = NamesOfStates<'voter'>;

function numbered<Name extends string>(table: readonly { readonly name: string }[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(table.map(({ name }, index) => [name, index])) as Record<Name, number>;
}

function statesOf<Kind extends LaneKind>(kind: Kind): Readonly<Record<NamesOfStates<Kind>, number>> {
  const entries = STATES.map((state, index) => [state, index] as const).filter(([state]) => state.lane === kind);
  return Object.fromEntries(entries.map(([state, index]) => [state.name, index])) as Record<
    NamesOfStates<Kind>,
    number
  >;
}

/** Index into EVENTS. */
export const EVENT = numbered<EventName>(EVENTS);
/** Index into STATES; a server and a client that are `down` have different numbers. */
export const SERVER_STATE = statesOf('server');
export const CLIENT_STATE = statesOf('client');
export const VOTER_STATE = statesOf('voter');
/** Index into OPERATIONS. */
export const OPERATION = numbered<OperationName>(OPERATIONS);
/** Index into OUTCOMES. */
export const OUTCOME = numbered<OutcomeName>(OUTCOMES);
/** Index into FATES. */
export const FATE = numbered<FateName>(FATES);
