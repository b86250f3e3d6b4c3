/**
 * Named places where a test may end this process, so that what must survive a crash is shown, not assumed.
 * Does nothing unless PILOT_FAULT names the place (`decided`, or `decided#3` for the third time it is passed).
 */
const wanted = process.env['PILOT_FAULT'];
const [wantedName, wantedCount] = wanted?.split('#') ?? [];
let left = Number(wantedCount ?? 1);

export const faultPoint = (name: string): void => {
  if (wantedName !== name) return;
  if (--left > 0) return;
  process.stderr.write(`fault point ${name}: ending this process\n`);
  process.kill(process.pid, 'SIGKILL');
};
