import type { ToolName, Tools } from '#conversation/tools.ts';
import type { Tx } from '../scope.ts';

interface ToolContext {
  readonly tx: Tx;
  readonly callId: string;
}

/** What a tool gives back: its result, or a code the decision can act on. */
type ToolAnswer<N extends ToolName> =
  | { readonly ok: true; readonly result: Tools[N]['result'] }
  | { readonly ok: false; readonly error: string };

/**
 * One tool. `changes` marks one whose effect must happen once per key: its stored outcome stands whatever the arguments
 * are now. A tool without it may run again under the same key when the arguments differ.
 */
export interface Tool<N extends ToolName> {
  readonly changes: boolean;
  run(args: Tools[N]['args'], context: ToolContext): Promise<ToolAnswer<N>>;
}
