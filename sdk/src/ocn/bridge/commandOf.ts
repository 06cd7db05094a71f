import type {
  CancelReservation,
  CommandType,
  ReserveNow,
  StartSession,
  StopSession,
  UnlockConnector,
} from '../../protocol/ocpi/index.ts';

interface Commands {
  readonly CANCEL_RESERVATION: CancelReservation;
  readonly RESERVE_NOW: ReserveNow;
  readonly START_SESSION: StartSession;
  readonly STOP_SESSION: StopSession;
  readonly UNLOCK_CONNECTOR: UnlockConnector;
}

/** What a command of a type says. */
export type CommandOf<T extends CommandType> = Commands[T];
