import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { createReader } from '#conversation/read/reader.ts';
import { LEVELS } from '#conversation/read/utterance-set.ts';
import { loadDirectory } from '#core/directory.ts';
import { loadPlaybook } from '#core/playbooks.ts';
import { readCommand } from './read.ts';
import { loadUtterances } from './read-set.ts';

const out = captureStdout();
const SET = fileURLToPath(new URL('../../tests/fixtures/utterances', import.meta.url));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'set-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Figures {
  readonly lines: number;
  readonly lifeSafetyRecall: number;
  readonly emergencyRecall: number;
  readonly falseAlarms: number;
  readonly missed: readonly { text: string }[];
  readonly alarmed: readonly { text: string }[];
}

describe('the utterance set', () => {
  const lines = loadUtterances(SET);

  it('has lines of every level for every playbook, a third of them held out', () => {
    expect(lines.length).toBeGreaterThanOrEqual(600);
    for (const urgency of LEVELS)
      for (const playbook of ['hvac', 'plumbing', 'electrical'])
        expect(
          lines.filter((line) => line.urgency === urgency && line.playbook === playbook).length,
          `${playbook} ${urgency}`,
        ).toBeGreaterThanOrEqual(20);
    expect(lines.filter((line) => line.part === 'held_out').length / lines.length).toBeGreaterThanOrEqual(1 / 3);
    expect(new Set(lines.map((line) => line.text)).size).toBe(lines.length);
  });

  it('is as a recognizer prints it', () => {
    expect(lines.filter((line) => !/^[a-z']+( [a-z']+)*$/.test(line.text))).toEqual([]);
  });

  it('raises no alarm in mid-sentence over what is harmless at its end, in 98 of 100 routine lines', () => {
    const reader = createReader({ directory: loadDirectory({ home: { state: 'OH' } }), playbook: loadPlaybook('all') });
    const context = { expect: 'open', now: 0, zone: 'America/New_York', offered: [], growing: true } as const;
    const routine = lines.filter((line) => line.urgency === 'routine' && line.part === 'held_out');
    const alarmed = routine.filter(({ text }) => {
      const words = text.split(' ');
      return words.some((_, end) => reader.read(words.slice(0, end).join(' '), context).urgency === 'life_safety');
    });
    expect(routine.length).toBeGreaterThan(100);
    expect(alarmed.length / routine.length, alarmed.map((line) => line.text).join('; ')).toBeLessThanOrEqual(0.02);
  });

  it('holds no phrase of the playbooks', () => {
    const book = loadPlaybook('all');
    const phrases = [
      ...[...book.serviceTypes, ...book.emergencies, ...book.urgents].flatMap((entry) => entry.heardAs),
      ...book.notEmergencies,
    ].filter((phrase) => !phrase.includes('<') && phrase.split(' ').length >= 3);
    expect(phrases.length).toBeGreaterThan(100);
    const held = lines.flatMap(({ text }) =>
      phrases
        .filter((phrase) => ` ${text.replaceAll("'", '')} `.includes(` ${phrase} `))
        .map((phrase) => `${text}: ${phrase}`),
    );
    expect(held).toEqual([]);
  });
});

describe('pilot read --set', () => {
  it('misses no danger to people, one emergency in a hundred at most, and raises few false alarms', async () => {
    expect(await readCommand(['--set', SET, '--json'])).toBe(0);
    const { parts, ...all } = JSON.parse(out.text) as Figures & { parts: Record<'known' | 'held_out', Figures> };
    for (const figures of [all, parts.known, parts.held_out]) {
      expect(figures.lifeSafetyRecall, figures.missed.map((line) => line.text).join('; ')).toBe(1);
      expect(figures.emergencyRecall).toBeGreaterThanOrEqual(0.99);
      expect(figures.falseAlarms, figures.alarmed.map((line) => line.text).join('; ')).toBeLessThanOrEqual(0.03);
    }
  });

  it.each(
    ['hvac', 'plumbing', 'electrical'].flatMap((trade) => ['known', 'held_out'].map((part) => ({ trade, part }))),
  )('does so in a shop of one trade: $trade, $part', async ({ trade, part }) => {
    expect(await readCommand(['--set', join(SET, part, `${trade}.yaml`), '--playbook', trade])).toBe(0);
  });

  const write = async (text: string): Promise<string> => {
    const file = join(folder, 'set.yaml');
    await writeFile(file, text);
    return file;
  };

  it('prints the confusion table and the lines that went wrong, and fails', async () => {
    const file = await write(
      'playbook: hvac\npart: known\nlife_safety: [the sky is blue]\nemergency: []\nurgent: []\nroutine: [i smell gas]\n',
    );
    expect(await readCommand(['--set', file])).toBe(1);
    expect(out.text).toContain('life-safety recall 0.0 %, emergency recall -, false alarms 100.0 %');
    expect(out.text).toContain('missed: life_safety read as routine: the sky is blue');
    expect(out.text).toContain('false alarm: routine read as life_safety: i smell gas');
    expect(out.text).toMatch(/^life_safety +0 +0 +0 +1$/m);
  });

  it('refuses a set with the line that is wrong', async () => {
    const file = await write('playbook: hvac\npart: known\nlife_safety:\n  - 4\n');
    await expect(readCommand(['--set', file])).rejects.toMatchObject({ code: 'utterances_invalid' });
    await expect(readCommand(['--set', file])).rejects.toThrow(/set\.yaml:\d+:\d+: /);
    await expect(readCommand(['--set', join(folder, 'none.yaml')])).rejects.toMatchObject({
      code: 'utterances_missing',
    });
  });

  it.each([['--bogus'], ['--json'], ['--zone', 'Mars/Base'], ['--now', 'soon'], ['--playbook', 'roofing']])(
    'refuses %s %s as bad usage',
    async (...argv) => {
      await expect(readCommand(argv)).rejects.toMatchObject({ code: 'usage' });
    },
  );
});
