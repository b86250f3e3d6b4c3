import { messageOf } from '#shared/errors.ts';
import { chooseRecognizer, chooseTurnModel, chooseVoices } from '#voice/speech/choice.ts';
import { BENCH_NOTE } from '#voice/speech/engines.ts';
import { checkSttModel } from '#voice/speech/stt/check-model.ts';
import { premiumKey } from '#voice/speech/premium/key.ts';
import { type Check, fail, ok, warn } from './check.ts';

export const recognizer: Check = {
  name: 'recognizer',
  run: async (config) => {
    try {
      const { model } = chooseRecognizer(config.speech.stt.model);
      await checkSttModel(model);
      return model.bench === true
        ? warn(
            `${model.name}: ${BENCH_NOTE}`,
            'a real caller is not understood',
            'pilot models list, pilot models get NAME, then set speech.stt.model',
          )
        : ok(model.name);
    } catch (error) {
      return fail(
        messageOf(error),
        'the box does not start',
        'pilot models list shows what there is and what is here.',
      );
    }
  },
};

export const voice: Check = {
  name: 'voice',
  run: async (config) => {
    try {
      const [first] = chooseVoices(config.speech.tts);
      return first?.kind === 'espeak-ng'
        ? warn(
            'espeak-ng',
            'the box sounds like a machine',
            'pilot models get a Piper voice, then set speech.tts.voice',
          )
        : ok(first?.name ?? 'none');
    } catch (error) {
      return fail(
        messageOf(error),
        'the box does not start',
        'pilot models list shows what there is and what is here.',
      );
    }
  },
};

export const turnModel: Check = {
  name: 'end of turn',
  run: async ({ speech: { turn } }) => {
    if (turn.model === null) return ok('by silence and words');
    try {
      return ok(`${chooseTurnModel(turn.model).name}; health tells whether it runs`);
    } catch (error) {
      return warn(
        messageOf(error),
        'turns end by silence and words alone: a little later, and sometimes too soon',
        `pilot models get ${turn.model}, or take speech.turn.model out`,
      );
    }
  },
};

export const premiumVoice: Check = {
  name: 'premium voice',
  run: async ({ speech: { premium } }) => {
    if (premium === null) return ok('off: nothing that is said leaves the box');
    try {
      premiumKey(premium);
      return ok(`ElevenLabs, ${premium.model}; health tells whether it speaks`);
    } catch (error) {
      return warn(
        messageOf(error),
        'the local voice speaks to everybody',
        'Put the key where speech.premium says, or take speech.premium out.',
      );
    }
  },
};
