import type { CallCommand } from '#shared/link/commands.ts';
import { isTone } from '../../turn/answering-machine.ts';
import type { CallLeg } from '../call-deps.ts';
import type { Dialogue } from '../dialogue.ts';
import { PICKUP_START, hearPickup, type Pickup } from './pickup.ts';
import { RECORDER_START, recordsNow, type Recorder } from './recorder.ts';

type Sound = Parameters<typeof hearPickup>[1];

export interface FarEndDeps {
  readonly leg: Pick<CallLeg, 'onFrame'>;
  readonly dialogue: Pick<Dialogue, 'holdBack' | 'go' | 'machine'>;
}

/** Whoever we rang: lets them say hello before we speak, and a machine begin to record before it is told anything. */
export class FarEnd {
  readonly #deps: FarEndDeps;
  #pickup: Pickup = PICKUP_START;
  /** A machine whose recording is waited for. */
  #recorder: Recorder | null = null;
  #atMs = 0;
  #says = 0;

  constructor(deps: FarEndDeps) {
    this.#deps = deps;
    deps.dialogue.holdBack();
    deps.leg.onFrame((frame, atMs) => {
      this.#atMs = atMs;
      this.#hear({ kind: 'frame', tone: isTone(frame), atMs });
    });
  }

  /** The far end has begun to speak, or stopped `silentMs` ago. */
  speech(on: boolean, silentMs = 0): void {
    this.#hear({ kind: 'speech', on, atMs: this.#atMs - silentMs });
  }

  /** Core has ordered something; told before it is carried out. */
  ordered(body: CallCommand): void {
    if (body.kind !== 'say') return;
    this.#says += 1;
    if (body.afterTone === true) {
      this.#pickup = { ...this.#pickup, at: 'machine' };
      this.#recorder = { ...RECORDER_START, ear: this.#pickup.ear, sinceMs: this.#atMs, loudAt: this.#atMs };
      this.#deps.dialogue.holdBack();
    } else if (this.#says > 1 && this.#pickup.at === 'talking') this.#pickup = { ...this.#pickup, at: 'person' };
  }

  #hear(sound: Sound): void {
    const { dialogue } = this.#deps;
    if (this.#recorder !== null) {
      const { recorder, records } = recordsNow(this.#recorder, sound);
      this.#recorder = records ? null : recorder;
      if (records) dialogue.go();
      return;
    }
    const before = this.#pickup.at;
    this.#pickup = hearPickup(this.#pickup, sound);
    if (this.#pickup.at === before) return;
    if (this.#pickup.at === 'talking') dialogue.go();
    else if (this.#pickup.at === 'machine') dialogue.machine();
  }
}
