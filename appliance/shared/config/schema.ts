import { Type, type Static } from 'typebox';
import { AuditFile, type AuditConfig } from './audit.ts';
import { LlmFile, type LlmConfig } from './llm.ts';
import { OwnerFile, type OwnerConfig } from './owner.ts';
import { ShopFile, type ShopConfig } from './shop.ts';
import { SipFile, type SipConfig } from './sip.ts';
import { StreamLinesFile, type StreamLinesConfig } from './stream-lines.ts';
import { DatabaseFile, type DatabaseConfig } from './database.ts';
import { CostFile, type CostConfig } from './cost.ts';
import { PremiumFile, type PremiumConfig } from './premium.ts';
import { OutboundFile, type OutboundConfig } from './outbound.ts';
import { TransferFile, type TransferConfig } from './transfer.ts';

const Port = Type.Integer({ minimum: 0, maximum: 65535 });
const strict = { additionalProperties: false } as const;

/** One YAML file configures the box. Every setting has a safe default; an empty file is a valid one. */
export const ConfigFile = Type.Object(
  {
    /** Folder of the database, recordings, clips and keys; relative to the configuration file. */
    data: Type.Optional(Type.String({ minLength: 1 })),
    database: Type.Optional(DatabaseFile),
    http: Type.Optional(Type.Object({ host: Type.Optional(Type.String()), port: Type.Optional(Port) }, strict)),
    sip: Type.Optional(SipFile),
    lines: Type.Optional(StreamLinesFile),
    media: Type.Optional(
      Type.Object({ ports: Type.Optional(Type.Tuple([Port, Port])), host: Type.Optional(Type.String()) }, strict),
    ),
    speech: Type.Optional(
      Type.Object(
        {
          stt: Type.Optional(Type.Object({ model: Type.Optional(Type.String()) }, strict)),
          tts: Type.Optional(
            Type.Object(
              {
                voice: Type.Optional(Type.String()),
                words_per_minute: Type.Optional(Type.Integer({ minimum: 80, maximum: 300 })),
              },
              strict,
            ),
          ),
          /** A model of the catalog that tells the end of a turn from the sound; none: silence and words alone. */
          turn: Type.Optional(Type.Object({ model: Type.Optional(Type.String({ minLength: 1 })) }, strict)),
          premium: Type.Optional(PremiumFile),
        },
        strict,
      ),
    ),
    /** A shipped name, `all`, or the path of a file of the owner's own; relative to the configuration file. */
    playbook: Type.Optional(Type.String({ minLength: 2 })),
    /** A list of the area's addresses that `pilot gazetteer build` made; relative to the configuration file. */
    gazetteer: Type.Optional(Type.String({ minLength: 1 })),
    /** Seed an empty database with the demo shop. */
    demo_shop: Type.Optional(Type.Boolean()),
    shop: Type.Optional(ShopFile),
    alone: Type.Optional(
      Type.Object(
        {
          /** Whether a caller may leave a message while core is away. */
          take_message: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    owner: Type.Optional(OwnerFile),
    transfer: Type.Optional(TransferFile),
    outbound: Type.Optional(OutboundFile),
    cost: Type.Optional(CostFile),
    llm: Type.Optional(LlmFile),
    audit: Type.Optional(AuditFile),
    telemetry: Type.Optional(
      Type.Object(
        {
          /** An OpenTelemetry collector that takes OTLP over HTTP, like http://127.0.0.1:4318/v1/traces. */
          otlp: Type.String({ pattern: '^https?://[^/]+/' }),
        },
        strict,
      ),
    ),
    smtp: Type.Optional(
      Type.Object(
        {
          host: Type.String({ minLength: 1 }),
          port: Type.Optional(Port),
          secure: Type.Optional(Type.Boolean()),
          user: Type.Optional(Type.String()),
          /** Name of the environment variable that holds the password. */
          password_env: Type.Optional(Type.String()),
          from: Type.String({ minLength: 3 }),
          to: Type.String({ minLength: 3 }),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type ConfigFile = Static<typeof ConfigFile>;

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string | null;
  readonly passwordEnv: string | null;
  readonly from: string;
  readonly to: string;
}

/** The whole configuration, defaults filled in. Folders are absolute. */
export interface Config {
  readonly dataFolder: string;
  /** Null: a file in the data folder. */
  readonly database: DatabaseConfig | null;
  readonly http: { readonly host: string; readonly port: number };
  readonly sip: SipConfig;
  readonly streamLines: StreamLinesConfig;
  readonly media: { readonly host: string; readonly ports: readonly [number, number] };
  readonly speech: {
    readonly stt: { readonly model: string };
    readonly tts: { readonly voice: string; readonly wordsPerMinute: number };
    /** Null: silence and words alone tell the end of a turn. */
    readonly turn: { readonly model: string | null };
    /** Null: the box speaks with its own voice alone. */
    readonly premium: PremiumConfig | null;
  };
  readonly playbook: string;
  /** Null: the one in the data folder, if there is one. */
  readonly gazetteer: string | null;
  readonly demoShop: boolean;
  /** Null: the shop is the one in the database, or an invented one. */
  readonly shop: ShopConfig | null;
  readonly alone: { readonly takeMessage: boolean };
  readonly owner: OwnerConfig;
  readonly transfer: TransferConfig;
  /** Null: the box calls nobody. */
  readonly outbound: OutboundConfig | null;
  readonly cost: CostConfig;
  readonly smtp: SmtpConfig | null;
  /** Null: rules and templates alone. */
  readonly llm: LlmConfig | null;
  readonly audit: AuditConfig;
  /** Where spans are sent; null: nowhere. */
  readonly telemetry: { readonly otlp: string | null };
}
