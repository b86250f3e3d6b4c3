/**
 * What a call's turn writes. Every function takes the open transaction, so that one turn is one commit:
 *
 *   store.for(business).transaction(async (tx) => {
 *     if (!(await appendEvent(tx, callId, event))) return;          // came again: its effect is there
 *     const outcome = await takeTurn({..., runTool: createToolRunner({ tx, callId })});
 *     await addUtterance(tx, ...); await setProgress(tx, callId, ...); await saveCheckpoint(tx, ...);
 *   })
 */
export {
  addRecording,
  addRecordingFailure,
  beginCall,
  closeCall,
  refuseRecording,
  setLineQuality,
  setOneWay,
  setOutcome,
  setProgress,
  setQualification,
  setTransfer,
} from './call.ts';
export { saveCheckpoint } from './checkpoint.ts';
export { appendEvent, readEvents } from './event-log.ts';
export { keepSecrets, maskCard, openSecrets } from './secrets.ts';
export { addModelCalls } from './model-call.ts';
export { addModelTrial } from './model-trial.ts';
export { addTiming } from './timing.ts';
export { addUtterance, setHeard } from './utterance.ts';
