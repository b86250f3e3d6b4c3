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

/** Twilio Media Streams, behind a tunnel or reverse proxy that ends TLS. */
const TwilioFile = Type.Object(
  {
    ...common,
    /** What Twilio is told of the box: `https://calls.example.com`, with a path where the proxy has one. */
    public_url: Type.String({ pattern: String.raw`^https://[\w.-]+(:\d{1,5})?(/[\w.~-]+)*$` }),
    /** Name of the environment variable that holds the account's auth token. */
    auth_token_env: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' })),
    /** Rung by Twilio when the box cannot take a call. */
    fallback: Type.Optional(Type.String({ pattern: String.raw`^\+[1-9]\d{6,14}$` })),
  },
  strict,
);

/** Lines beside SIP: each is off unless its block is there; an empty block (`{}`) is one with the defaults. */
export const StreamLinesFile = Type.Object(
  { audiosocket: Type.Optional(AudioSocketFile), twilio: Type.Optional(TwilioFile) },
  strict,
);
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

export interface TwilioConfig extends CommonConfig {
  readonly publicUrl: string;
  readonly authTokenEnv: string;
  readonly fallback: string | null;
}

export interface StreamLinesConfig {
  readonly audiosocket: AudioSocketConfig | null;
  readonly twilio: TwilioConfig | null;
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
export const completeStreamLines = ({ audiosocket, twilio }: StreamLinesFile): StreamLinesConfig => ({
  audiosocket: audiosocket
    ? {
        ...commonOf(audiosocket, 'audiosocket', 9092),
        callsPort: audiosocket.calls_port ?? 9093,
        allowed: audiosocket.allowed ?? ['127.0.0.0/8'],
      }
    : null,
  twilio: twilio
    ? {
        ...commonOf(twilio, 'twilio', 9094),
        publicUrl: twilio.public_url,
        authTokenEnv: twilio.auth_token_env ?? 'TWILIO_AUTH_TOKEN',
        fallback: twilio.fallback ?? null,
      }
    : null,
});
