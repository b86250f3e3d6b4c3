import type { Sentence } from '#shared/link/commands.ts';
import type { LineMode } from '#shared/lines/setting.ts';
import type { OwnerDesk } from './desk.ts';
import { OwnerKeys, type OwnerStep, type PinVerdict } from './keys.ts';
import { describeSetting, OWNER_BYE, OWNER_LATER, OWNER_LOCKED, OWNER_MENU, OWNER_WRONG } from './phrases.ts';

/** What the owner's keys need of their call. */
export interface OwnerLine {
  readonly line: string;
  /** Stops our sentence. */
  hush(): void;
  /** Stops our sentence too; the conversation stands still until `goOn`. */
  listen(): void;
  goOn(): void;
  /** The PIN was right: the conversation has no part in the call any more. */
  enter(): void;
  say(id: string, sentences: readonly Sentence[]): void;
  change(mode: LineMode): void;
  refused(verdict: Exclude<PinVerdict, 'right'>): void;
  hangup(reason: string): void;
  readonly monotonic: () => number;
}

/** Carries out on one call what the owner's keys mean. */
export class OwnerTalk {
  readonly #line: OwnerLine;
  readonly #desk: OwnerDesk;
  readonly #keys = new OwnerKeys();
  #open = true;
  #said = 0;
  #last: string | null = null;
  #leaving = false;

  constructor(desk: OwnerDesk, line: OwnerLine) {
    this.#desk = desk;
    this.#line = line;
  }

  /** The caller has begun to talk with the box: its keys are the conversation's from now on. */
  close(): void {
    this.#open = false;
  }

  /** @returns whether the key was the owner's */
  key(digit: string): boolean {
    if (!this.#open && this.#keys.idle) return false;
    const steps = this.#keys.key(digit, this.#line.monotonic());
    if (steps === null) return false;
    this.#do(steps);
    return true;
  }

  /** To be called every tenth of a second. */
  check(): void {
    if (this.#last === null) this.#do(this.#keys.check(this.#line.monotonic()));
  }

  /** A say has ended. */
  said(id: string): void {
    if (id !== this.#last) return;
    this.#last = null;
    if (this.#leaving) return this.#line.hangup('the owner is done');
    this.#keys.said(this.#line.monotonic());
  }

  #do(steps: readonly OwnerStep[]): void {
    for (const step of steps) this.#step(step);
  }

  #step(step: OwnerStep): void {
    const { line } = this.#line;
    switch (step.do) {
      case 'listen':
        return this.#line.listen();
      case 'check':
        void this.#desk.check(step.digits).then((verdict) => {
          if (verdict !== 'right') this.#line.refused(verdict);
          this.#do(this.#keys.verdict(verdict, this.#line.monotonic()));
        });
        return;
      case 'enter':
        return this.#line.enter();
      case 'menu':
        return this.#say([describeSetting(this.#desk.setting(line)), OWNER_MENU]);
      case 'set':
        // Who knows the menu does not wait for its end.
        this.#last = null;
        this.#line.hush();
        this.#line.change(step.mode);
        void this.#desk
          .stored(line, step.mode)
          .then((stored) => this.#say([stored ? describeSetting(this.#desk.setting(line)) : OWNER_LATER]));
        return;
      case 'tell_wrong':
        return this.#say([OWNER_WRONG]);
      case 'tell_locked':
        return this.#say([OWNER_LOCKED]);
      case 'return':
        return this.#line.goOn();
      case 'leave':
        this.#leaving = true;
        return this.#say([OWNER_BYE]);
      default:
        step satisfies never;
    }
  }

  #say(sentences: readonly string[]): void {
    this.#last = `owner-${++this.#said}`;
    this.#line.say(
      this.#last,
      sentences.map((text) => ({ text })),
    );
  }
}
