import { dirname, resolve } from 'node:path';
import { Value } from 'typebox/value';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { PilotError } from '../errors.ts';
import { ConfigFile, type Config } from './schema.ts';
import { completeLlm, llmFaults } from './llm.ts';
import { completeOwner } from './owner.ts';
import { completePlaybook } from './playbook.ts';
import { shopFaults } from './shop.ts';
import { completeSip, sipFaults } from './sip.ts';
import { completeStreamLines, streamLinesFaults } from './stream-lines.ts';
import { completeDatabase, databaseFaults } from './database.ts';
import { completeCost } from './cost.ts';
import { completePremium, premiumFaults } from './premium.ts';
import { completeOutbound, outboundFaults } from './outbound.ts';
import { completeTransfer, transferFaults } from './transfer.ts';

const place = (document: Document, lines: LineCounter, path: readonly string[], file: string): string => {
  for (let depth = path.length; depth > 0; depth--) {
    const keys = path.slice(0, depth).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return `${file}:${line}:${col}`;
    }
  }
  return `${file}:1:1`;
};

const explain = (error: { keyword: string; message: string; params: object }): string => {
  const params = error.params as { additionalProperties?: string[]; allowedValues?: unknown[] };
  if (error.keyword === 'additionalProperties')
    return `unknown setting ${(params.additionalProperties ?? []).join(', ')}`;
  return error.message;
};

/**
 * Reads the configuration text.
 * @param file the file's name, for errors, and the folder relative paths start from
 * @throws PilotError `config_syntax` or `config_invalid`, each naming file, line and column
 */
export const parseConfig = (text: string, file: string): Config => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors[0];
  if (syntax) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    throw new PilotError('config_syntax', `${file}:${line}:${col}: ${syntax.message}`, {
      fix: 'Correct the YAML at that place: check indentation, colons and quotes.',
    });
  }
  const value: unknown = document.toJS() ?? {};
  if (!Value.Check(ConfigFile, value)) {
    const found = [...Value.Errors(ConfigFile, value)].map((error) => {
      const extra = (error.params as { additionalProperties?: string[] }).additionalProperties?.[0];
      const path = [...error.instancePath.split('/').slice(1), ...(extra === undefined ? [] : [extra])];
      return `${place(document, lines, path, file)}: ${path.join('.') || 'the file'}: ${explain(error)}`;
    });
    throw invalid(found);
  }
  const trunks = value.sip?.trunks ?? [];
  const faults = [
    ...shopFaults(value.shop, value.demo_shop),
    ...databaseFaults(value.database).map(({ path, message }) => ({ path: ['database', ...path], message })),
    ...sipFaults(value.sip ?? {}).map(({ path, message }) => ({ path: ['sip', ...path], message })),
    ...streamLinesFaults(value.lines ?? {}).map(({ path, message }) => ({ path: ['lines', ...path], message })),
    ...premiumFaults(value.speech?.premium).map(({ path, message }) => ({
      path: ['speech', 'premium', ...path],
      message,
    })),
    ...outboundFaults(value.outbound, trunks).map(({ path, message }) => ({ path: ['outbound', ...path], message })),
    ...llmFaults(value.llm).map(({ path, message }) => ({ path: ['llm', ...path], message })),
    ...transferFaults(value.transfer, trunks).map(({ path, message }) => ({ path: ['transfer', ...path], message })),
  ].map(({ path, message }) => `${place(document, lines, path, file)}: ${path.join('.')}: ${message}`);
  if (faults.length > 0) throw invalid(faults);
  return complete(value, dirname(resolve(file)));
};

const invalid = (faults: readonly string[]): PilotError =>
  new PilotError('config_invalid', [...new Set(faults)].join('\n'), {
    fix: 'Correct the settings named above; the README lists every setting with its default.',
  });

const complete = (file: ConfigFile, folder: string): Config => ({
  dataFolder: resolve(folder, file.data ?? 'data'),
  database: completeDatabase(file.database),
  http: { host: file.http?.host ?? '127.0.0.1', port: file.http?.port ?? 8080 },
  sip: completeSip(file.sip ?? {}, folder),
  streamLines: completeStreamLines(file.lines ?? {}),
  media: { host: file.media?.host ?? file.sip?.host ?? '127.0.0.1', ports: file.media?.ports ?? [20000, 20998] },
  speech: {
    stt: { model: file.speech?.stt?.model ?? 'bench' },
    tts: { voice: file.speech?.tts?.voice ?? 'espeak-ng', wordsPerMinute: file.speech?.tts?.words_per_minute ?? 155 },
    turn: { model: file.speech?.turn?.model ?? null },
    premium: completePremium(file.speech?.premium, folder),
  },
  playbook: completePlaybook(file.playbook, folder),
  gazetteer: file.gazetteer === undefined ? null : resolve(folder, file.gazetteer),
  // An invented shop never answers on a carrier's line unless it was asked for.
  demoShop: file.demo_shop ?? (file.shop === undefined && !file.sip?.trunks?.length && !file.lines?.twilio),
  shop: file.shop ?? null,
  alone: { takeMessage: file.alone?.take_message ?? true },
  owner: completeOwner(file.owner),
  outbound: completeOutbound(file.outbound),
  transfer: completeTransfer(file.transfer, file.sip?.trunks ?? []),
  cost: completeCost(file.cost),
  smtp: file.smtp
    ? {
        host: file.smtp.host,
        port: file.smtp.port ?? 587,
        secure: file.smtp.secure ?? false,
        user: file.smtp.user ?? null,
        passwordEnv: file.smtp.password_env ?? null,
        from: file.smtp.from,
        to: file.smtp.to,
      }
    : null,
  llm: completeLlm(file.llm),
  audit: { headFile: file.audit?.head_file === undefined ? null : resolve(folder, file.audit.head_file) },
  telemetry: { otlp: file.telemetry?.otlp ?? null },
});
