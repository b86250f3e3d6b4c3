import { defineRoute } from '../define-route.ts';
import { RotationStep } from '../keys.ts';

export const rotateKeys = defineRoute({
  id: 'rotateKeys',
  method: 'POST',
  path: '/keys/rotation',
  summary:
    'The next short step of changing the keys that secrets are sealed with: ask until the state is not under_way',
  permission: 'backup',
  replies: { 200: RotationStep },
});
