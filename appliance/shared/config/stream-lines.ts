import { Type, type Static } from 'typebox';
import { addressFaults, LineName } from './trunks.ts';

const strict = { additionalProperties: false } as const;
const Port = Type.Integer({ minimum: 0, maximum: 65535 });

/** What every line of its own has. */
const common = {
  /** The line, where `numbers` names no other. */
  name: Type.Optional(LineName),
  host: Type.Optional(Type.String({ minLength: 1 })),
  port: Type.Optional(Port),
  max_calls: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  /** Number rung -> line name. */
  numbers: Type.Optional(Type.Record(Type.String(), LineName)),
};

const CommonFile = Type.Object(common);

/** A PBX that streams its calls (Asterisk, FreePBX). */
const AudioSocketFile = Type.Object(
  {
    ...common,
    /** Where the PBX tells who calls, by HTTP. */
    calls_port: Type.Optional(Port),
    /** Addresses and CIDR ranges of the PBX. */
    allowed: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  },
  strict,
);

/** Lines beside SIP: each is off unless its block is there; an empty block (`{}`) is one with the defaults. */
export const StreamLinesFile = Type.Object({ audiosocket: Type.Optional(AudioSocketFile) }, strict);
export type StreamLinesFile = Static<typeof StreamLinesFile>;

interface CommonConfig {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly maxCalls: number;
  readonly numbers: Readonly<Record<string, string>>;
}

export interface AudioSocketConfig extends CommonConfig {
  readonly callsPort: number;
  readonly allowed: readonly string[];
}

export interface StreamLinesConfig {
  readonly audiosocket: AudioSocketConfig | null;
}

/** What the schema cannot say: path below `lines`, and what is wrong there. */
export const streamLinesFaults = ({ audiosocket }: StreamLinesFile): { path: readonly string[]; message: string }[] =>
  addressFaults(audiosocket?.allowed ?? [], ['audiosocket', 'allowed']);

const commonOf = (file: Static<typeof CommonFile>, name: string, port: number): CommonConfig => ({
  name: file.name ?? name,
  host: file.host ?? '127.0.0.1',
  port: file.port ?? port,
  maxCalls: file.max_calls ?? 10,
  numbers: file.numbers ?? {},
});

/** Fills in the defaults. */
export const completeStreamLines = ({ audiosocket }: StreamLinesFile): StreamLinesConfig => ({
  audiosocket: audiosocket
    ? {
        ...commonOf(audiosocket, 'audiosocket', 9092),
        callsPort: audiosocket.calls_port ?? 9093,
        allowed: audiosocket.allowed ?? ['127.0.0.0/8'],
      }
    : null,
});
