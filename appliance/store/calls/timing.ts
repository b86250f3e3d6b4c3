import type { TurnTiming } from '#shared/api/records.ts';
import type { Tx } from '../scope.ts';

type Stages = Partial<Omit<TurnTiming, 'turn' | 'command'>>;

/** Adds stage times of one answer; stages told later join those already stored. */
export const addTiming = async (
  tx: Tx,
  callId: string,
  turn: number,
  command: string,
  stages: Stages,
): Promise<void> => {
  const told = {
    ...(stages.endpointMs == null ? {} : { endpoint_ms: stages.endpointMs }),
    ...(stages.sttMs == null ? {} : { stt_ms: stages.sttMs }),
    ...(stages.decideMs == null ? {} : { decide_ms: stages.decideMs }),
    ...(stages.commitMs == null ? {} : { commit_ms: stages.commitMs }),
    ...(stages.ttsMs == null ? {} : { tts_ms: stages.ttsMs }),
    ...(stages.firstPacketMs == null ? {} : { first_packet_ms: stages.firstPacketMs }),
    ...(stages.voiceToVoiceMs == null ? {} : { voice_to_voice_ms: stages.voiceToVoiceMs }),
  };
  await tx.db
    .insertInto('turn_timings')
    .values({
      business_id: tx.businessId,
      call_id: callId,
      command_id: command,
      endpoint_ms: null,
      stt_ms: null,
      decide_ms: null,
      commit_ms: null,
      tts_ms: null,
      first_packet_ms: null,
      voice_to_voice_ms: null,
      ...told,
      turn,
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'call_id', 'command_id']).doUpdateSet({ ...told, turn }))
    .execute();
};
