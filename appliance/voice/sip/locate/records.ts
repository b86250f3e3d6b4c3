/** RFC 2782. `target` without the last dot; '' says that the service is not offered. */
export interface Srv {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** RFC 3403 section 4.1. */
export interface Naptr {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
}

/** What DNS knows under a name; empty when there is nothing of the kind. Fails when nobody could be asked. */
export interface Records {
  naptr(name: string): Promise<readonly Naptr[]>;
  srv(name: string): Promise<readonly Srv[]>;
  /** IP addresses of one family. */
  addresses(name: string, family: 4 | 6): Promise<readonly string[]>;
}
