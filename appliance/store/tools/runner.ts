import type { RunTool, ToolCall, ToolName, ToolOutcome } from '#conversation/tools.ts';
import type { Tx } from '../scope.ts';
import { endsTransaction } from '../fault.ts';
import { inSavepoint } from '../writer.ts';
import { answerAddOnTool } from './answer-add-on.ts';
import { alertOncallTool } from './alert-oncall.ts';
import { bookVisitTool } from './book-visit.ts';
import { cancelVisitTool } from './cancel-visit.ts';
import { checkAreaTool } from './check-area.ts';
import { confirmVisitTool } from './confirm-visit.ts';
import { findCustomerTool } from './find-customer.ts';
import { findVisitsTool } from './find-visits.ts';
import { argsHash, readJournal, writeJournal } from './journal.ts';
import { holdWindowTool } from './hold-window.ts';
import { offerAddOnTool } from './offer-add-on.ts';
import { offerWindowsTool } from './offer-windows.ts';
import { optOutTool } from './opt-out.ts';
import { quoteVisitTool } from './quote-visit.ts';
import { recordSurveyTool } from './record-survey.ts';
import { rescheduleVisitTool } from './reschedule-visit.ts';
import { resumeCallTool } from './resume-call.ts';
import { takeMessageTool } from './take-message.ts';
import type { Tool } from './tool.ts';

const tools: { readonly [N in ToolName]: Tool<N> } = {
  offer_windows: offerWindowsTool,
  quote_visit: quoteVisitTool,
  find_customer: findCustomerTool,
  book_visit: bookVisitTool,
  hold_window: holdWindowTool,
  take_message: takeMessageTool,
  alert_oncall: alertOncallTool,
  check_area: checkAreaTool,
  resume_call: resumeCallTool,
  opt_out: optOutTool,
  find_visits: findVisitsTool,
  reschedule_visit: rescheduleVisitTool,
  cancel_visit: cancelVisitTool,
  confirm_visit: confirmVisitTool,
  offer_add_on: offerAddOnTool,
  answer_add_on: answerAddOnTool,
  record_survey: recordSurveyTool,
};

const failed = (call: ToolCall): ToolOutcome => ({ name: call.name, key: call.key, ok: false, error: 'failed' });

/**
 * Runs tools of one call inside an open transaction. Journal row and effect commit together, and the same key again
 * gives the stored outcome, refusals included. A tool that throws is undone to where it began, answers `failed` and is
 * not journalled, so that it may be tried again.
 */
export const createToolRunner = ({ tx, callId }: { readonly tx: Tx; readonly callId: string }): RunTool => {
  const run = async (call: ToolCall): Promise<ToolOutcome> => {
    const tool = tools[call.name] as Tool<ToolName>;
    const before = await readJournal(tx, callId, call.key);
    if (before !== null) {
      if (before.name !== call.name) {
        tx.log.error({ callId, key: call.key, was: before.name, now: call.name }, 'one tool key names two tools');
        return failed(call);
      }
      const same = before.argsHash === argsHash(call.args);
      if (same || tool.changes) {
        if (!same)
          tx.log.warn({ callId, key: call.key }, 'a tool key came back with other arguments: the first stands');
        return before.outcome;
      }
    }
    const answer = await tool.run(call.args, { tx: { ...tx, callId }, callId });
    const outcome = { name: call.name, key: call.key, ...answer } as ToolOutcome;
    await writeJournal(tx, callId, call, outcome);
    return outcome;
  };
  return async (call) => {
    try {
      return await inSavepoint(tx.db, () => run(call));
    } catch (error) {
      // A disk or lock fault ends the turn: nothing of it may be taken as done.
      if (endsTransaction(error)) throw error;
      tx.log.error({ err: error, callId, tool: call.name }, 'a tool failed');
      return failed(call);
    }
  };
};
