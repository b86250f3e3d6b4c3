import type { LineMode } from '#shared/lines/setting.ts';

/** So long the next key of a PIN is waited for, and a choice, ms. */
export const OWNER_LIMITS = { betweenKeys: 4_000, choice: 12_000, longestPin: 10 } as const;

/** What a key of the menu sets. */
const CHOICES: ReadonlyMap<string, LineMode> = new Map([
  ['1', 'always'],
  ['2', 'off'],
  ['3', 'after_hours'],
  ['4', 'overflow'],
]);

export type PinVerdict = 'right' | 'wrong' | 'locked';

export type OwnerStep =
  /** The owner may be there: our own sentence stops, the conversation stands still. */
  | { readonly do: 'listen' }
  | { readonly do: 'check'; readonly digits: string }
  /** From here on the conversation has no part in the call. */
  | { readonly do: 'enter' }
  | { readonly do: 'menu' }
  | { readonly do: 'set'; readonly mode: LineMode }
  | { readonly do: 'tell_wrong' }
  | { readonly do: 'tell_locked' }
  /** The conversation goes on. */
  | { readonly do: 'return' }
  | { readonly do: 'leave' };

/**
 * What the keys of somebody who knows the PIN do.
 *
 *   idle --*--> pin --#, pause--> checking --right--> menu --1 to 4--> setting --> menu
 *    ^           | nothing pressed   | wrong, locked    \--no choice, twice--> over
 *    +-----------+-------------------+
 *
 * Pure; the driver carries out each step and tells what happened. Times are ms of one monotonic clock. Digits of a PIN are
 * kept only until they are checked.
 */
export class OwnerKeys {
  #at: 'idle' | 'pin' | 'checking' | 'menu' | 'setting' | 'over' = 'idle';
  #digits = '';
  #since = 0;
  #repeated = false;

  get idle(): boolean {
    return this.#at === 'idle';
  }

  /** @returns null for a key that is none of the owner's */
  key(digit: string, now: number): readonly OwnerStep[] | null {
    switch (this.#at) {
      case 'idle':
        if (digit !== '*') return null;
        this.#to('pin', now);
        return [{ do: 'listen' }];
      case 'pin':
        this.#since = now;
        if (digit === '#') return this.#entered();
        if (digit === '*') this.#digits = '';
        else if (/^\d$/.test(digit) && this.#digits.length <= OWNER_LIMITS.longestPin) this.#digits += digit;
        return [];
      case 'menu': {
        const mode = CHOICES.get(digit);
        if (mode === undefined) return [];
        this.#to('setting', now);
        return [{ do: 'set', mode }];
      }
      default:
        return [];
    }
  }

  /** To be called every tenth of a second. */
  check(now: number): readonly OwnerStep[] {
    if (this.#at === 'pin' && now - this.#since >= OWNER_LIMITS.betweenKeys) return this.#entered();
    if (this.#at !== 'menu' || now - this.#since < OWNER_LIMITS.choice) return [];
    if (this.#repeated) {
      this.#at = 'over';
      return [{ do: 'leave' }];
    }
    this.#repeated = true;
    this.#since = now;
    return [{ do: 'menu' }];
  }

  verdict(verdict: PinVerdict, now: number): readonly OwnerStep[] {
    if (this.#at !== 'checking') return [];
    if (verdict === 'right') {
      this.#to('menu', now);
      return [{ do: 'enter' }, { do: 'menu' }];
    }
    this.#to('idle', now);
    return [{ do: verdict === 'wrong' ? 'tell_wrong' : 'tell_locked' }, { do: 'return' }];
  }

  /** What came of a choice was said, or the menu was: the next choice is waited for from now on. */
  said(now: number): void {
    if (this.#at === 'setting') this.#to('menu', now);
    else if (this.#at === 'menu') this.#since = now;
  }

  #entered(): readonly OwnerStep[] {
    const digits = this.#digits;
    this.#digits = '';
    this.#at = digits === '' ? 'idle' : 'checking';
    return digits === '' ? [{ do: 'return' }] : [{ do: 'check', digits }];
  }

  #to(at: 'idle' | 'pin' | 'menu' | 'setting', now: number): void {
    this.#at = at;
    this.#since = now;
    this.#repeated = false;
  }
}
